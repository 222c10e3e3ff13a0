import { openOutbound } from '../../src/app/outbound.ts';
import type { AuditEntry } from '../../src/contracts/audit.ts';
import type { Receiver } from './receiver.ts';
import type { Rig } from './rig.ts';

export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const old = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** A config under which these are told, each under `to-` and its number. */
export const told = (...receivers: { receiver: Pick<Receiver, 'host' | 'url'>; types?: string[] }[]) => ({
  outbound: {
    source: 'urn:acme:countersign',
    privateHosts: receivers.map(({ receiver: { host } }) => host),
    maxAttempts: 3,
    webhooks: Object.fromEntries(
      receivers.map(({ receiver: { url }, types }, at) => [`to-${at}`, { url, secrets: [old, secret], ...(types ? { types } : {}) }]),
    ),
  },
});

export async function deliver(rig: Rig): Promise<number> {
  const outbound = await openOutbound(rig.core);
  const count = await outbound?.deliver();
  await outbound?.stop();
  return count ?? 0;
}

/** A run of one record, so that steps can be told about it. */
export async function runOn(rig: Rig, id: string): Promise<(action: string, body: AuditEntry['body']) => Promise<void>> {
  const at = rig.clock.now().toISOString();
  const record = { connection: 'erp', type: 'SalesOrder', id };
  const run = {
    id: `run_${id}`,
    workflow: 'order-status',
    workflowVersion: '1',
    threadId: `thread ${id}`,
    orderingKey: id,
    record,
    principal: 'x',
    input: {},
    at,
  };
  await rig.storage.runs.enqueue(run, []);
  return (action, body) => rig.storage.audit.append([{ at: rig.clock.now().toISOString(), actor: 'system', action, runId: run.id, body }]);
}

export const steps = (heard: Receiver['heard'], subject: string): unknown[] =>
  heard.filter(({ event }) => event.subject === subject).map(({ event }) => event.data?.['step']);
