import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decide, step, unlisted, type Differs, type Item } from '../../graphs/customer-prices/decide.ts';
import { Mapping } from '../../graphs/customer-prices/mapping.ts';
import type { CustomerBook, CustomerPrice, ListedProduct } from '../../src/index.ts';

const mapping = Mapping.parse(parse(readFileSync(join(import.meta.dirname, '../../graphs/customer-prices/mapping.yaml'), 'utf8')));
const ref = { connection: 'x', type: 'x', id: 'x' };
const money = (amount: string, currency = 'EUR') => ({ amount, currency });

const agreed = (material: string, amount = '90.00', more: Partial<CustomerPrice> = {}): CustomerPrice => ({
  ref,
  id: `R-${material}`,
  customer: 'C1',
  material,
  type: 'PPR0',
  price: money(amount),
  per: { value: '1', unit: 'PC' },
  validFrom: '2020-01-01',
  validUntil: '9999-12-31',
  ...more,
});
const entry = (
  material: string,
  amount = '90.00',
  more: Partial<CustomerBook['entries'][number]> = {},
): CustomerBook['entries'][number] => ({
  id: `E-${material}`,
  product: `P-${material}`,
  material,
  price: money(amount),
  isActive: true,
  ...more,
});
const product = (material: string, more: Partial<ListedProduct> = {}): ListedProduct => ({
  id: `P-${material}`,
  material,
  isActive: true,
  currencies: ['EUR'],
  ...more,
});
const book = (...entries: CustomerBook['entries']): CustomerBook => ({ id: 'B1', isActive: true, entries });
const of = (given: Partial<Item>, by = mapping) => decide({ customer: 'C1', prices: [], books: [], products: [], ...given }, by);
const differs = (given: Partial<Item>, by = mapping): Differs => {
  const decision = of(given, by);
  if (decision.kind !== 'differs') throw new Error(`it is ${decision.kind}`);
  return decision;
};
const many = (count: number): string[] => Array.from({ length: count }, (_, at) => `M${String(at + 100)}`);

describe('a price agreed with a customer', () => {
  it('makes an entry, and the first one the book', () => {
    expect(differs({ prices: [agreed('M1')], products: [product('M1')] })).toMatchObject({
      book: undefined,
      byItself: [{ kind: 'create', material: 'M1', product: 'P-M1', price: money('90.00') }],
      asked: [],
      open: [],
    });
    expect(differs({ prices: [agreed('M1')], products: [product('M1')], books: [book()] })).toMatchObject({ book: 'B1' });
  });

  it('that stands in the book is left alone, and a price for ten is the price of one', () => {
    expect(of({ prices: [agreed('M1')], books: [book(entry('M1'))] })).toEqual({ kind: 'nothing', reason: 'both systems agree' });
    const ten = agreed('M1', '900', { per: { value: '10', unit: 'PC' } });
    expect(of({ prices: [ten], books: [book(entry('M1'))] })).toMatchObject({ kind: 'nothing' });
    expect(of({})).toEqual({ kind: 'nothing', reason: 'nothing is agreed with this customer' });
  });

  it('that changed is followed; one that moves by more than the limit is asked about, by just the limit is not', () => {
    const change = (amount: string) => differs({ prices: [agreed('M1', amount)], books: [book(entry('M1'))] });
    expect(change('99.00')).toMatchObject({ byItself: [{ kind: 'change', entry: 'E-M1', price: money('99.00') }], asked: [] });
    expect(change('99.01')).toMatchObject({ byItself: [], asked: [{ kind: 'change' }], tags: ['large-price-change'] });
  });

  it('that is not in force any more is switched off, and off it stays', () => {
    expect(differs({ books: [book(entry('M1'))] })).toMatchObject({
      byItself: [{ kind: 'off', entry: 'E-M1', price: money('90.00') }],
      asked: [],
    });
    expect(of({ books: [book(entry('M1', '90', { isActive: false }))] })).toMatchObject({ kind: 'nothing' });
  });

  it('that somebody switched off comes back when somebody agrees, with the price of the ERP', () => {
    const off = entry('M1', '80.00', { isActive: false });
    expect(differs({ prices: [agreed('M1')], books: [book(off)], products: [product('M1')] })).toMatchObject({
      byItself: [],
      asked: [{ kind: 'on', entry: 'E-M1', price: money('90.00') }],
      tags: ['revived'],
    });
  });

  it('waits for the catalogue: without a product, or one that cannot be sold or has no list price, there is no entry', () => {
    for (const products of [[], [product('M1', { isActive: false })], [product('M1', { currencies: [] })]])
      expect(of({ prices: [agreed('M1')], products })).toEqual({
        kind: 'nothing',
        reason: 'both systems agree, but for what is not on the catalogue yet: M1',
      });
  });

  it('of a product that stands for no material is nobody’s business here', () => {
    const { material: _material, ...own } = entry('M1');
    expect(of({ books: [book(own)] })).toMatchObject({ kind: 'nothing' });
  });

  it('needs its product known only where it stands in no entry', () => {
    const books = [book(entry('M1'), entry('M2', '1', { isActive: false }), entry('M3', '1', { price: money('1', 'USD') }))];
    expect(unlisted([agreed('M1'), agreed('M2'), agreed('M3'), agreed('M4')], books)).toEqual(['M2', 'M3', 'M4']);
  });
});

