import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAll } from '../../src/app/connect.ts';
import { openCompany, withSandbox } from '../../src/app/sandbox-host.ts';
import { sleep } from '../../src/app/system.ts';
import { Config } from '../../src/config/schema.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { generateCompany, importNorthwind } from '../../src/sandbox/index.ts';
import type { CompanySeed } from '../../src/sandbox/company/seed.ts';
import type { CompanySandbox } from '../../src/sandbox/index.ts';
import { movedClock, openChatRig, type ChatRig } from './chat-rig.ts';

export type CompanyChat = ChatRig & {
  /** What both faces were loaded with. */
  readonly seed: CompanySeed;
  readonly sandbox: CompanySandbox;
  shut(): Promise<void>;
};

/** The assistant over the built-in ERP and CRM by their real connectors, all on the company's own day unless another is given. */
export async function openCompanyChat(options: { northwind?: string; size?: number; now?: string } = {}): Promise<CompanyChat> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-chat-'));
  const size = options.size ?? 25;
  const seed = options.northwind === undefined ? generateCompany({ seed: 1, size }) : importNorthwind(options.northwind);
  const clock = movedClock(options.now ?? seed.asOf);
  const sandbox = await openCompany({
    folder,
    clock,
    log: silentLog,
    port: 0,
    seed: 1,
    size,
    ...(options.northwind === undefined ? {} : { northwind: options.northwind }),
  });
  const base = Config.parse({ dataDir: join(folder, 'data'), keyDir: join(folder, 'keys') });
  const { connections: wired } = await withSandbox(base, sandbox);
  const connections = connectAll({ ...base, connections: wired }, { clock, sleep, random: () => 0.5, log: silentLog });
  const rig = await openChatRig({ connections, clock });
  return {
    ...rig,
    seed,
    sandbox,
    async shut() {
      rig.close();
      for (const connection of connections.values()) await connection.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
