import type { ListedProduct, CustomerBook, CustomerPrice } from 'countersign';
import type { Problem } from '../_shared/problem.ts';
import { compare, type Compared, type Entry, type Open, type Write } from './compare.ts';
import type { Mapping } from './mapping.ts';

export type { Open, Write } from './compare.ts';

/** What is agreed with a customer today, its price books, and products of materials that have no price in them. */
export type Item = {
  readonly customer: string;
  readonly prices: readonly CustomerPrice[];
  readonly books: readonly CustomerBook[];
  readonly products: readonly ListedProduct[];
};

export type Differs = {
  readonly kind: 'differs';
  /** The book the entries go into; undefined where the first price makes it. */
  readonly book: string | undefined;
  readonly byItself: readonly Write[];
  readonly asked: readonly Write[];
  readonly open: readonly Open[];
  /** Materials that have to come onto the catalogue first. */
  readonly missing: readonly string[];
  /** Why somebody is asked. */
  readonly tags: readonly string[];
};
export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | Differs;

/** What keeps a customer's price book equal to what is agreed in the ERP. What ended there is switched off, never deleted; pure. */
export function decide({ customer, prices, books, products }: Item, mapping: Mapping): Decision {
  const [book, ...others] = books;
  if (others.length > 0)
    return {
      kind: 'problem',
      problem: {
        code: 'link.ambiguous',
        field: 'ERP_Customer_Id__c',
        message: `${books.length} price books bear the customer ${customer}; keep one and empty the number of the others`,
      },
    };
  if (!book && prices.length === 0) return { kind: 'nothing', reason: 'nothing is agreed with this customer' };
  const materials = materialsOf(prices, book?.entries ?? []);
  const all = materials.map((material) => settled(material, { prices, entries: book?.entries ?? [], products }, mapping));
  const writes = all.flatMap((one) => one.writes);
  const missing = materials.filter((_, at) => all[at]?.isMissing === true);
  const open = all.flatMap((one) => one.open);
  if (writes.length + open.length === 0) return { kind: 'nothing', reason: agreeing(missing) };
  if (book?.isActive === false)
    return {
      kind: 'differs',
      book: book.id,
      byItself: [],
      asked: [],
      open: [{ about: 'book', why: 'book-off', says: 'the price book is switched off, so nothing in it was changed' }],
      missing,
      tags: [],
    };
  return sorted(book?.id, { writes, open, missing }, mapping);
}

/** Materials whose products have to be known: everything that is agreed and stands active in no entry. */
export function unlisted(prices: readonly CustomerPrice[], books: readonly CustomerBook[]): string[] {
  const held = new Set(books.flatMap(({ entries }) => entries.flatMap((entry) => (entry.isActive ? [placeOf(entry)] : []))));
  return [...new Set(prices.flatMap(({ material, price }) => (held.has(`${material} ${price.currency}`) ? [] : [material])))].toSorted();
}

const placeOf = ({ material = '', price }: Entry): string => `${material} ${price.currency}`;

/** Entries of products that stand for no material are somebody's own. */
const materialsOf = (prices: readonly CustomerPrice[], entries: readonly Entry[]): string[] =>
  [...new Set([...prices, ...entries].flatMap(({ material }) => material ?? []))].toSorted();

function settled(
  material: string,
  all: { prices: Item['prices']; entries: readonly Entry[]; products: Item['products'] },
  mapping: Mapping,
): Compared {
  const mine = <T extends { readonly material?: string | undefined }>(some: readonly T[]): T[] =>
    some.filter((one) => one.material === material);
  const one = { material, prices: mine(all.prices), entries: mine(all.entries), products: mine(all.products) };
  const found = compare(one, mapping.reviewPercent);
  if (mapping.masters.price === 'erp' || found.writes.length === 0) return found;
  const says = `the price of ${material} is not the same in both systems`;
  return { ...found, writes: [], open: [...found.open, { about: material, why: 'review', says }] };
}

