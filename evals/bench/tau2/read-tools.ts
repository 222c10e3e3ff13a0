import {
  businessId,
  classed,
  code,
  CountersignError,
  defineTool,
  email,
  freeText,
  person,
  type ReadTool,
  type ToolContext,
} from 'countersign';
import { z } from 'zod';
import { arithmetic } from './arithmetic.ts';
import type { RetailPorts, RetailReads } from './connection.ts';
import { Order, Product, User, Variant } from './records.ts';

/** The shop behind a tool. The engine's own ports know no shop; this connection brings one. */
export function shopOf({ ports }: Pick<ToolContext, 'ports'>): RetailReads {
  if (!('retail' in ports)) throw new CountersignError('capability.missing', 'The connection is no shop', { field: 'retail' });
  // Put there by retailConnection, which is the only one of this vendor.
  return (ports as RetailPorts).retail;
}

/** Whom a conversation has authenticated; a guest is nobody yet. */
export const customerOf = (principal: ToolContext['principal']): string => principal.id.replace(/^person:/, '');

const missing = (what: string): CountersignError =>
  new CountersignError('resource.not_found', `${what} not found`, { field: what.toLowerCase() });

/** A record of somebody else is not there for this customer, in the same words as one that does not exist. */
export function own<R extends { readonly user_id: string }>(ctx: Pick<ToolContext, 'principal'>, record: R | undefined, what: string): R {
  if (record?.user_id !== customerOf(ctx.principal)) throw missing(what);
  return record;
}

/** Finding is how a guest says who they are; a customer finds nobody but themselves. */
function foundFor(ctx: ToolContext, found: string | undefined): { user_id: string } {
  const asking = customerOf(ctx.principal);
  if (found === undefined || (asking !== guest && asking !== found)) throw missing('User');
  return { user_id: found };
}

/** The principal of a conversation that has authenticated nobody. */
export const guest = 'guest';

const needs = ['retail.read'];

const findByEmail = defineTool({
  id: 'retail.find_user_id_by_email',
  kind: 'read',
  description: 'Finds the user id by email; the user has to be authenticated before anything else.',
  system: 'retail',
  needs,
  input: z.object({ email: email() }),
  output: z.object({ user_id: businessId() }),
  run: async (ctx, input) => foundFor(ctx, await shopOf(ctx).findByEmail(input.email)),
});

const findByNameAndZip = defineTool({
  id: 'retail.find_user_id_by_name_zip',
  kind: 'read',
  description: 'Finds the user id by first name, last name and zip code, where the email is not known.',
  system: 'retail',
  needs,
  input: z.object({ first_name: person(), last_name: person(), zip: classed(z.string().max(20), { class: 'personal', kind: 'ZIP' }) }),
  output: z.object({ user_id: businessId() }),
  run: async (ctx, { first_name: first, last_name: last, zip }) => foundFor(ctx, await shopOf(ctx).findByNameAndZip(first, last, zip)),
});

export const getUser = defineTool({
  id: 'retail.get_user_details',
  kind: 'read',
  description: 'Gets the profile of the authenticated user, with payment methods and order ids.',
  system: 'retail',
  needs,
  input: z.object({ user_id: businessId() }),
  output: User,
  run: async (ctx, { user_id: id }) => own(ctx, await shopOf(ctx).user(id), 'User'),
});

export const getOrder = defineTool({
  id: 'retail.get_order_details',
  kind: 'read',
  description: 'Gets status and details of an order, such as #W0000000; the # belongs to the id.',
  system: 'retail',
  needs,
  input: z.object({ order_id: businessId() }),
  output: Order,
  run: async (ctx, { order_id: id }) => own(ctx, await shopOf(ctx).order(id), 'Order'),
});

export const getProduct = defineTool({
  id: 'retail.get_product_details',
  kind: 'read',
  description: 'Gets a product with its variants by product id, which is no item id.',
  system: 'retail',
  needs,
  input: z.object({ product_id: businessId() }),
  output: Product,
  run: async (ctx, { product_id: id }) => {
    const product = await shopOf(ctx).product(id);
    if (!product) throw missing('Product');
    return product;
  },
});

const getItem = defineTool({
  id: 'retail.get_item_details',
  kind: 'read',
  description: 'Gets one variant by its item id, with options, price and whether it is available.',
  system: 'retail',
  needs,
  input: z.object({ item_id: businessId() }),
  output: Variant,
  run: async (ctx, { item_id: id }) => {
    const variants = (await shopOf(ctx).products()).flatMap((product) => product.variants);
    const variant = variants.find((each) => each.item_id === id);
    if (!variant) throw missing('Item');
    return variant;
  },
});

const listProducts = defineTool({
  id: 'retail.list_all_product_types',
  kind: 'read',
  description: 'Lists all product types by name with their product ids.',
  system: 'retail',
  needs,
  input: z.object({}),
  output: z.array(z.object({ name: code(), product_id: businessId() })),
  run: async (ctx) =>
    (await shopOf(ctx).products()).map(({ name, product_id }) => ({ name, product_id })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
});

const calculate = defineTool({
  id: 'retail.calculate',
  kind: 'read',
  description: 'Works out an expression of numbers, + - * / and parentheses, to two places.',
  system: 'retail',
  needs,
  input: z.object({ expression: code() }),
  output: z.object({ result: code() }),
  run: async (_ctx, { expression }) => ({ result: arithmetic(expression) }),
});

/** Changes no record of the shop; who takes over reads the conversation. */
const transfer = defineTool({
  id: 'retail.transfer_to_human_agents',
  kind: 'read',
  description: 'Hands the conversation to a person; only where the request is beyond what the other tools can do.',
  system: 'retail',
  needs,
  input: z.object({ summary: freeText() }),
  output: z.object({ result: code() }),
  run: async () => ({ result: 'Transfer successful' }),
});

export const readTools: readonly ReadTool[] = [
  findByEmail,
  findByNameAndZip,
  getUser,
  getOrder,
  getProduct,
  getItem,
  listProducts,
  calculate,
  transfer,
] as readonly ReadTool[];

/** What concerns nobody in particular; a guest may ask it too. */
export const catalogueTools: readonly string[] = [getProduct, getItem, listProducts, calculate, transfer].map(({ id }) => id);
/** How a guest becomes a customer. */
export const findTools: readonly string[] = [findByEmail, findByNameAndZip].map(({ id }) => id);
