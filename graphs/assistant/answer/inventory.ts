import { addDecimal, compareDecimal, subtractDecimal, type Availability, type Material } from 'countersign';
import { checkAvailability } from '../../../tools/erp/check-availability.ts';
import { getStock } from '../../../tools/erp/get-stock.ts';
import { listMaterials } from '../../../tools/erp/list-materials.ts';
import { listOrders } from '../../../tools/erp/list-orders.ts';
import { theMaterial } from './find.ts';
import { cell } from './format.ts';
import type { Answering, Given } from './given.ts';
import { label } from './labels.ts';
import { demandOf, total } from './products.ts';

type Found = Material;

/** Whether a quantity can be promised by a day, from which plant, and where it cannot, what else would do. */
export const promise: Answering = async (given) => {
  const material = await theMaterial(given);
  if (!material) return;
  const { talk, frame, paper } = given;
  const on = frame.to ?? talk.today;
  const quantity = frame.quantity ?? '1';
  const answers = await availabilityOf(given, material, on, quantity);
  const sheet = paper.from(paper.ofRecord(material.ref, `Material ${material.id}`));
  const facts = {
    product: sheet.term('product', material.description),
    number: sheet.id('material number', material.id),
    quantity: sheet.quantity('wanted', { value: quantity, unit: material.unit }),
    on: sheet.date('wanted on', on),
  };
  const able = answers.filter((each) => compareDecimal(each.available, quantity) >= 0);
  const best = able.toSorted((a, b) => compareDecimal(b.available, a.available))[0];
  if (best) {
    paper.say('can-promise', {
      ...facts,
      plant: sheet.id('plant', best.plant),
      available: sheet.quantity('available', { value: best.available, unit: material.unit }),
    });
  } else {
    paper.say('cannot-promise', { ...facts, available: sheet.quantity('available', { value: mostOf(answers), unit: material.unit }) });
    await whatElse(given, material, on, quantity, answers);
  }
  if (answers.length > 1) plantTable(given, material, answers);
};

export const alternatives: Answering = async (given) => {
  const material = await theMaterial(given);
  if (!material) return;
  const { talk, frame, paper } = given;
  const on = frame.to ?? talk.today;
  const quantity = frame.quantity ?? '1';
  const answers = await availabilityOf(given, material, on, quantity);
  const sheet = paper.from(paper.ofRecord(material.ref, `Material ${material.id}`));
  paper.say('alternatives-for', { product: sheet.term('product', material.description), number: sheet.id('material number', material.id) });
  await whatElse(given, material, on, quantity, answers);
};

async function availabilityOf({ talk, desk }: Given, material: Found, on: string, quantity: string): Promise<readonly Availability[]> {
  return Promise.all(
    material.plants.map((plant) => talk.read(desk, checkAvailability, { material: material.id, plant, on, quantity, unit: material.unit })),
  );
}

function mostOf(answers: readonly Availability[]): string {
  return answers.reduce((most, each) => (compareDecimal(each.available, most) > 0 ? each.available : most), '0');
}

/** A later day, part now, plants together, a similar product: in that order, and only what is true. */
async function whatElse(given: Given, material: Found, on: string, quantity: string, answers: readonly Availability[]): Promise<void> {
  const { paper } = given;
  const sheet = paper.from(paper.ofRecord(material.ref, `Material ${material.id}`));
  const later = answers
    .flatMap((each) => (each.availableOn !== undefined && each.availableOn > on ? [each] : []))
    .toSorted((a, b) => (a.availableOn ?? '').localeCompare(b.availableOn ?? ''))[0];
  if (later?.availableOn !== undefined)
    paper.say('later-date', {
      quantity: sheet.quantity('wanted', { value: quantity, unit: material.unit }),
      on: sheet.date('available on', later.availableOn),
      plant: sheet.id('plant', later.plant),
    });
  const part = answers
    .filter((each) => compareDecimal(each.available, '0') > 0)
    .toSorted((a, b) => compareDecimal(b.available, a.available));
  const [first] = part;
  if (first && compareDecimal(first.available, quantity) < 0)
    paper.say('part-now', {
      available: sheet.quantity('available', { value: first.available, unit: material.unit }),
      plant: sheet.id('plant', first.plant),
      on: sheet.date('wanted on', on),
    });
  const together = part.reduce((sum, each) => addDecimal(sum, each.available), '0');
  if (part.length > 1 && compareDecimal(together, quantity) >= 0 && compareDecimal(first?.available ?? '0', quantity) < 0)
    paper.say('plants-together', {
      total: sheet.quantity('available', { value: together, unit: material.unit }),
      on: sheet.date('wanted on', on),
    });
  const similar = await similarTo(given, material);
  const rows = similar.filter(({ stock }) => compareDecimal(stock, quantity) >= 0).slice(0, 3);
  for (const { material: other, stock } of rows) {
    const facts = paper.from(paper.ofRecord(other.ref, `Material ${other.id}`));
    paper.say('similar-product', {
      product: facts.term('product', other.description),
      number: facts.id('material number', other.id),
      stock: facts.quantity('in stock', { value: stock, unit: other.unit }),
    });
  }
  if (!later && part.length === 0 && rows.length === 0) paper.say('nothing-else');
  paper.list('material', [material.id, ...rows.map(({ material: { id } }) => id)]);
}

