import { openInstallation } from '../../src/app/installation.ts';
import { openOutbound } from '../../src/app/outbound.ts';
import { randomIds, sleep, systemClock } from '../../src/app/system.ts';
import { Config } from '../../src/config/schema.ts';
import { silentLog } from '../../src/contracts/log.ts';

/** A process to be killed: takes steps about five records and tells a receiver of them, until `steps` are taken and told. */
const [folder = '', host = '', steps = '0'] = process.argv.slice(2);
const config = Config.parse({
  dataDir: `${folder}/data`,
  keyDir: `${folder}/keys`,
  outbound: {
    privateHosts: [host],
    webhooks: { to: { url: `http://${host}/hook`, secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] } },
  },
});
const { core, storage } = await openInstallation({
  config,
  content: { tools: [], agents: [], workflows: [] },
  connections: new Map(),
  clock: systemClock,
  ids: randomIds,
  sleep,
  log: silentLog,
});
const outbound = await openOutbound(core);
const now = (): string => systemClock.now().toISOString();
for (let record = 0; record < 5; record += 1) {
  const id = `run_${record}`;
  if (await storage.runs.get(id)) continue;
  const of = { connection: 'erp', type: 'SalesOrder', id: `SO-${record}` };
  await storage.runs.enqueue(
    { id, workflow: 'w', workflowVersion: '1', threadId: id, orderingKey: id, record: of, principal: 'x', input: {}, at: now() },
    [],
  );
}
let taken = (await storage.audit.last())?.seq ?? 0;
while (taken < Number(steps)) {
  await storage.audit.append([{ at: now(), actor: 'system', action: 'effect.applied', runId: `run_${taken % 5}`, body: { step: taken } }]);
  taken += 1;
  // Not waited for: steps are taken while others are being told.
  outbound?.deliver().catch(() => undefined);
  await sleep(2);
}
await outbound?.deliver();
await outbound?.deliver();
await outbound?.stop();
storage.close();
