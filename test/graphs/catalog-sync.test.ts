import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decide, gone, newEntry, unpriced, type Item } from '../../graphs/catalog-sync/decide.ts';
import { Mapping } from '../../graphs/catalog-sync/mapping.ts';
import type { CrmProduct, Material, PriceRecord } from '../../src/index.ts';

const written = (id: string): unknown => parse(readFileSync(join(import.meta.dirname, `../../graphs/${id}/mapping.yaml`), 'utf8'));
const mapping = Mapping.parse(written('catalog-sync'));
const ref = { connection: 'x', type: 'x', id: 'x' };

const material: Material = { ref, id: 'M1', description: 'Pump', unit: 'PC', plants: ['1010'], blocked: false };
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const price: PriceRecord = {
  ref,
  id: 'R1',
  material: 'M1',
  type: 'PPR0',
  price: euros('100.00'),
  per: { value: '1', unit: 'PC' },
  validFrom: '2020-01-01',
  validUntil: '9999-12-31',
};
const product: CrmProduct = {
  ref,
  id: 'P1',
  material: 'M1',
  name: 'Pump',
  unit: 'PC',
  isActive: true,
  priceEntryId: 'E1',
  price: euros('100.00'),
};
const item = (given: Partial<Item> = {}): Item => ({ number: 'M1', material, prices: [price], products: [product], ...given });
const of = (given: Partial<Item>, by = mapping) => decide(item(given), by);

describe('a product and its material', () => {
  it('that say the same are left alone, and so is a price for ten that is the price of one', () => {
    expect(of({})).toEqual({ kind: 'nothing', reason: 'both systems agree' });
    const ten = { ...price, price: euros('1000'), per: { value: '10', unit: 'PC' } };
    expect(of({ prices: [ten] })).toEqual({ kind: 'nothing', reason: 'both systems agree' });
  });

  it('follow the ERP in name, unit and price', () => {
    expect(of({ products: [{ ...product, name: 'Pmup', unit: 'KG', price: euros('95') }] })).toMatchObject({
      kind: 'change',
      fields: { name: 'Pump', unit: 'PC' },
      price: { amount: '100.00', entry: product.priceEntryId },
      tags: ['in-line'],
      open: [],
    });
  });

  it('a price that moves by more than the limit is looked at first, by just the limit is not', () => {
    expect(of({ products: [{ ...product, price: euros('90') }] })).toMatchObject({ tags: ['in-line', 'large-price-change'] });
    expect(of({ products: [{ ...product, price: euros('100') }], prices: [{ ...price, price: euros('110') }] })).toMatchObject({
      price: { amount: '110.00', entry: product.priceEntryId },
      tags: ['in-line'],
    });
  });

  it('a price in another currency, none, or two are for a person: no direction is right', () => {
    const dollars = { ...price, price: { amount: '100', currency: 'USD' } };
    for (const prices of [[dollars], [], [price, { ...price, id: 'R2', price: euros('99') }]])
      expect(of({ prices })).toMatchObject({ kind: 'change', price: undefined, open: ['price'], tags: ['in-line', 'conflict'] });
  });

  it('a price entry that was switched off or deleted in the CRM comes back with the ERP’s price, once somebody agreed', () => {
    const unpriced: CrmProduct = { ref, id: 'P1', material: 'M1', name: 'Pump', unit: 'PC', isActive: true };
    const off = { ...unpriced, resting: { entry: 'E1', price: euros('98.00') } };
    expect(of({ products: [off] })).toMatchObject({
      price: { amount: '100.00', entry: 'E1', isRevived: true },
      open: [],
      tags: ['in-line', 'revived'],
    });
    expect(of({ products: [unpriced] })).toMatchObject({
      price: { amount: '100.00', entry: undefined, currency: 'EUR' },
      open: [],
      tags: ['in-line', 'revived'],
    });
    expect(of({ products: [off], prices: [{ ...price, price: euros('-5') }] })).toMatchObject({ price: undefined, open: ['price'] });
    // Which of several prices it was, nobody can tell; and one that neither has is no difference.
    const dollars = { ...price, id: 'R2', price: { amount: '110', currency: 'USD' } };
    expect(of({ products: [unpriced], prices: [price, dollars] })).toMatchObject({ price: undefined, open: ['price'] });
    expect(of({ products: [off], prices: [] })).toEqual({ kind: 'nothing', reason: 'both systems agree' });
  });

  it('a material without a description names no product, and a price below zero puts nothing on the catalogue', () => {
    const nameless = { ...material, description: '' };
    for (const given of [{ material: nameless }, { material: nameless, products: [] }])
      expect(of(given)).toMatchObject({ kind: 'problem', problem: { code: 'data.missing', field: 'ProductDescription' } });
    const own = Mapping.parse({ ...mapping, masters: { ...mapping.masters, name: 'review' } });
    expect(of({ material: nameless }, own)).toMatchObject({ open: ['name'] });
    expect(of({ products: [], prices: [{ ...price, price: euros('-1') }] })).toMatchObject({
      problem: { code: 'data.invalid', field: 'price' },
    });
  });

  it('a field the mapping leaves to people is a task and not a change', () => {
    const own = Mapping.parse({ ...mapping, masters: { ...mapping.masters, name: 'review' } });
    expect(of({ products: [{ ...product, name: 'Our pump' }] }, own)).toMatchObject({ fields: {}, open: ['name'] });
  });
});

