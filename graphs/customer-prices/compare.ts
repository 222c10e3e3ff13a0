import { compareDecimal, type CustomerBook, type CustomerPrice, type ListedProduct, type Money } from 'countersign';
import { differsBy, each } from '../_shared/figures.ts';

export type Entry = CustomerBook['entries'][number];

/** One write to the customer's price book. An entry that is switched off or on keeps or gets its price. */
export type Write = { readonly material: string; readonly price: Money } & (
  | { readonly kind: 'create'; readonly product: string }
  | { readonly kind: 'change'; readonly entry: string; readonly isLarge: boolean }
  | { readonly kind: 'off' | 'on'; readonly entry: string }
);

/** What no rule can settle: a person has to, and until then nothing is changed for it. */
export type Open = {
  /** A material, or the book itself. */
  readonly about: string;
  readonly why: 'two-prices' | 'two-entries' | 'two-products' | 'currency' | 'below-zero' | 'review' | 'book-off';
  readonly says: string;
};

export type Compared = {
  readonly writes: readonly Write[];
  readonly open: readonly Open[];
  /** It cannot stand in any book before it stands on the catalogue, which another workflow sees to. */
  readonly isMissing: boolean;
};

/** One material: what the ERP says today, what stands in the book, and the products that stand for it. */
export type One = {
  readonly material: string;
  readonly prices: readonly CustomerPrice[];
  readonly entries: readonly Entry[];
  readonly products: readonly ListedProduct[];
};

export function compare(one: One, reviewPercent: string): Compared {
  const unclear = ambiguity(one);
  if (unclear) return { writes: [], open: [unclear], isMissing: false };
  const all = one.prices.map((price) => follow(one, price, reviewPercent));
  const said = new Set(one.prices.map(({ price }) => price.currency));
  const gone = one.entries.filter(({ isActive, price }) => isActive && !said.has(price.currency));
  return {
    writes: [
      ...all.flatMap(({ write }) => write ?? []),
      ...gone.map((entry): Write => ({ kind: 'off', material: one.material, entry: entry.id, price: entry.price })),
    ],
    open: all.flatMap(({ open }) => open ?? []),
    isMissing: all.some(({ isMissing }) => isMissing === true),
  };
}

/** What somebody has to settle before one price can follow the other. */
function ambiguity({ material, prices, entries }: One): Open | undefined {
  const below = prices.find(({ price }) => compareDecimal(price.amount, '0') < 0);
  if (below) return { about: material, why: 'below-zero', says: `the price of ${material} in the ERP is ${told(below.price)}` };
  const twice = repeated(prices.map(({ price }) => price.currency));
  if (twice !== undefined) return { about: material, why: 'two-prices', says: `the ERP has two prices of ${material} in ${twice} today` };
  const double = repeated(entries.map(({ price }) => price.currency));
  if (double !== undefined) return { about: material, why: 'two-entries', says: `the price book has ${material} twice in ${double}` };
  const active = entries.filter(({ isActive }) => isActive);
  const said = new Set(prices.map(({ price }) => price.currency));
  // A price in another currency has no direction: one of the two has to be entered by somebody.
  if (said.size > 0 && active.length > 0 && !active.some(({ price }) => said.has(price.currency)))
    return {
      about: material,
      why: 'currency',
      says: `${material} is priced in ${[...said].join(' and ')} in the ERP and in ${active.map(({ price }) => price.currency).join(' and ')} in the CRM`,
    };
  return undefined;
}

type Followed = { readonly write?: Write; readonly open?: Open; readonly isMissing?: boolean };

function follow({ material, entries, products }: One, price: CustomerPrice, reviewPercent: string): Followed {
  const wanted: Money = { amount: each(price.price.amount, price.per.value), currency: price.price.currency };
  const entry = entries.find((held) => held.price.currency === wanted.currency);
  if (entry?.isActive === true) {
    if (compareDecimal(wanted.amount, entry.price.amount) === 0) return {};
    const isLarge = differsBy(wanted.amount, entry.price.amount, reviewPercent);
    return { write: { kind: 'change', material, entry: entry.id, price: wanted, isLarge } };
  }
  const [product, ...others] = products;
  if (others.length > 0)
    return { open: { about: material, why: 'two-products', says: `${products.length} products bear the code ${material}` } };
  if (product?.isActive !== true || product.currencies.length === 0) return { isMissing: true };
  if (!product.currencies.includes(wanted.currency))
    return {
      open: {
        about: material,
        why: 'currency',
        says: `${material} is priced in ${wanted.currency} for the customer and in ${product.currencies.join(' and ')} on the catalogue`,
      },
    };
  return {
    write: entry
      ? { kind: 'on', material, entry: entry.id, price: wanted }
      : { kind: 'create', material, product: product.id, price: wanted },
  };
}

const told = ({ amount, currency }: Money): string => `${amount} ${currency}`;

const repeated = (all: readonly string[]): string | undefined => all.find((one, at) => all.indexOf(one) !== at);
