import { CountersignError, type CrmProduct, type Json, type JsonObject } from 'countersign';
import { created, type Draft, type FlowContext, type Prepared, type ProposalPlan, type RunInput } from 'countersign/flow';
import { catalogDesk } from '../../agents/catalog-desk.ts';
import { createPrice } from '../../tools/crm/create-price.ts';
import { createProduct } from '../../tools/crm/create-product.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { findProducts } from '../../tools/crm/find-products.ts';
import { getProduct } from '../../tools/crm/get-product.ts';
import { listProducts } from '../../tools/crm/list-products.ts';
import { updatePrice } from '../../tools/crm/update-price.ts';
import { updateProduct } from '../../tools/crm/update-product.ts';
import { findMaterials } from '../../tools/erp/find-materials.ts';
import { listPrices } from '../../tools/erp/list-prices.ts';
import { asException } from '../_shared/problem.ts';
import { decide, gone, newEntry, unpriced, type Decision, type WantedPrice } from './decide.ts';
import { Mapping } from './mapping.ts';

/** A material or its price changed in the ERP, a product in the CRM, or it is night: whatever it was, both are read again. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  if (input.record.connection === 'schedule') return nightly(flow, input.record.id, mapping);
  const number = input.record.type === 'Product2' ? await materialOf(flow, input.record.id) : input.record.id;
  if (number === undefined) return { kind: 'done', outcome: 'the product stands for no material' };
  const today = flow.clock.now().toISOString().slice(0, 10);
  const [{ products, standardBook }, [material], prices] = await Promise.all([
    flow.read(catalogDesk, findProducts, { material: number }),
    flow.read(catalogDesk, findMaterials, { materials: [number] }),
    flow.read(catalogDesk, listPrices, { materials: [number], on: today }),
  ]);
  const decision = decide({ number, material, prices, products }, mapping);
  flow.audit('decision.made', { material: number, decision: decision.kind, ...('tags' in decision ? { tags: [...decision.tags] } : {}) });
  switch (decision.kind) {
    case 'nothing':
      return { kind: 'done', outcome: decision.reason };
    case 'problem':
      return asException(decision.problem, { material: number });
    case 'create':
      return creation(number, decision, standardBook);
    case 'change':
      return change(number, decision, mapping, standardBook);
  }
}

/** A product that somebody deleted in the CRM meanwhile is none. */
async function materialOf(flow: FlowContext, product: string): Promise<string | undefined> {
  try {
    return (await flow.read(catalogDesk, getProduct, { product })).material;
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'resource.not_found') return undefined;
    throw error;
  }
}

const plan = (
  given: Pick<ProposalPlan, 'repeats' | 'title' | 'slots' | 'write'> & {
    identity: JsonObject;
    tags: readonly string[];
    reasons: readonly string[];
  },
): ProposalPlan => ({
  kind: 'propose',
  ...(given.repeats ? { repeats: true } : {}),
  identity: given.identity,
  facts: given.identity,
  title: given.title,
  reasons: given.reasons,
  evidence: [],
  traits: { tags: [...given.tags] },
  requestedBy: [],
  slots: given.slots,
  write: given.write,
});

const noBook = (): Prepared =>
  asException({
    code: 'data.missing',
    field: 'Pricebook2',
    message: 'The CRM has no standard price book; activate it and the price follows',
  });

function creation(number: string, { name, unit, price }: Extract<Decision, { kind: 'create' }>, book: string | undefined): Prepared {
  if (book === undefined) return noBook();
  return plan({
    identity: { material: number, becomes: 'product' },
    tags: ['new-product'],
    reasons: [`material ${number} has a list price and no product`],
    title: `Put material ${number} on the catalogue`,
    slots: [
      { slot: 'product', tool: createProduct },
      { slot: 'price', tool: createPrice },
    ],
    write: async (draft) => {
      await draft.propose('product', createProduct, { material: number, name, unit });
      await draft.propose('price', createPrice, { book, product: created('product'), price: price.amount, currency: price.currency });
    },
  });
}

function change(
  number: string,
  { product, fields, price, open, tags, reasons }: Extract<Decision, { kind: 'change' }>,
  mapping: Mapping,
  book: string | undefined,
): Prepared {
  if (price && price.entry === undefined && book === undefined) return noBook();
  const hasFields = Object.keys(fields).length > 0;
  return plan({
    // What somebody changes again is put back again; what waits for a person is told once.
    ...(open.length === 0 ? { repeats: true } : {}),
    identity: {
      material: number,
      product: product.id,
      fields,
      price: price === undefined ? null : asJson(price),
      ...(open.length === 0 ? {} : { open: [...open] }),
    },
    tags,
    reasons,
    title: fields.isActive === false ? `Take ${number} off the catalogue` : `Bring product ${number} in line with the ERP`,
    slots: [
      ...(hasFields ? [{ slot: 'product', tool: updateProduct }] : []),
      ...(price === undefined ? [] : [{ slot: 'price', tool: price.entry === undefined ? createPrice : updatePrice }]),
      ...(open.length > 0 ? [{ slot: 'task', tool: createTask }] : []),
    ],
    write: async (draft) => {
      if (hasFields) await draft.propose('product', updateProduct, { product: product.id, ...fields });
      if (price !== undefined) await proposePrice(draft, product, price, book);
      if (open.length > 0)
        await draft.propose('task', createTask, {
          about: product.id,
          subject: `Product and material ${number} differ in ${open.join(', ')}`,
          text: `Product and material ${number} do not say the same of: ${open.join(', ')}. Nothing was changed. Enter what is right in the CRM or in the ERP.`,
          priority: 'Normal',
          ...(mapping.owner === '' ? {} : { owner: mapping.owner }),
        });
    },
  });
}