describe('a material that cannot be sold any more', () => {
  it.each([
    ['gone', { material: undefined }],
    ['discontinued', { material: { ...material, blocked: true } }],
  ])('because it is %s takes its product off the catalogue, once', (_, given) => {
    expect(of(given)).toMatchObject({ kind: 'change', fields: { isActive: false }, price: undefined, tags: ['retired'] });
    expect(of({ ...given, products: [{ ...product, isActive: false }] })).toMatchObject({ kind: 'nothing' });
  });

  it('comes back only when somebody agrees', () => {
    expect(of({ products: [{ ...product, isActive: false }] })).toMatchObject({ fields: { isActive: true }, tags: ['in-line', 'revived'] });
  });

  it('is seen among all products, but not for those that stand for none or are off already', () => {
    const [lost, none, off]: CrmProduct[] = [
      { ...product, id: 'P2', material: 'M2' },
      { ref, id: 'P3', name: 'Service hour', isActive: true },
      { ...product, id: 'P4', material: 'M4', isActive: false },
    ];
    const all = [product, lost, none, off].filter((each) => each !== undefined);
    expect(gone(all, new Set(['M1'])).map(({ id }) => id)).toEqual(['P2']);
  });
});

describe('a material without a product', () => {
  it('becomes one with its list price', () => {
    expect(of({ products: [] })).toEqual({ kind: 'create', name: 'Pump', unit: 'PC', price: euros('100.00') });
  });

  it('does not where it has no price, is blocked, is gone, or nobody wants that', () => {
    expect(of({ products: [], prices: [] })).toMatchObject({ kind: 'nothing' });
    expect(of({ products: [], material: { ...material, blocked: true } })).toMatchObject({ kind: 'nothing' });
    expect(of({ products: [], material: undefined })).toMatchObject({ kind: 'nothing' });
    expect(of({ products: [] }, { ...mapping, createProducts: false })).toMatchObject({ kind: 'nothing' });
  });

  it('two prices, and two products of one material, are for a person', () => {
    expect(of({ products: [], prices: [price, price] })).toMatchObject({ kind: 'problem', problem: { code: 'link.ambiguous' } });
    expect(of({ products: [product, product] })).toMatchObject({ kind: 'problem', problem: { field: 'ProductCode' } });
  });
});

describe('products in no price book', () => {
  const bare = (id: string, code = id): CrmProduct => ({ ref, id, material: code, name: 'Pump', unit: 'PC', isActive: true });
  const known = new Set(['M1', 'M2']);

  it('are those that can be sold, of a material the ERP knows, each the only one of it', () => {
    const resting = { ...bare('M1'), resting: { entry: 'E1', price: euros('1') } };
    expect(unpriced([bare('M1'), bare('M9'), product, { ...bare('M2'), isActive: false }], known)).toEqual([]);
    expect(unpriced([bare('M2'), product], known).map(({ id }) => id)).toEqual(['M2']);
    expect(unpriced([resting, bare('X', 'M2'), bare('Y', 'M2')], known)).toEqual([]);
  });

  it('get the ERP’s price where it has one, and none where it has none, several or less than nothing', () => {
    expect(newEntry(bare('P1', 'M1'), [price, { ...price, material: 'M2', id: 'R9' }])).toEqual(euros('100.00'));
    for (const prices of [[], [price, { ...price, id: 'R2' }], [{ ...price, price: euros('-1') }]])
      expect(newEntry(bare('P1', 'M1'), prices)).toBeUndefined();
  });
});
