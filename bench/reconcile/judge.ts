import type { OpenItem, Payment, Reconciliation } from '../../src/matching/index.ts';
import type { Books, Story } from './world.ts';

export type Judgement = {
  readonly wrong: readonly string[];
  /** Of payers who wrote the number of another item of theirs with the same amount: booked as written, and nobody could know better. */
  readonly misquoted: readonly string[];
  readonly determinable: number;
  readonly right: number;
  readonly byStory: ReadonlyMap<Story, { determinable: number; right: number; wrong: number; payments: number }>;
};

/**
 * Holds every allocation against what was really meant: the same item and the same cents of the payment. A payment counts as determinable
 * where a patient clerk with all papers could say what it settles: it names everything, or exactly one set of up to three items of the
 * payer has its amount (counted here, by trying all) and no other silent payment of the payer has it too.
 */
export function judgeBooks(books: Books, result: Reconciliation): Judgement {
  const settled = new Map<string, Map<string, number>>();
  for (const { allocations } of result.matches)
    for (const { item, payment, paid } of allocations) {
      if (payment === undefined) continue;
      const own = settled.get(payment) ?? new Map<string, number>();
      own.set(item, (own.get(item) ?? 0) + Math.round(Number(paid.amount) * 100));
      settled.set(payment, own);
    }
  const [wrong, misquoted]: [string[], string[]] = [[], []];
  const numberOf = new Map(books.items.map(({ id, references }) => [id, (references[0] ?? '').replace(/\D/g, '')]));
  const byStory = new Map<Story, { determinable: number; right: number; wrong: number; payments: number }>();
  const isDeterminable = clerk(books);
  let [determinable, right] = [0, 0];
  for (const payment of books.payments) {
    const told = books.truth.get(payment.id);
    if (!told) throw new Error('a payment without a story');
    const row = byStory.get(told.story) ?? { determinable: 0, right: 0, wrong: 0, payments: 0 };
    byStory.set(told.story, row);
    const own = settled.get(payment.id);
    const isSame = own?.size === told.shares.length && told.shares.every(({ item, cents }) => own.get(item) === cents);
    const isAble = isDeterminable(payment);
    row.payments += 1;
    if (isAble) determinable += 1;
    if (isAble) row.determinable += 1;
    if (isAble && isSame) right += 1;
    if (isAble && isSame) row.right += 1;
    if (!own || isSame) continue;
    const written = (payment.text ?? '').replace(/O/gi, '0').replace(/\D/g, '');
    const strangers = [...own.keys()].filter((item) => !told.shares.some((share) => share.item === item));
    const isAsWritten =
      told.shares.length === own.size && strangers.length > 0 && strangers.every((item) => written.includes(numberOf.get(item) ?? '-'));
    if (!isAsWritten) row.wrong += 1;
    (isAsWritten ? misquoted : wrong).push(payment.id);
  }
  return { wrong, misquoted, determinable, right, byStory };
}

const hopeless = new Set<Story>(['too much', 'part of several', 'unknown']);

function clerk({ items, payments, truth }: Books): (payment: Payment) => boolean {
  const ofPayer = new Map<string, OpenItem[]>();
  for (const item of items) ofPayer.set(item.account ?? '', [...(ofPayer.get(item.account ?? '') ?? []), item]);
  const payerOf = ({ account, payer }: Payment): string => account ?? `C${payer?.replace(/\D/g, '')}`;
  const silent = new Map<string, number>();
  for (const payment of payments) {
    const key = `${payerOf(payment)} ${payment.amount.amount}`;
    if (truth.get(payment.id)?.isNamed !== true) silent.set(key, (silent.get(key) ?? 0) + 1);
  }
  return (payment) => {
    const told = truth.get(payment.id);
    if (!told || hopeless.has(told.story) || told.shares.length === 0) return false;
    if (told.isNamed) return true;
    const payer = payerOf(payment);
    return silent.get(`${payer} ${payment.amount.amount}`) === 1 && waysTo(payment, ofPayer.get(payer) ?? []) === 1;
  };
}

/** Sets of up to three items that come to the payment, each at its full amount or less the discount of that day. */
function waysTo(payment: Payment, items: readonly OpenItem[]): number {
  const target = Math.round(Number(payment.amount.amount) * 100);
  const worth = items
    .filter(({ open }) => open.currency === payment.amount.currency)
    .map((item) => {
      const cents = Math.round(Number(item.open.amount) * 100) * (item.kind === 'creditNote' ? -1 : 1);
      const terms = item.discounts?.find(({ until }) => (payment.date ?? '') <= until);
      return terms ? [cents, cents - Math.round((cents * Number(terms.percent)) / 100)] : [cents];
    });
  const count = (from: number, left: number, more: number): number => {
    let ways = 0;
    for (let at = from; at < worth.length; at += 1)
      for (const cents of worth[at] ?? []) {
        if (cents === left) ways += 1;
        if (more > 1) ways += count(at + 1, left - cents, more - 1);
      }
    return ways;
  };
  return count(0, target, 3);
}