const agreeing = (missing: readonly string[]): string =>
  missing.length === 0 ? 'both systems agree' : `both systems agree, but for what is not on the catalogue yet: ${named(missing)}`;

/** So many names, and how many others there are. */
export function named(all: readonly string[], most = 10): string {
  const some = all.slice(0, most).join(', ');
  return all.length > most ? `${some} and ${all.length - most} more` : some;
}

function sorted(
  book: string | undefined,
  { writes, open, missing }: { writes: readonly Write[]; open: readonly Open[]; missing: readonly string[] },
  { most }: Mapping,
): Differs {
  const areMany = writes.filter(({ kind }) => kind === 'off').length > most.gone;
  const why = (write: Write): string | undefined => {
    if (write.kind === 'on') return 'revived';
    if (write.kind === 'change' && write.isLarge) return 'large-price-change';
    return write.kind === 'off' && areMany ? 'many-gone' : undefined;
  };
  const asked = writes.filter((write) => why(write) !== undefined);
  return {
    kind: 'differs',
    book,
    byItself: writes.filter((write) => why(write) === undefined),
    asked,
    open,
    missing,
    tags: [...new Set(asked.slice(0, most.entries).flatMap((write) => why(write) ?? []))].toSorted(),
  };
}

/** One step towards the same prices: what is written now, what a person is told of, and what is left for the next steps. */
export type Step = {
  readonly writes: readonly Write[];
  readonly open: readonly Open[];
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
};

/**
 * What goes by itself never waits behind a question, and a question never behind a conflict. Our own entries, when the CRM tells of them,
 * bring up the customer again, and with it what is left.
 */
export function step(decision: Differs, untold: readonly Open[], { most, reviewPercent }: Mapping): Step | undefined {
  const { byItself, asked } = decision;
  const isAsking = byItself.length === 0 && asked.length > 0;
  const from = isAsking ? asked : byItself;
  const writes = from.slice(0, most.entries);
  const open = isAsking ? [] : untold;
  if (writes.length + open.length === 0) return undefined;
  const left = from.length - writes.length;
  return {
    writes,
    open,
    tags: isAsking ? decision.tags : quietTags(writes, open),
    reasons: [
      ...reasonsOf(writes, reviewPercent),
      ...(left > 0 ? [`${left} more ${left === 1 ? 'follows' : 'follow'} once the CRM tells of these`] : []),
      ...(!isAsking && asked.length > 0 ? [`${asked.length} more ${asked.length === 1 ? 'is' : 'are'} asked about after these`] : []),
      ...(decision.open.length > 0
        ? [
            `a person has to settle: ${named(
              decision.open.map(({ says }) => says),
              5,
            )}`,
          ]
        : []),
      ...(decision.missing.length > 0 ? [`not on the catalogue yet: ${named(decision.missing)}`] : []),
    ],
  };
}

export const quietTags = (writes: readonly Write[], open: readonly Open[]): string[] => [
  'in-line',
  ...(writes.some(({ kind }) => kind === 'create') ? ['new-price'] : []),
  ...(writes.some(({ kind }) => kind === 'off') ? ['gone'] : []),
  ...(open.length > 0 ? ['conflict'] : []),
];

export function reasonsOf(writes: readonly Write[], reviewPercent: string): string[] {
  const say = (words: string, wanted: (write: Write) => boolean): string[] => {
    const some = writes.filter(wanted).map(({ material }) => material);
    return some.length === 0 ? [] : [`${words}: ${named(some)}`];
  };
  return [
    ...say('agreed in the ERP and in no book', ({ kind }) => kind === 'create'),
    ...say('the ERP is master of the price', (write) => write.kind === 'change' && !write.isLarge),
    ...say(`the price moves by more than ${reviewPercent} %`, (write) => write.kind === 'change' && write.isLarge),
    ...say('the ERP has no price in force any more', ({ kind }) => kind === 'off'),
    ...say('switched off in the CRM and in force in the ERP', ({ kind }) => kind === 'on'),
  ];
}