describe('what a person has to settle', () => {
  const open = (given: Partial<Item>, by = mapping) => differs(given, by);
  it.each([
    ['two prices in force', 'two-prices', { prices: [agreed('M1'), agreed('M1', '91', { id: 'R2' })], books: [book(entry('M1'))] }],
    ['two entries', 'two-entries', { prices: [agreed('M1')], books: [book(entry('M1'), entry('M1', '91', { id: 'E2' }))] }],
    ['two products', 'two-products', { prices: [agreed('M1')], products: [product('M1'), product('M1', { id: 'P2' })] }],
    [
      'another currency in the book',
      'currency',
      { prices: [agreed('M1', '90', { price: money('90', 'CHF') })], books: [book(entry('M1'))] },
    ],
    [
      'another currency on the catalogue',
      'currency',
      { prices: [agreed('M1', '90', { price: money('90', 'CHF') })], products: [product('M1')] },
    ],
    ['less than nothing', 'below-zero', { prices: [agreed('M1', '-1')], books: [book(entry('M1'))] }],
  ] satisfies [string, string, Partial<Item>][])('%s: nothing is changed for it', (_, why, given) => {
    expect(open(given)).toMatchObject({ byItself: [], asked: [], open: [{ about: 'M1', why }] });
  });

  it('is every difference where the mapping leaves prices to people, and nothing where there is none', () => {
    const own = { ...mapping, masters: { price: 'review' as const } };
    expect(open({ prices: [agreed('M1', '91')], books: [book(entry('M1'))] }, own)).toMatchObject({
      byItself: [],
      open: [{ why: 'review' }],
    });
    expect(of({ prices: [agreed('M1')], books: [book(entry('M1'))] }, own)).toMatchObject({ kind: 'nothing' });
  });

  it('is a book that was switched off: nothing in it is changed', () => {
    expect(open({ prices: [agreed('M1', '91')], books: [{ ...book(entry('M1')), isActive: false }] })).toMatchObject({
      byItself: [],
      open: [{ about: 'book', why: 'book-off' }],
    });
  });

  it('keeps nothing else from being followed', () => {
    const prices = [agreed('M1'), agreed('M1', '91'), agreed('M2', '92')];
    expect(open({ prices, books: [book(entry('M1'), entry('M2'))] })).toMatchObject({
      byItself: [{ kind: 'change', material: 'M2' }],
      open: [{ about: 'M1' }],
    });
  });

  it('are two books of one customer, which are an exception', () => {
    expect(of({ prices: [agreed('M1')], books: [book(), { ...book(), id: 'B2' }] })).toMatchObject({
      kind: 'problem',
      problem: { code: 'link.ambiguous', field: 'ERP_Customer_Id__c' },
    });
  });

  it('an entry in a second currency that the ERP does not have is switched off where the first is there', () => {
    const dollars = entry('M1', '99', { id: 'E2', price: money('99', 'USD') });
    expect(differs({ prices: [agreed('M1')], books: [book(entry('M1'), dollars)] })).toMatchObject({
      byItself: [{ kind: 'off', entry: 'E2' }],
    });
  });
});

describe('one step after the other', () => {
  const stepOf = (given: Partial<Item>, untold?: Differs['open'], by = mapping) => {
    const decision = differs(given, by);
    return step(decision, untold ?? decision.open, by);
  };

  it('what goes by itself never waits behind a question, which comes after it', () => {
    const prices = [agreed('M1', '200'), agreed('M2')];
    const both = { prices, products: [product('M2')], books: [book(entry('M1'))] };
    expect(stepOf(both)).toMatchObject({
      writes: [{ kind: 'create', material: 'M2' }],
      tags: ['in-line', 'new-price'],
      reasons: ['agreed in the ERP and in no book: M2', '1 more is asked about after these'],
    });
    expect(stepOf({ prices, books: [book(entry('M1'), entry('M2'))] })).toMatchObject({
      writes: [{ kind: 'change', material: 'M1' }],
      tags: ['large-price-change'],
      reasons: ['the price moves by more than 10 %: M1'],
    });
  });

  it('takes as many as one proposal holds, and says that others follow', () => {
    const materials = many(53);
    const given = { prices: materials.map((one) => agreed(one)), products: materials.map((one) => product(one)) };
    const first = stepOf(given);
    expect(first?.writes).toHaveLength(50);
    expect(first?.reasons).toContain('3 more follow once the CRM tells of these');
  });

  it('many prices that are gone at once are asked about, twenty are not', () => {
    const gone = (count: number) => stepOf({ books: [book(...many(count).map((one) => entry(one)))] });
    expect(gone(20)).toMatchObject({ tags: ['in-line', 'gone'] });
    expect(gone(21)).toMatchObject({ tags: ['many-gone'] });
  });

  it('a conflict is told once, and never keeps a question waiting', () => {
    const twice = [agreed('M1'), agreed('M1', '91')];
    const conflict = { prices: twice, books: [book(entry('M1'))] };
    expect(stepOf(conflict)).toMatchObject({ writes: [], open: [{ about: 'M1' }], tags: ['in-line', 'conflict'] });
    expect(stepOf(conflict, [])).toBeUndefined();
    const asked = { prices: [...twice, agreed('M2', '200')], books: [book(entry('M1'), entry('M2'))] };
    expect(stepOf(asked)).toMatchObject({ writes: [{ material: 'M2' }], open: [], tags: ['large-price-change'] });
  });
});
