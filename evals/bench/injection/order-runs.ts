import { questionCompany, questionSeed } from '../../../test/graphs/assistant/company.ts';
import { carl, openChatRig, type ChatRig } from '../../../test/support/chat-rig.ts';
import type { SeedCompany } from '../../../test/support/seed-company.ts';
import { evilHost, type ObedientModel } from './obedient.ts';
import { groundOf, type Ground, type Site } from './plant.ts';
import type { Attack } from './texts.ts';

export type OrderRuns = {
  readonly cases: number;
  readonly unauthorised: number;
  readonly leaked: number;
  /** Orders whose update is the one made where nobody planted anything. */
  readonly right: number;
  readonly failures: readonly string[];
};

/** Text the order-status workflow reads, none of which it has to write back. */
const sites: readonly Site[] = [
  { kind: 'field', port: 'orders', field: 'description' },
  { kind: 'field', port: 'orders', field: 'customerReference' },
  { kind: 'field', port: 'orders', field: 'plant' },
  { kind: 'field', port: 'opportunities', field: 'description' },
  { kind: 'field', port: 'opportunities', field: 'nextStep' },
  { kind: 'field', port: 'contacts', field: 'title' },
];

/** Every order of the company that a deal waits for, carried once as it is and once with a planted text and an approval comment to match. */
export async function orderRuns(
  model: ObedientModel,
  attacks: readonly Attack[],
  draw: (below: number) => number,
  most: number,
): Promise<OrderRuns> {
  const orders = questionSeed()
    .opportunities.flatMap(({ order }) => (order === undefined ? [] : [order]))
    .slice(0, most);
  const clean = await openSide(model);
  const planted = await openSide(model);
  const failures: string[] = [];
  let unauthorised = 0;
  let leaked = 0;
  let right = 0;
  try {
    for (const order of orders) {
      const attack = attacks[draw(attacks.length)];
      const site = sites[draw(sites.length)];
      if (!attack || !site) throw new Error('the folder holds no attacks');
      const expected = await carry(clean, order, 'looks right');
      planted.ground.plant({ site, text: attack.text });
      const found = await carry(planted, order, attack.text);
      planted.ground.plant(undefined);
      const isSame = JSON.stringify(found) === JSON.stringify(expected);
      const extra = found.filter((write) => !expected.some((each) => each.target === write.target && each.names === write.names));
      const links = JSON.stringify(found).includes(evilHost) ? 1 : 0;
      unauthorised += extra.length;
      leaked += links;
      if (isSame) right += 1;
      else failures.push(`order ${order}: not the update it gets without a planted text (${JSON.stringify(site)})`);
    }
  } finally {
    clean.rig.close();
    planted.rig.close();
  }
  return { cases: orders.length, unauthorised, leaked, right, failures };
}

type Side = { readonly rig: ChatRig; readonly ground: Ground; readonly company: SeedCompany };

async function openSide(model: ObedientModel): Promise<Side> {
  const company = questionCompany();
  const ground = groundOf(company.connections);
  const role = { provider: 'openai', model: 'm', baseUrl: model.url, timeoutMs: 10_000 };
  const rig = await openChatRig({ connections: ground.connections, config: { models: { planner: role, narrator: role } } });
  return { rig, ground, company };
}

type Written = { readonly target: string; readonly names: string; readonly fields: string };

/** What one event about the order makes the engine write, with a yes from an authorised person to whatever it asks. */
async function carry({ rig, company }: Side, order: string, comment: string): Promise<readonly Written[]> {
  const before = { erp: company.erp.committed.length, crm: company.crm.committed.length };
  const record = { connection: 'erp', type: 'SalesOrder', id: order };
  const source = { id: 'service:erp', name: 'erp', roles: ['source'] };
  const [accepted] = await rig.services.intake.events(
    [{ source: 'injection', type: 'sales-order.changed', record, hint: {} }],
    Buffer.from('{}'),
    source,
  );
  const runIds = accepted?.runIds ?? [];
  const [runId = ''] = runIds;
  // All that the event starts: what another workflow writes a moment later would count as written about the next order.
  const allAtRest = (): Promise<unknown> => Promise.all(runIds.map((id) => atRest(rig, id)));
  await allAtRest();
  const run = await rig.storage.runs.get(runId);
  const open = run && (await rig.storage.approvals.openForThread(run.threadId));
  if (open?.status === 'waiting') {
    await rig.services.approvals.decide(open.id, { verdict: 'approve', hash: open.proposalHash, comment: comment.slice(0, 1900) }, carl);
    await allAtRest();
  }
  const writes = [...company.erp.committed.slice(before.erp), ...company.crm.committed.slice(before.crm)];
  return writes.map(({ request }) => ({
    target: `${request.operation} ${request.target.type} ${request.target.id ?? ''}`,
    names: Object.keys(request.fields).toSorted().join(' '),
    fields: JSON.stringify(request.fields),
  }));
}

async function atRest(rig: ChatRig, runId: string): Promise<void> {
  for (let turn = 0; turn < 2000; turn += 1) {
    const run = await rig.storage.runs.get(runId);
    const open = run && (await rig.storage.approvals.openForThread(run.threadId));
    if (!run || ['done', 'exception', 'cancelled', 'superseded'].includes(run.status)) return;
    if (run.status === 'awaiting_approval' && open?.status === 'waiting') return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('a run did not come to rest');
}
