import type { generateCompany } from '../src/sandbox/index.ts';
import type { Json } from '../src/contracts/json.ts';
import { runWorkflow } from '../src/app/evals/run-trace.ts';
import type { World } from '../src/app/evals/world.ts';

type Company = ReturnType<typeof generateCompany>;
type Row = Record<string, unknown>;

/**
 * Records for order-status and who has to say yes, from the company: an order whose goods are confirmed later than asked
 * for, or declined, waits for the controller. What records would hold afterwards is written down as it was on the day this
 * was generated, so that a mistake in a tool does not judge itself; look at the difference before you keep it.
 */
export async function orderStatusCases(company: Company, world: World): Promise<readonly Row[]> {
  const isLate = ({ items, requestedOn }: Company['orders'][number]): boolean =>
    items.some((item) => item.delivered !== item.quantity && item.confirmedOn !== undefined && item.confirmedOn > requestedOn);
  const isDeclined = ({ items }: Company['orders'][number]): boolean =>
    items.length > 0 && items.every((item) => item.rejectionReason !== undefined);
  const known = company.orders.filter(({ id }) => company.opportunities.some(({ order }) => order === id));
  // Two opportunities that name one order: a person has to say which.
  const isDouble = (id: string): boolean => company.opportunities.filter(({ order }) => order === id).length > 1;
  const bad = known.filter((order) => isLate(order) || isDeclined(order)).slice(0, 6);
  const chosen = [...known.filter((order) => !bad.includes(order)).filter((_, at) => at % 3 === 0), ...bad];
  const rows: Row[] = [];
  for (const order of chosen) {
    const nth = bad.indexOf(order);
    const decide = nth < 0 ? undefined : (['approve', 'reject', undefined] as const)[nth % 3];
    const id = order.id.toLowerCase();
    const one = {
      id,
      kind: 'workflow' as const,
      tags: [],
      setup: [],
      split: 'test' as const,
      record: order.id,
      expect: { status: '', state: {}, contains: [], lacks: [] },
    };
    const { state } = await runWorkflow(world, 'order-status', one, AbortSignal.timeout(60_000));
    rows.push({
      id,
      kind: 'workflow',
      tags: nth < 0 ? ['routine'] : ['bad-news'],
      record: order.id,
      ...(decide === undefined ? {} : { decide }),
      expect: {
        status: isDouble(order.id) ? 'exception' : nth >= 0 && decide === undefined ? 'awaiting_approval' : 'done',
        ...(nth < 0 ? {} : { waitsFor: 'controller' }),
        state: Object.fromEntries(Object.entries(state).map(([place, value]) => [place, golden(value)])),
      },
    });
  }
  return rows;
}

/** Long texts have suites of their own. */
const golden = (value: Json): Json => (typeof value === 'string' && value.length > 60 ? '*' : value);
