import { compareDecimal, type CrmProduct, type Material, type Money, type PriceRecord } from 'countersign';
import { differsBy, each } from '../_shared/figures.ts';
import type { Problem } from '../_shared/problem.ts';
import type { Mapping } from './mapping.ts';

/** A material number as both systems know it; undefined where the ERP has none (any more). */
export type Item = {
  readonly number: string;
  readonly material: Material | undefined;
  readonly prices: readonly PriceRecord[];
  readonly products: readonly CrmProduct[];
};

type Field = keyof Mapping['masters'];

/** A list price and where it goes: the entry there is, one that was switched off, or a new one where it was deleted. */
export type WantedPrice = { readonly amount: string } & (
  | { readonly entry: string; readonly isRevived?: true }
  | { readonly entry: undefined; readonly currency: string }
);

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'create'; readonly name: string; readonly unit: string; readonly price: Money }
  | {
      readonly kind: 'change';
      readonly product: CrmProduct;
      readonly fields: { readonly name?: string; readonly unit?: string; readonly isActive?: boolean };
      readonly price: WantedPrice | undefined;
      /** Fields that differ and that a person has to settle. */
      readonly open: readonly Field[];
      readonly tags: readonly string[];
      readonly reasons: readonly string[];
    };

/** What keeps a product equal to its material. What is gone or blocked in the ERP is taken off the catalogue, never deleted; pure. */
export function decide({ number, material, prices, products }: Item, mapping: Mapping): Decision {
  const [product, ...others] = products;
  if (others.length > 0)
    return problem(
      'link.ambiguous',
      'ProductCode',
      `${products.length} products bear the code ${number}; keep one and empty the code of the others`,
    );
  if (!product) return newProduct(material, prices, mapping);
  if (!material)
    return product.isActive
      ? retired(product, mapping, `the ERP has no material ${number} any more`)
      : nothing('it is off the catalogue already');
  if (material.blocked)
    return product.isActive
      ? retired(product, mapping, `material ${number} is discontinued in the ERP`)
      : nothing('it is off the catalogue already');
  if (material.description === '' && mapping.masters.name === 'erp') return nameless(material);
  return inLine(product, material, prices, mapping);
}

const nothing = (reason: string): Decision => ({ kind: 'nothing', reason });
const problem = (code: Problem['code'], field: string, message: string): Decision => ({
  kind: 'problem',
  problem: { code, field, message },
});

function newProduct(material: Material | undefined, prices: readonly PriceRecord[], { createProducts }: Mapping): Decision {
  if (!material) return nothing('neither system has it');
  if (material.blocked) return nothing('it cannot be sold');
  if (!createProducts) return nothing('materials become no products here');
  const [price, ...others] = prices;
  if (!price) return nothing('it has no list price yet');
  if (others.length > 0)
    return problem(
      'link.ambiguous',
      'price',
      `Material ${material.id} has ${prices.length} list prices today; put it into the price book by hand`,
    );
  const one = ofOne(price);
  if (compareDecimal(one.amount, '0') < 0)
    return problem(
      'data.invalid',
      'price',
      `The list price of material ${material.id} is ${one.amount} ${one.currency}; correct it in the ERP, then retry`,
    );
  return material.description === '' ? nameless(material) : { kind: 'create', name: material.description, unit: material.unit, price: one };
}

const nameless = ({ id }: Material): Decision =>
  problem(
    'data.missing',
    'ProductDescription',
    `Material ${id} has no description to name its product by; enter one in the ERP, then retry`,
  );

const ofOne = ({ price, per }: PriceRecord): Money => ({ amount: each(price.amount, per.value), currency: price.currency });

function retired(product: CrmProduct, { masters }: Mapping, reason: string): Decision {
  const isOpen = masters.active === 'review';
  return {
    kind: 'change',
    product,
    fields: isOpen ? {} : { isActive: false },
    price: undefined,
    open: isOpen ? ['active'] : [],
    tags: isOpen ? ['conflict'] : ['retired'],
    reasons: [reason],
  };
}

