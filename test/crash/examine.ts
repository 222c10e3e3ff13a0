import { CountersignError } from '../../src/contracts/errors.ts';
import { verifyLog } from '../../src/audit/chain.ts';
import type { Approval } from '../../src/contracts/approvals.ts';
import type { AuditRecord, AuditStore } from '../../src/contracts/audit.ts';
import type { Effect } from '../../src/contracts/effects.ts';
import type { Proposal } from '../../src/contracts/proposals.ts';
import type { CompanySandbox, EffectRow } from '../../src/sandbox/index.ts';
import { Mapping } from '../../graphs/order-status/mapping.ts';
import { readOrder } from '../../graphs/order-status/status.ts';
import type { FaultCounts } from './faults.ts';
import type { Opened } from './installation.ts';

/**
 * What the harness found wrong.
 * - lost: the final state demands an effect that the systems do not hold
 * - duplicated: an effect the systems hold more than once, or that nobody reserved
 * - broken: anything else that must always hold (runs that never end, audit chain, approvals, the ledger's own word)
 */
export type Findings = {
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly broken: readonly string[];
  /** Changes the CRM holds because of us. */
  readonly effects: number;
  readonly faults: FaultCounts;
};

export const nothingFound = (): Findings => ({ lost: [], duplicated: [], broken: [], effects: 0, faults: {} });

type Examined = { readonly opened: Opened; readonly sandbox: CompanySandbox; readonly orders: readonly string[] };

/** Everything that can be said once nothing is at work any more. */
export async function examine(examined: Examined): Promise<Findings> {
  const { opened, sandbox } = examined;
  const ledger = await allEffects(opened);
  const made = madeEffects(sandbox);
  const counted = countEffects(ledger, made);
  return {
    lost: [...counted.lost, ...(await staleOrders(examined))],
    duplicated: counted.duplicated,
    broken: [...counted.broken, ...unapproved(opened, ledger), ...stuckRuns(opened), ...(await brokenAudit(opened))],
    effects: made.length,
    faults: {},
  };
}

/** What really happened in the CRM, by the raw request log; the key is the one its request carried. */
export function madeEffects(sandbox: CompanySandbox): readonly EffectRow[] {
  const all = sandbox.requests.effects({ face: 'salesforce' });
  const keys = new Map(all.flatMap((effect) => (effect.key === undefined ? [] : [[effect.seq, effect.key] as const])));
  return all
    .filter((effect) => effect.type !== 'Countersign_Effect__c')
    .map((effect) => {
      const key = keys.get(effect.seq);
      return key === undefined ? effect : { ...effect, key };
    });
}

/** Compares the ledger with what was made, key by key; the two were written by programs that share nothing. */
export function countEffects(ledger: readonly Effect[], made: readonly EffectRow[]): Pick<Findings, 'lost' | 'duplicated' | 'broken'> {
  const found = { lost: [] as string[], duplicated: [] as string[], broken: [] as string[] };
  const byKey = new Map<string, EffectRow[]>();
  for (const effect of made) {
    const key = effect.key ?? `none:${effect.type}:${effect.id}`;
    byKey.set(key, [...(byKey.get(key) ?? []), effect]);
  }
  const known = new Map(ledger.map((effect) => [effect.key, effect]));
  for (const [key, effects] of byKey) {
    const what = `${effects[0]?.type ?? ''} ${key}`;
    if (effects.length > 1) found.duplicated.push(`${what} was made ${effects.length} times`);
    const row = known.get(key);
    if (!row) found.duplicated.push(`${what} was made and nobody reserved it`);
    else if (row.state !== 'applied')
      found.broken.push(`${what} was made, but the ledger says ${row.state} (${row.slot}, ${row.reason ?? ''})`);
  }
  for (const effect of ledger) {
    if (effect.state === 'applied' && !byKey.has(effect.key))
      found.lost.push(`${effect.slot} ${effect.key} is applied in the ledger and was never made`);
    if (effect.state === 'sending' || effect.state === 'uncertain')
      found.broken.push(`${effect.slot} ${effect.key} is left ${effect.state}`);
  }
  return found;
}

/** Deadlines of the harness are a quarter of a second, which a busy machine misses now and then; whoever only looks, looks again. */
async function patiently<T>(look: () => Promise<T>, tries = 8): Promise<T> {
  try {
    return await look();
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code !== 'connector.timeout' || tries <= 1) throw thrown;
    return patiently(look, tries - 1);
  }
}

