import {
  businessId,
  code,
  CountersignError,
  defineTool,
  type FieldChange,
  type LiveRecord,
  type ToolContext,
  type WriteTool,
} from 'countersign';
import { z } from 'zod';
import { centsIn } from './cents.ts';
import { balanceField } from './connection.ts';
import { own, shopOf } from './read-tools.ts';
import { Address, addressFields, type Product, type User } from './records.ts';
import { decide, type Asked, type Decision, type Known } from './rules.ts';
import { sorted } from './shop.ts';

/** Everything of an order a change may touch, besides where it goes; codes, ids, dates and amounts, no text about anybody. */
const orderFields = [
  'status',
  'cancel_reason',
  'items',
  'payment_history',
  'exchange_items',
  'exchange_new_items',
  'exchange_payment_method_id',
  'exchange_price_difference',
  'return_items',
  'return_payment_method_id',
];

const ids = () => z.array(businessId()).max(100);

function orderTool(name: Asked['tool'], description: string, shape: z.ZodRawShape): WriteTool {
  const input = z.object({ ...shape, order_id: businessId() });
  return defineTool({
    id: `retail.${name}`,
    kind: 'write',
    description,
    system: 'retail',
    needs: ['write.Order.update'],
    input,
    target: (given) => ({ type: 'Order', id: given.order_id }),
    reads: [...orderFields, ...addressFields],
    plain: [...orderFields, 'country'],
    describe: async (ctx, before, given) => {
      // Parsed by the input above, which has the members of this tool's request.
      const asked = { ...given, tool: name } as unknown as Asked;
      const known = await knownOf(ctx, asked.order_id);
      const decision = decide(asked, known);
      if (decision.kind === 'refused') throw new CountersignError('input.invalid', decision.reason, { field: name });
      return {
        title: `${titles[name]} ${asked.order_id}`,
        operation: 'update',
        changes: decision.kind === 'stands' ? [] : changesOf(decision, before, known),
      };
    },
  });
}

/** Read for the decision; a record of another customer is not there. */
async function knownOf(ctx: ToolContext, id: string): Promise<Known> {
  const shop = shopOf(ctx);
  const order = own(ctx, await shop.order(id), 'Order');
  const user = own(ctx, await shop.user(order.user_id), 'User');
  const products = new Map<string, Product>();
  for (const { product_id: product } of order.items) {
    const found = await shop.product(product);
    if (found) products.set(product, found);
  }
  return { order, user, products };
}

function changesOf(decision: Extract<Decision, { kind: 'changes' }>, before: LiveRecord | undefined, { user }: Known): FieldChange[] {
  const after: [string, string][] = [
    ...Object.entries(decision.order).map(([field, value]): [string, string] => [field, typeof value === 'string' ? value : sorted(value)]),
    ...(decision.address ? addressFields.map((field): [string, string] => [field, decision.address?.[field] ?? '']) : []),
  ];
  return [...changedFields(before, after), ...cardChanges(decision.giftCards, user)];
}

function changedFields(before: LiveRecord | undefined, after: readonly (readonly [string, string])[]): FieldChange[] {
  const live = before?.fields ?? {};
  return after
    .filter(([field, value]) => live[field] !== value)
    .map(([field, value]) => ({ field, label: field.replaceAll('_', ' '), before: live[field] ?? null, after: value }));
}

function cardChanges(giftCards: Readonly<Record<string, number>>, user: User): FieldChange[] {
  return Object.entries(giftCards)
    .filter(([, cents]) => cents !== 0)
    .map(([card, cents]) => {
      const held = centsIn(user.payment_methods.find(({ id }) => id === card)?.balance ?? '0');
      return { field: balanceField(card), label: 'gift card, cents', before: held, after: held + cents };
    });
}

const titles: Readonly<Record<Asked['tool'], string>> = {
  cancel_pending_order: 'Cancel',
  modify_pending_order_items: 'Other items in',
  exchange_delivered_order_items: 'Exchange items of',
  modify_pending_order_payment: 'Other payment for',
  return_delivered_order_items: 'Return items of',
  modify_pending_order_address: 'Other address for',
};

const swapped = { item_ids: ids(), new_item_ids: ids(), payment_method_id: businessId() };

export const orderTools: readonly WriteTool[] = [
  orderTool('cancel_pending_order', 'Cancels a pending order; the reason is "no longer needed" or "ordered by mistake".', {
    reason: code(),
  }),
  orderTool('modify_pending_order_items', 'Changes items of a pending order to other variants of the same products, once.', swapped),
  orderTool('modify_pending_order_payment', 'Changes the payment method of a pending order.', { payment_method_id: businessId() }),
  orderTool('modify_pending_order_address', 'Changes the shipping address of a pending order.', Address.shape),
  orderTool(
    'exchange_delivered_order_items',
    'Exchanges items of a delivered order for other variants of the same products, once.',
    swapped,
  ),
  orderTool('return_delivered_order_items', 'Returns items of a delivered order, refunded to the original payment method or a gift card.', {
    item_ids: ids(),
    payment_method_id: businessId(),
  }),
];

const modifyUserAddress = defineTool({
  id: 'retail.modify_user_address',
  kind: 'write',
  description: 'Changes the default address of the authenticated user.',
  system: 'retail',
  needs: ['write.User.update'],
  input: z.object({ user_id: businessId(), ...Address.shape }),
  target: ({ user_id: id }) => ({ type: 'User', id }),
  reads: [...addressFields],
  plain: ['country'],
  describe: async (ctx, before, input) => {
    own(ctx, await shopOf(ctx).user(input.user_id), 'User');
    return {
      title: 'Other default address of a customer',
      operation: 'update',
      changes: changedFields(
        before,
        addressFields.map((field) => [field, input[field]] as const),
      ),
    };
  },
}) as unknown as WriteTool;

export const writeTools: readonly WriteTool[] = [...orderTools, modifyUserAddress];
