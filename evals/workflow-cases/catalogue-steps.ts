import { change, nothing, type Step } from './steps.ts';

export const agree = nothing('both systems agree');

type Row = { readonly Product?: string; readonly ConditionRecord?: string; readonly Material?: string; readonly Language?: string };
export const row = (table: string, key: Row, values: Readonly<Record<string, string | number>>): Step => ({
  table,
  key: { ...key },
  values: { ...values },
});
export const copied = (table: string, key: Row, values: Readonly<Record<string, string | number>>): Step => ({
  ...row(table, key, values),
  becomes: 'copied',
});

/** Somebody in the ERP changes the list price of a material, or anything else of its price. */
export const priced = (material: string, amount: string, more: Readonly<Record<string, string>> = {}): Step =>
  row('A_SlsPrcgConditionRecord', { ConditionRecord: material }, { ConditionRateValue: `${amount}0000000`, ...more });
/** A second list price of a material, valid on the same days. */
export const pricedTwice = (material: string, amount: string): Step[] => [
  copied(
    'A_SlsPrcgConditionRecord',
    { ConditionRecord: material },
    { ConditionRecord: `${material}-2`, ConditionRateValue: `${amount}0000000` },
  ),
  copied('A_SlsPrcgCndnRecdValidity', { ConditionRecord: material }, { ConditionRecord: `${material}-2` }),
];
export const described = (material: string, words: string): Step =>
  row('A_ProductDescription', { Product: material, Language: 'EN' }, { ProductDescription: words });
export const status = (material: string, key: string): Step => row('A_Product', { Product: material }, { CrossPlantStatus: key });
export const gone = (material: string): Step => ({ table: 'A_Product', key: { Product: material }, becomes: 'gone' });
/** A material like another one, with a description of its own and without a price. */
export const made = (material: string, words: string, like = 'MAT-1001'): Step[] => [
  copied('A_Product', { Product: like }, { Product: material }),
  copied('A_ProductDescription', { Product: like, Language: 'EN' }, { Product: material, ProductDescription: words }),
];
export const withPrice = (material: string, amount: string, like = 'MAT-1001'): Step[] => [
  copied('A_SlsPrcgConditionRecord', { ConditionRecord: like }, { ConditionRecord: material, ConditionRateValue: `${amount}0000000` }),
  copied('A_SlsPrcgCndnRecdValidity', { ConditionRecord: like }, { ConditionRecord: material, Material: material }),
];
export const productOf = (material: string): Step => ({ find: 'Product2', where: `ProductCode = '${material}'`, as: 'product' });
const entryOf = (material: string): Step => ({ find: 'PricebookEntry', where: `ProductCode = '${material}'`, as: 'entry' });
type Fields = Parameters<typeof change>[2];
export const product = (material: string, fields: Fields): Step[] => [productOf(material), change('Product2', '$product', fields)];
export const entry = (material: string, fields: Fields): Step[] => [
  productOf(material),
  entryOf(material),
  change('PricebookEntry', '$entry', fields),
];