/** Every opportunity says what the ERP says. */
async function staleOrders({ opened, orders }: Examined): Promise<string[]> {
  const { flow } = opened.core;
  const mapping = Mapping.parse(flow.mapping('order-status'));
  const [erp, crm] = [flow.connection('erp').ports, flow.connection('crm').ports];
  const stale: string[] = [];
  const look = async (id: string): Promise<string | undefined> => {
    const order = await erp.orders?.get(id);
    const [opportunity] = (await crm.opportunities?.findByErpOrder(id)) ?? [];
    if (!order || !opportunity) throw new Error(`order ${id} or its opportunity is not there`);
    const reading = readOrder({
      order,
      deliveries: (await erp.deliveries?.listForOrder(id)) ?? [],
      invoices: (await erp.invoices?.listForOrder(id)) ?? [],
      production: (await erp.production?.listForOrder(id)) ?? [],
    });
    const wanted = mapping.statuses[reading.status].text;
    const live = await flow.connection('crm').reader.read({ type: 'Opportunity', id: opportunity.id }, ['ERP_Order_Status__c']);
    const held = live?.fields['ERP_Order_Status__c'];
    return held === wanted ? undefined : `order ${id} is ${wanted} in the ERP and ${String(held)} in the CRM`;
  };
  for (const id of orders) {
    const found = await patiently(() => look(id));
    if (found !== undefined) stale.push(found);
  }
  return stale;
}

/**
 * Effects of a delayed or rejected order that were sent before a controller had voted for exactly their proposal. An
 * approval that newer facts superseded after its first write keeps its votes.
 */
function unapproved(opened: Opened, ledger: readonly Effect[]): string[] {
  const { main } = opened.storage.databases;
  const bodyOf = main.prepare<[string], { body: string }>('SELECT body FROM proposals WHERE id = ?');
  const approvalsOf = main.prepare<[string], { body: string }>(
    `SELECT body FROM approvals WHERE proposal_id = ? AND status IN ('approved', 'superseded')`,
  );
  return ledger.flatMap((effect) => {
    const { sentAt } = effect;
    if (sentAt === undefined) return [];
    // Written by the stores of these contracts.
    const proposal = JSON.parse(bodyOf.get(effect.proposalId)?.body ?? 'null') as Proposal | null;
    if (!proposal) return [`${effect.key} has no proposal`];
    if (!proposal.traits.tags.some((tag) => tag === 'delayed' || tag === 'rejected')) return [];
    const votes = approvalsOf.all(effect.proposalId).flatMap((row) => (JSON.parse(row.body) as Approval).votes);
    return votes.some((vote) => vote.proposalHash === proposal.hash && vote.at <= sentAt)
      ? []
      : [`${effect.slot} ${effect.key} was sent without an approval of its proposal`];
  });
}

/** Runs that neither ended nor wait for a person somebody told. */
function stuckRuns(opened: Opened): string[] {
  return opened.storage.databases.main
    .prepare<[], { id: string; status: string; outcome: string | null }>(
      `SELECT id, status, outcome FROM runs r WHERE status IN ('queued', 'running', 'waiting')
         OR (status = 'awaiting_approval' AND NOT EXISTS (SELECT 1 FROM approvals a WHERE a.run_id = r.id AND a.status = 'waiting'))
         OR (status = 'exception' AND NOT EXISTS (SELECT 1 FROM exceptions e WHERE e.run_id = r.id AND e.status = 'open'))`,
    )
    .all()
    .map((run) => `run ${run.id} is stuck in ${run.status} (${run.outcome ?? ''})`);
}

async function brokenAudit(opened: Opened): Promise<string[]> {
  const verified = await verifyLog(records(opened.storage.audit), [], opened.keys.auditPublic);
  return verified.breaks.map((found) => `audit row ${found.seq}: ${found.problem}`);
}

async function* records(audit: AuditStore): AsyncGenerator<AuditRecord> {
  let after = 0;
  for (;;) {
    const page = await audit.list({ after, limit: 1000 });
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

async function allEffects(opened: Opened): Promise<readonly Effect[]> {
  return opened.storage.effects.list({ limit: 1_000_000 });
}
