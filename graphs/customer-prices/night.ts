import { CountersignError } from 'countersign';
import type { FlowContext, Prepared } from 'countersign/flow';
import { priceDesk } from '../../agents/price-desk.ts';
import { listPriceBooks } from '../../tools/crm/list-price-books.ts';
import { inTurn } from '../_shared/in-turn.ts';
import { decide, named, quietTags, reasonsOf, type Differs, type Write } from './decide.ts';
import { gather, untold } from './gather.ts';
import type { Mapping } from './mapping.ts';
import { planOf, type Part } from './plan.ts';

const atOnce = 4;

type Found = { readonly customer: string; readonly account: string; readonly decision: Differs };

/**
 * What was deleted, here or there, tells nobody, so every night all books are compared. Of several customers it writes what goes by
 * itself. What somebody has to be asked about is asked when the customer comes up, but for prices that are gone in number.
 */
export async function nightly(flow: FlowContext, night: string, mapping: Mapping): Promise<Prepared> {
  const customers = await everyCustomer(flow, mapping.most.customers);
  const found = (await inTurn(customers, atOnce, (customer) => differing(flow, customer, mapping))).flatMap((one) => one ?? []);
  const parts = await quiet(flow, found, mapping);
  flow.audit('price-books.looked', { customers: customers.length, differ: found.length, written: parts.length });
  if (parts.length > 0) {
    const writes = parts.flatMap((part) => part.writes);
    return planOf(flow, parts, mapping, {
      identity: { night },
      title: `Bring the prices of ${parts.length} ${parts.length === 1 ? 'customer' : 'customers'} in line with the ERP`,
      reasons: [`customers ${named(parts.map(({ customer }) => customer))}`, ...reasonsOf(writes, mapping.reviewPercent)],
      tags: quietTags(
        writes,
        parts.flatMap(({ open }) => open),
      ),
    });
  }
  const first = found.find(({ decision }) => manyGone(decision).length > 0);
  if (!first) return { kind: 'done', outcome: found.length === 0 ? 'every price book agrees' : 'what differs waits for people' };
  const writes = manyGone(first.decision).slice(0, mapping.most.entries);
  return planOf(flow, [{ ...first, book: first.decision.book, writes, open: [] }], mapping, {
    identity: { night },
    title: `Switch off ${writes.length} prices of customer ${first.customer}`,
    reasons: reasonsOf(writes, mapping.reviewPercent),
    tags: ['many-gone-at-night'],
  });
}

async function everyCustomer(flow: FlowContext, most: number): Promise<string[]> {
  const all: string[] = [];
  let after: string | undefined;
  do {
    const page = await flow.read(priceDesk, listPriceBooks, { limit: 200, ...(after === undefined ? {} : { after }) });
    all.push(...page.items.map(({ customer }) => customer));
    after = page.next;
  } while (after !== undefined && all.length < most);
  return [...new Set(all)].slice(0, most);
}

/** One customer whose prices cannot be read keeps nobody else's from being looked at. */
async function differing(flow: FlowContext, customer: string, mapping: Mapping): Promise<Found | undefined> {
  try {
    const gathered = await gather(flow, customer);
    const decision = gathered && decide(gathered.item, mapping);
    return decision?.kind === 'differs' ? { customer, account: gathered?.account ?? '', decision } : undefined;
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== 'input.too_large') throw error;
    flow.audit('price-book.left_out', { customer, code: error.code });
    return undefined;
  }
}

/** What goes by itself, and what people were not told of, as much as one proposal holds. */
async function quiet(flow: FlowContext, found: readonly Found[], { most }: Mapping): Promise<Part[]> {
  const parts: Part[] = [];
  let [entries, gone] = [most.entries, most.gone];
  for (const { customer, account, decision } of found) {
    if (entries <= 0) break;
    const ended = decision.byItself.filter(({ kind }) => kind === 'off').slice(0, Math.max(0, gone));
    const writes = [...decision.byItself.filter(({ kind }) => kind !== 'off'), ...ended].slice(0, entries);
    const open = await untold(flow, customer, decision.open);
    if (writes.length + open.length === 0) continue;
    parts.push({ customer, account, book: decision.book, writes, open });
    entries -= writes.length + 1;
    gone -= ended.length;
  }
  return parts;
}

const manyGone = ({ asked }: Differs): Write[] => asked.filter(({ kind }) => kind === 'off');
