import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agents } from '../../agents/index.ts';
import { workflows } from '../../graphs/index.ts';
import { openInstallation, type Installation } from '../../src/app/installation.ts';
import { createServices } from '../../src/app/services/index.ts';
import { defaultRoles } from '../../src/config/roles.ts';
import { Config } from '../../src/config/schema.ts';
import type { Content } from '../../src/contracts/authoring.ts';
import type { Connection } from '../../src/contracts/ports.ts';
import { silentLog, type Log } from '../../src/contracts/log.ts';
import type { Ids, Sleep } from '../../src/contracts/time.ts';
import type { Services } from '../../src/contracts/services.ts';
import type { Probe } from '../../src/flow/parts.ts';
import { parseJson } from '../../src/http/index.ts';
import { countedIds, fixedClock, type FixedClock } from '../../src/testing/index.ts';
import { tools } from '../../tools/index.ts';
import { modelTools } from '../../classic-models/tools.ts';

export type Rig = Installation & {
  readonly services: Services;
  readonly clock: FixedClock;
  readonly folder: string;
  close(): void;
  reopen(): Promise<Rig>;
};

export type RigOptions = {
  readonly connections: ReadonlyMap<string, Connection>;
  readonly config?: Record<string, unknown>;
  readonly probe?: Probe;
  readonly folder?: string;
  readonly clock?: FixedClock;
  readonly log?: Log;
  /** Moves the clock instead of waiting unless given. */
  readonly sleep?: Sleep;
  /** Counted from the beginning at every opening unless given. */
  readonly ids?: Ids;
  /** The built-in content unless given. */
  readonly content?: Content;
};

const people = {
  olivia: { name: 'Olivia Ortega', roles: ['operations'], users: { erp: 'OORTEGA' } },
  carl: { name: 'Carl Castle', roles: ['controller'] },
  cora: { name: 'Cora Cole', roles: ['controller'] },
  ada: { name: 'Ada Adler', roles: ['admin'] },
};

/** The whole engine over a folder of its own, with a clock that stands still; everything is real but the systems it talks to. */
export async function openRig(options: RigOptions): Promise<Rig> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'countersign-rig-'));
  const clock = options.clock ?? fixedClock();
  const parsed = Config.parse({
    dataDir: join(folder, 'data'),
    keyDir: join(folder, 'keys'),
    people,
    systems: { erp: 'erp', crm: 'crm' },
    ...options.config,
  });
  const config = { ...parsed, roles: { ...defaultRoles, ...parsed.roles } };
  const installation = await openInstallation({
    config,
    content: options.content ?? { tools: [...tools, ...modelTools], agents, workflows },
    connections: options.connections,
    clock,
    ids: options.ids ?? countedIds(),
    sleep:
      options.sleep ??
      (async (ms, signal) => {
        signal?.throwIfAborted();
        clock.advance(ms);
      }),
    log: options.log ?? silentLog,
    synchronous: 'OFF',
    ...(options.probe === undefined ? {} : { probe: options.probe }),
  });
  const services = createServices(installation.core, {
    auditPublicKey: installation.keys.auditPublicPem,
    parseJson: (body) => parseJson(body, 64),
    meters: installation.meters,
    isDraining: () => false,
  });
  return {
    ...installation,
    services,
    clock,
    folder,
    close() {
      installation.storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
    async reopen() {
      installation.storage.close();
      return openRig({ ...options, folder, clock });
    },
  };
}
