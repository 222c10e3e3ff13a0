import { addDecimal, compareDecimal, subtractDecimal, type Stock } from 'countersign';
import { getStock } from '../../../tools/erp/get-stock.ts';
import { listMaterials } from '../../../tools/erp/list-materials.ts';
import { listOrders } from '../../../tools/erp/list-orders.ts';
import { theMaterial } from './find.ts';
import { cell } from './format.ts';
import type { Answering } from './given.ts';
import { label } from './labels.ts';

/** What open orders still want of a material. */
export function demandOf(
  orders: readonly {
    readonly items: readonly { material: string; ordered: { value: string }; delivered: string; rejectionReason?: string | undefined }[];
  }[],
  id: string,
): string {
  return orders
    .flatMap((order) => order.items.filter((item) => item.material === id && (item.rejectionReason ?? '') === ''))
    .reduce((sum, item) => addDecimal(sum, subtractDecimal(item.ordered.value, item.delivered)), '0');
}

export const shortProducts: Answering = async (given) => {
  const { talk, desk, paper } = given;
  const [{ items: materials, more }, { items: orders }] = await Promise.all([
    talk.read(desk, listMaterials, { limit: 200 }),
    talk.read(desk, listOrders, { isOpen: true, sort: 'requested', descending: false, limit: 200 }),
  ]);
  const wanted = materials.filter(({ id }) => compareDecimal(demandOf(orders, id), '0') > 0);
  const rows = (
    await Promise.all(
      wanted.map(async (material) => {
        const onHand = total(await talk.read(desk, getStock, { material: material.id }));
        const demand = demandOf(orders, material.id);
        return { material, onHand, demand, missing: subtractDecimal(demand, onHand) };
      }),
    )
  )
    .filter(({ missing }) => compareDecimal(missing, '0') > 0)
    .toSorted((a, b) => compareDecimal(b.missing, a.missing));
  const of = paper.source({ system: talk.connectionName('erp'), type: 'Material', record: 'list', label: 'Stock and open orders' });
  const sheet = paper.from(of);
  const [worst] = rows;
  paper.say('short-products', {
    count: sheet.count('products short of stock', rows.length),
    any: rows.length > 0,
    many: rows.length !== 1,
    worst: worst && sheet.term('product', worst.material.description),
    missing: worst && sheet.quantity('missing', { value: worst.missing, unit: worst.material.unit }),
  });
  if (rows.length === 0) return;
  const { locale } = paper;
  paper.table({
    title: label('shortProducts', locale),
    columns: [
      { key: 'number', label: label('number', locale), kind: 'id' },
      { key: 'product', label: label('product', locale), kind: 'text' },
      { key: 'stock', label: label('stock', locale), kind: 'quantity' },
      { key: 'demand', label: label('demand', locale), kind: 'quantity' },
      { key: 'missing', label: label('missing', locale), kind: 'quantity' },
    ],
    rows: rows.slice(0, 25).map(({ material, onHand, demand, missing }) => ({
      source: paper.ofRecord(material.ref, `Material ${material.id}`).id,
      cells: {
        number: cell.id(material.id),
        product: cell.text(material.description),
        stock: cell.quantity(onHand, material.unit, locale),
        demand: cell.quantity(demand, material.unit, locale),
        missing: cell.quantity(missing, material.unit, locale),
      },
    })),
    note: more ? label('more', locale) : '',
  });
  paper.list(
    'material',
    rows.map(({ material: { id } }) => id),
  );
};

export const productDetail: Answering = async (given) => {
  const material = await theMaterial(given);
  if (!material) return;
  const { paper } = given;
  const sheet = paper.from(paper.ofRecord(material.ref, `Material ${material.id}`));
  paper.say('product', {
    product: sheet.term('product', material.description),
    number: sheet.id('material number', material.id),
    plants: material.plants.map((plant) => sheet.id('plant', plant)),
    leadTime: material.leadTimeDays === undefined ? undefined : sheet.count('days of lead time', material.leadTimeDays),
  });
};

export const productList: Answering = async (given) => {
  const { talk, desk, paper } = given;
  const { locale } = paper;
  const { items, more } = await talk.read(desk, listMaterials, { limit: 100 });
  const of = paper.source({ system: talk.connectionName('erp'), type: 'Material', record: 'list', label: 'List of materials' });
  paper.say('product-list', { count: paper.from(of).count('products', items.length), more });
  paper.table({
    title: label('products', locale),
    columns: [
      { key: 'number', label: label('number', locale), kind: 'id' },
      { key: 'product', label: label('product', locale), kind: 'text' },
      { key: 'leadTime', label: label('leadTime', locale), kind: 'count' },
    ],
    rows: items.map((material) => ({
      source: paper.ofRecord(material.ref, `Material ${material.id}`).id,
      cells: {
        number: cell.id(material.id),
        product: cell.text(material.description),
        leadTime: material.leadTimeDays === undefined ? cell.text('') : cell.count(material.leadTimeDays, locale),
      },
    })),
    note: more ? label('more', locale) : '',
  });
  paper.list(
    'material',
    items.map(({ id }) => id),
  );
};

export function total(stocks: readonly Stock[]): string {
  return stocks.reduce((sum, each) => addDecimal(sum, each.onHand), '0');
}
