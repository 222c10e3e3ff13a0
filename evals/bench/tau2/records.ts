import { address, businessId, classed, code, email, financialDecimal, flag, oneOf, person } from 'countersign';
import { z } from 'zod';

/** Where goods go, in the six fields the shop keeps. The country stays readable; everything else finds a person. */
export const Address = z.object({
  address1: address(),
  address2: address(),
  city: address(),
  country: code(),
  state: address(),
  zip: classed(z.string().max(20), { class: 'personal', kind: 'ZIP' }),
});
export type Address = z.infer<typeof Address>;
export const addressFields = ['address1', 'address2', 'city', 'country', 'state', 'zip'] as const satisfies readonly (keyof Address)[];

const options = () => z.record(z.string(), code());

export const OrderItem = z.object({
  name: code(),
  product_id: businessId(),
  item_id: businessId(),
  price: financialDecimal(),
  options: options(),
});
export type OrderItem = z.infer<typeof OrderItem>;

export const Payment = z.object({
  transaction_type: oneOf(['payment', 'refund']),
  amount: financialDecimal(),
  payment_method_id: businessId(),
});
export type Payment = z.infer<typeof Payment>;

/** An order of the shop: amounts are dollars as decimal strings with two places; `version` counts its changes. */
export const Order = z.object({
  order_id: businessId(),
  user_id: businessId(),
  address: Address,
  items: z.array(OrderItem),
  fulfillments: z.array(z.object({ tracking_id: z.array(businessId()), item_ids: z.array(businessId()) })),
  status: code(),
  payment_history: z.array(Payment),
  cancel_reason: code().optional(),
  exchange_items: z.array(businessId()).optional(),
  exchange_new_items: z.array(businessId()).optional(),
  exchange_payment_method_id: businessId().optional(),
  exchange_price_difference: financialDecimal().optional(),
  return_items: z.array(businessId()).optional(),
  return_payment_method_id: businessId().optional(),
  version: code(),
});
export type Order = z.infer<typeof Order>;

export const PaymentMethod = z.object({
  source: oneOf(['gift_card', 'paypal', 'credit_card']),
  id: businessId(),
  brand: code().optional(),
  last_four: classed(z.string().max(8), { class: 'personal', kind: 'CARD' }).optional(),
  balance: financialDecimal().optional(),
});
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** A customer's profile. */
export const User = z.object({
  user_id: businessId(),
  name: z.object({ first_name: person(), last_name: person() }),
  address: Address,
  email: email(),
  payment_methods: z.array(PaymentMethod),
  orders: z.array(businessId()),
  version: code(),
});
export type User = z.infer<typeof User>;

export const Variant = z.object({ item_id: businessId(), options: options(), available: flag(), price: financialDecimal() });
export type Variant = z.infer<typeof Variant>;

export const Product = z.object({ name: code(), product_id: businessId(), variants: z.array(Variant) });
export type Product = z.infer<typeof Product>;