function inLine(product: CrmProduct, material: Material, prices: readonly PriceRecord[], mapping: Mapping): Decision {
  const price = priceOf(product, prices);
  const differs: Readonly<Record<Field, boolean>> = {
    name: product.name !== material.description,
    unit: product.unit !== material.unit,
    active: !product.isActive,
    price: price.kind !== 'same',
  };
  const found = (['name', 'unit', 'active', 'price'] as const).filter((field) => differs[field]);
  // A price in another currency has no direction: one of the two has to be entered by somebody.
  const open = found.filter((field) => mapping.masters[field] === 'review' || (field === 'price' && price.kind === 'unclear'));
  const takes = (field: Field): boolean => differs[field] && !open.includes(field);
  if (found.length === 0) return nothing('both systems agree');
  const wanted = takes('price') && price.kind === 'other' ? price.wanted : undefined;
  const isLarge = movesFar(product, wanted, mapping);
  const isBack = takes('active') || (wanted !== undefined && !product.price);
  return {
    kind: 'change',
    product,
    fields: {
      ...(takes('name') ? { name: material.description } : {}),
      ...(takes('unit') ? { unit: material.unit } : {}),
      ...(takes('active') ? { isActive: true } : {}),
    },
    price: wanted,
    open,
    tags: ['in-line', ...(isLarge ? ['large-price-change'] : []), ...(isBack ? ['revived'] : []), ...(open.length > 0 ? ['conflict'] : [])],
    reasons: [
      ...(found.length > open.length ? [`the ERP is master of ${found.filter(takes).join(', ')}`] : []),
      ...(isLarge ? [`the price moves by more than ${mapping.reviewPercent} %`] : []),
      ...(open.length > 0 ? [`a person has to settle ${open.join(', ')}`] : []),
    ],
  };
}

function movesFar({ price, resting }: CrmProduct, wanted: WantedPrice | undefined, { reviewPercent }: Mapping): boolean {
  const before = price ?? resting?.price;
  return wanted !== undefined && before !== undefined && differsBy(wanted.amount, before.amount, reviewPercent);
}

type Price = { readonly kind: 'same' | 'unclear' } | { readonly kind: 'other'; readonly wanted: WantedPrice };

/**
 * The ERP's price in the currency of the price book. None at all, or none in that currency, is no zero: somebody has to look. An entry
 * that was switched off or deleted in the CRM while the ERP has its price comes back.
 */
function priceOf({ price, priceEntryId, resting }: CrmProduct, prices: readonly PriceRecord[]): Price {
  const held = price ?? resting?.price;
  if (prices.length === 0) return { kind: price ? 'unclear' : 'same' };
  const [own, ...others] = held ? prices.filter((one) => one.price.currency === held.currency) : prices;
  if (!own || others.length > 0) return { kind: 'unclear' };
  const { amount, currency } = ofOne(own);
  if (price && priceEntryId !== undefined)
    return compareDecimal(amount, price.amount) === 0 ? { kind: 'same' } : { kind: 'other', wanted: { amount, entry: priceEntryId } };
  // Nobody sells at less than nothing.
  if (compareDecimal(amount, '0') < 0) return { kind: 'unclear' };
  if (resting) return { kind: 'other', wanted: { amount, entry: resting.entry, isRevived: true } };
  return { kind: 'other', wanted: { amount, entry: undefined, currency } };
}

/** Products that can be sold, of materials the ERP does not know. */
export function gone(products: readonly CrmProduct[], known: ReadonlySet<string>): CrmProduct[] {
  return products.filter(({ isActive, material }) => isActive && material !== undefined && !known.has(material));
}

/** Products that can be sold and stand in no price book, each the only one of its material. Whose entry was deleted, nobody is told. */
export function unpriced(products: readonly CrmProduct[], known: ReadonlySet<string>): CrmProduct[] {
  const count = new Map<string, number>();
  for (const { material } of products) if (material !== undefined) count.set(material, (count.get(material) ?? 0) + 1);
  return products.filter(
    ({ isActive, material, price, resting }) =>
      isActive && material !== undefined && known.has(material) && count.get(material) === 1 && !price && !resting,
  );
}

/** The entry such a product gets: where the ERP has one list price of it today. */
export function newEntry(product: CrmProduct, prices: readonly PriceRecord[]): Money | undefined {
  const found = priceOf(
    product,
    prices.filter(({ material }) => material === product.material),
  );
  return found.kind === 'other' && found.wanted.entry === undefined
    ? { amount: found.wanted.amount, currency: found.wanted.currency }
    : undefined;
}
