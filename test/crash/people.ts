import type { Principal } from '../../src/contracts/principal.ts';
import type { ExceptionItem } from '../../src/contracts/runs.ts';
import type { CompanySandbox } from '../../src/sandbox/index.ts';
import type { Opened } from './installation.ts';

const source: Principal = { id: 'service:erp', name: 'erp', roles: ['source'] };
export const carl: Principal = { id: 'person:carl', name: 'Carl Castle', roles: ['controller'] };
export const olivia: Principal = { id: 'person:olivia', name: 'Olivia Ortega', roles: ['operations'] };

/** Tells the installation that an order changed. Resolved means accepted: from then on nothing may be lost. */
export async function tell(opened: Opened, order: string, sourceId: string): Promise<void> {
  await opened.services.intake.events(
    [{ source: 'erp', sourceId, type: 'sales-order.changed', record: { connection: 'erp', type: 'SalesOrder', id: order }, hint: {} }],
    Buffer.from(JSON.stringify({ order_id: order })),
    source,
  );
}

/** Carl approves what waits. Losing a race against a newer event is part of his day. */
export async function approveAll(opened: Opened): Promise<number> {
  const { items } = await opened.services.approvals.list({ limit: 50, status: 'waiting' }, carl);
  const decided = await Promise.allSettled(
    items.map((approval) => opened.services.approvals.decide(approval.id, { verdict: 'approve', hash: approval.proposalHash }, carl)),
  );
  return decided.filter((each) => each.status === 'fulfilled').length;
}

/** What a person finds when they look for the effect in the CRM: the record it made, or nothing. */
export type LookForEffect = (key: string) => Promise<string | undefined>;

/** Olivia works through the exceptions: looks up what nobody knows, tries everything else again. */
export async function handleExceptions(opened: Opened, look: LookForEffect): Promise<number> {
  const { items } = await opened.services.exceptions.list({ limit: 50, status: 'open' }, olivia);
  const handled = await Promise.allSettled(items.map((item) => handle(opened, item, look)));
  return handled.filter((each) => each.status === 'fulfilled').length;
}

async function handle(opened: Opened, item: ExceptionItem, look: LookForEffect): Promise<void> {
  const { exceptions, effects } = opened.services;
  const key = item.details['key'];
  if (item.code === 'effect.uncertain' && typeof key === 'string' && (await effects.get(key, olivia)).state === 'parked') {
    const record = await look(key);
    await exceptions.resolveEffect(
      item.id,
      record === undefined ? { verdict: 'absent' } : { verdict: 'applied', recordId: record },
      olivia,
    );
    return;
  }
  await exceptions.retry(item.id, olivia);
}

/** By the raw request log: what a person would see in the CRM. */
export function lookInSandbox(sandbox: CompanySandbox): LookForEffect {
  return async (key) => {
    const made = sandbox.requests.effects({ face: 'salesforce' });
    const marked = made.find((effect) => effect.key === key);
    return made.find((effect) => effect.seq === marked?.seq && effect.type !== 'Countersign_Effect__c')?.id;
  };
}
