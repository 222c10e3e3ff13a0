import { z } from 'zod';
import { Decimal } from './money.ts';
import type { TokenKind } from './token-kinds.ts';

export { tokenKinds, type TokenKind } from './token-kinds.ts';

/**
 * What a value may be shown to: every leaf of every tool schema carries one class.
 * - public: codes, dates, quantities, flags; leaves as it is
 * - business-id: document and record numbers; leaves as it is and is never mistaken for a person's number
 * - financial: amounts and credit figures; stay values in state, leave as slots
 * - personal: identifies a person or a company; becomes a token as it enters state
 * - confidential: free text and unknown vendor keys; becomes a token as it enters state
 * - secret: never enters state, logs or a model call
 */
export const dataClasses = ['public', 'business-id', 'financial', 'personal', 'confidential', 'secret'] as const;
export type DataClass = (typeof dataClasses)[number];

export type LeafClass = {
  readonly class: DataClass;
  readonly kind?: TokenKind;
  /** The text stays readable and only what is personal in it becomes tokens. */
  readonly read?: 'redacted';
};

/** The registry the privacy walker reads; a leaf that is not in it fails the build. */
export const classes = z.registry<LeafClass>();

export function classed<S extends z.ZodType>(schema: S, leaf: LeafClass): S {
  classes.add(schema, leaf);
  return schema;
}

// Leaf constructors: each call makes a new schema instance, because the registry is keyed by instance.
export const code = () => classed(z.string().max(255), { class: 'public' });
export const oneOf = <const V extends readonly [string, ...string[]]>(values: V) => classed(z.enum(values), { class: 'public' });
export const flag = () => classed(z.boolean(), { class: 'public' });
export const count = () => classed(z.number().int(), { class: 'public' });
export const ratio = () => classed(z.number(), { class: 'public' });
export const day = () => classed(z.iso.date(), { class: 'public' });
export const instant = () => classed(z.iso.datetime({ offset: true }), { class: 'public' });
export const decimal = () => classed(z.string().pipe(Decimal), { class: 'public' });
export const businessId = () => classed(z.string().min(1).max(80), { class: 'business-id' });
export const person = () => classed(z.string().max(400), { class: 'personal', kind: 'PERSON' });
export const organisation = () => classed(z.string().max(400), { class: 'personal', kind: 'ORG' });
export const email = () => classed(z.string().max(320), { class: 'personal', kind: 'EMAIL' });
export const phone = () => classed(z.string().max(80), { class: 'personal', kind: 'PHONE' });
export const address = () => classed(z.string().max(1000), { class: 'personal', kind: 'ADDRESS' });
export const taxId = () => classed(z.string().max(80), { class: 'personal', kind: 'TAXID' });
export const freeText = () => classed(z.string().max(131_072), { class: 'confidential', kind: 'TEXT' });
/** Free text a model has to read: people, addresses, numbers of theirs and the like in it become tokens, the rest stays. */
export const readableText = () => classed(z.string().max(131_072), { class: 'confidential', kind: 'TEXT', read: 'redacted' });
export const financialDecimal = () => classed(z.string().pipe(Decimal), { class: 'financial', kind: 'AMOUNT' });
/** Money whose amount leaves as a slot and whose currency stays. */
export const amount = () => z.object({ amount: financialDecimal(), currency: code() });
export const quantity = () => z.object({ value: decimal(), unit: code() });