/** Of the same group, or called by the same noun. A person decides whether it fits; the sentence says so. */
async function similarTo({ talk, desk }: Given, material: Found): Promise<readonly { material: Material; stock: string }[]> {
  const { items } = await talk.read(desk, listMaterials, { limit: 200 });
  const noun = nounOf(material.description);
  const like = items
    .filter((other) => other.id !== material.id && !other.blocked && (sameGroup(other, material) || nounOf(other.description) === noun))
    .slice(0, 6);
  const stocks = await Promise.all(like.map((other) => talk.read(desk, getStock, { material: other.id })));
  return like
    .map((other, at) => ({ material: other, stock: total(stocks[at] ?? []) }))
    .toSorted((a, b) => compareDecimal(b.stock, a.stock));
}

function sameGroup(a: Material, b: Material): boolean {
  return a.group !== undefined && a.group !== '' && a.group === b.group;
}

/** `Hydraulic pump HP-16` is a pump: the last word that is no type number. */
function nounOf(description: string): string {
  return (
    description
      .split(/\s+/)
      .filter((word) => !/\d/.test(word))
      .at(-1)
      ?.toLowerCase() ?? ''
  );
}

function plantTable({ paper }: Given, material: Found, answers: readonly Availability[]): void {
  const { locale } = paper;
  const of = paper.ofRecord(material.ref, `Material ${material.id}`);
  paper.table({
    title: `${label('stockByPlant', locale)} – ${material.id}`,
    columns: [
      { key: 'plant', label: label('plant', locale), kind: 'id' },
      { key: 'available', label: label('available', locale), kind: 'quantity' },
      { key: 'expected', label: label('expected', locale), kind: 'date' },
    ],
    rows: answers.map((each) => ({
      source: of.id,
      cells: {
        plant: cell.id(each.plant),
        available: cell.quantity(each.available, material.unit, locale),
        expected: cell.day(each.availableOn, locale),
      },
    })),
    note: '',
  });
}

export const stockLevel: Answering = async (given) => {
  const material = await theMaterial(given);
  if (!material) return;
  const { talk, desk, paper } = given;
  const [stocks, { items: open }] = await Promise.all([
    talk.read(desk, getStock, { material: material.id }),
    talk.read(desk, listOrders, { material: material.id, isOpen: true, sort: 'requested', descending: false, limit: 200 }),
  ]);
  const sheet = paper.from(paper.ofRecord(material.ref, `Material ${material.id}`));
  const demand = demandOf(open, material.id);
  const onHand = total(stocks);
  const missing = subtractDecimal(demand, onHand);
  const quantity = (name: string, value: string): string => sheet.quantity(name, { value, unit: material.unit });
  paper.say('stock-level', {
    product: sheet.term('product', material.description),
    number: sheet.id('material number', material.id),
    onHand: quantity('in stock', onHand),
    demand: compareDecimal(demand, '0') > 0 ? quantity('open demand', demand) : undefined,
    missing: compareDecimal(missing, '0') > 0 ? quantity('missing', missing) : undefined,
    leadTime: material.leadTimeDays === undefined ? undefined : sheet.count('days of lead time', material.leadTimeDays),
  });
  if (stocks.length < 2) return;
  paper.table({
    title: `${label('stockByPlant', paper.locale)} – ${material.id}`,
    columns: [
      { key: 'plant', label: label('plant', paper.locale), kind: 'id' },
      { key: 'stock', label: label('stock', paper.locale), kind: 'quantity' },
    ],
    rows: stocks.map((each) => ({
      source: paper.ofRecord(material.ref, `Material ${material.id}`).id,
      cells: { plant: cell.id(each.plant), stock: cell.quantity(each.onHand, each.unit, paper.locale) },
    })),
    note: '',
  });
};