// An entry that is changed is known by its amount alone, as it always was; one that comes back is another transition.
const asJson = (price: WantedPrice): Json =>
  price.entry !== undefined && !price.isRevived ? price.amount : JSON.parse(JSON.stringify(price));

async function proposePrice(draft: Draft, product: CrmProduct, price: WantedPrice, book: string | undefined): Promise<void> {
  if (price.entry !== undefined)
    return draft.propose('price', updatePrice, {
      entry: price.entry,
      price: price.amount,
      ...(price.isRevived ? { isActive: true } : {}),
    });
  // Without a book nothing was planned.
  if (book !== undefined)
    await draft.propose('price', createPrice, { book, product: product.id, price: price.amount, currency: price.currency });
}

/** A material that was deleted tells nobody, so every night the whole catalogue is looked through for products without one. */
async function nightly(flow: FlowContext, night: string, mapping: Mapping): Promise<Prepared> {
  const products: CrmProduct[] = [];
  let after: string | undefined;
  do {
    const page = await flow.read(catalogDesk, listProducts, { limit: 200, ...(after === undefined ? {} : { after }) });
    products.push(...page.items);
    after = page.next;
  } while (after !== undefined && products.length < mapping.most.products);
  const numbers = [...new Set(products.flatMap(({ isActive, material }) => (isActive && material !== undefined ? [material] : [])))];
  const known = new Set<string>();
  for (let at = 0; at < numbers.length; at += 9)
    for (const { id } of await flow.read(catalogDesk, findMaterials, { materials: numbers.slice(at, at + 9) })) known.add(id);
  const found = gone(products, known);
  const now = found.slice(0, mapping.most.retired);
  flow.audit('catalogue.looked', { products: products.length, gone: found.length, complete: after === undefined });
  if (now.length === 0) return comeBack(flow, night, unpriced(products, known), mapping);
  return plan({
    identity: { night, products: now.map(({ id }) => id) },
    tags: [mapping.masters.active === 'erp' ? 'retired' : 'conflict'],
    reasons: [
      `the ERP does not have these materials any more: ${now
        .map(({ material }) => material ?? '')
        .slice(0, 15)
        .join(', ')}`,
    ],
    title: `Take ${now.length} ${now.length === 1 ? 'product' : 'products'} off the catalogue`,
    slots: now.map((_, at) => ({ slot: `product-${at + 1}`, tool: updateProduct })),
    write: async (draft) => {
      for (const [at, { id }] of now.entries()) await draft.propose(`product-${at + 1}`, updateProduct, { product: id, isActive: false });
    },
  });
}

/** Price entries that were deleted in the CRM come back with the ERP's price, once somebody agreed. What is gone is settled first. */
async function comeBack(flow: FlowContext, night: string, all: readonly CrmProduct[], mapping: Mapping): Promise<Prepared> {
  const whole = { kind: 'done' as const, outcome: 'every product has its material' };
  const some = all.slice(0, mapping.most.retired);
  const [first] = some;
  if (!first || mapping.masters.price !== 'erp') return whole;
  const materials = some.map(({ material = '' }) => material);
  const [prices, { standardBook: book }] = await Promise.all([
    flow.read(catalogDesk, listPrices, { materials, on: flow.clock.now().toISOString().slice(0, 10) }),
    flow.read(catalogDesk, findProducts, { material: first.material ?? '' }),
  ]);
  const wanted = some.flatMap((product) => {
    const price = newEntry(product, prices);
    return price ? [{ product, price }] : [];
  });
  if (wanted.length === 0) return whole;
  if (book === undefined) return noBook();
  const named = wanted.map(({ product: { material = '' } }) => material);
  return plan({
    identity: { night, prices: wanted.map(({ product, price }) => [product.id, price.amount]) },
    tags: ['price-book'],
    reasons: [`these products stand in no price book, and the ERP has their price: ${named.slice(0, 15).join(', ')}`],
    title: `Put ${wanted.length} ${wanted.length === 1 ? 'product' : 'products'} back into the price book`,
    slots: wanted.map((_, at) => ({ slot: `price-${at + 1}`, tool: createPrice })),
    write: async (draft) => {
      for (const [at, { product, price }] of wanted.entries())
        await draft.propose(`price-${at + 1}`, createPrice, { book, product: product.id, price: price.amount, currency: price.currency });
    },
  });
}
