import { join } from 'node:path';
import { agents } from '../../agents/index.ts';
import { assistants, workflows } from '../../graphs/index.ts';
import { modelTools } from '../../classic-models/tools.ts';
import { connectAll } from '../../src/app/connect.ts';
import { openInstallation } from '../../src/app/installation.ts';
import { sandboxKeys, withSandbox } from '../../src/app/sandbox-host.ts';
import { startServer } from '../../src/app/server.ts';
import { hashKey } from '../../src/app/services/records.ts';
import { randomIds, sleep, systemClock } from '../../src/app/system.ts';
import { defaultRoles } from '../../src/config/roles.ts';
import { Config } from '../../src/config/schema.ts';
import { silentLog } from '../../src/contracts/log.ts';
import type { CompanySandbox } from '../../src/sandbox/index.ts';
import { tools } from '../../tools/index.ts';

/**
 * The product as a process of its own, to be killed: real server, real data folder, connected to a sandbox in another process.
 * `node … server.ts FOLDER SANDBOX_URL PORT`; prints `up` when it answers.
 */
const [folder = '', sandboxUrl = '', port = '0'] = process.argv.slice(2);

const parsed = Config.parse({
  dataDir: join(folder, 'data'),
  keyDir: join(folder, 'keys'),
  http: { port: Number(port) },
  telemetry: { level: 'error' },
  worker: { concurrency: 24 },
});
// What the config needs of a sandbox are its addresses.
const sandbox = { url: sandboxUrl, sapUrl: sandboxUrl, salesforceUrl: sandboxUrl } as CompanySandbox;
const built = await withSandbox({ ...parsed, roles: { ...defaultRoles, ...parsed.roles } }, sandbox);
const { erp, crm } = built.connections;
const config: Config = {
  ...built,
  connections: {
    ...built.connections,
    erp: { vendor: 'sap-s4', ...erp, deadlineMs: 5_000, settleMs: 1_500, concurrency: 24 },
    crm: { vendor: 'salesforce', ...crm, deadlineMs: 5_000, settleDelayMs: 1_500, concurrency: 24 },
  },
};
const connections = connectAll(config, { clock: systemClock, sleep, random: Math.random, log: silentLog });
const installation = await openInstallation({
  config,
  content: { tools: [...tools, ...modelTools], agents, workflows, assistants },
  connections,
  clock: systemClock,
  ids: randomIds,
  sleep,
  log: silentLog,
});
const people = [
  ['olivia', 'person:olivia'],
  ['carl', 'person:carl'],
  ['ada', 'person:ada'],
  ['erp', 'service:erp'],
  ['crm', 'service:crm'],
] as const;
for (const [name, principal] of people) {
  const sha256 = hashKey(sandboxKeys[name]);
  if (await installation.storage.keys.findByHash(sha256)) continue;
  const at = systemClock.now().toISOString();
  const roles = principal.startsWith('service:') ? ['source'] : [];
  await installation.storage.keys.add({ id: randomIds.next('key'), sha256, principal, name, roles, createdAt: at }, []);
}
const running = await startServer({
  installation,
  config,
  log: silentLog,
  headsFile: join(folder, 'heads.jsonl'),
  printHead: () => undefined,
});
process.stdout.write(`up ${running.url}\n`);
process.on('SIGTERM', () => {
  running.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
