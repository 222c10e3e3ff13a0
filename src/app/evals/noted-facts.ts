import type { z } from 'zod';
import type { FactSheetBuilder } from '../../contracts/facts.ts';
import type { Money } from '../../contracts/money.ts';
import { innerSchema, shapeOf } from '../../privacy/walk.ts';

type Schema = z.core.$ZodType | undefined;

/** Every leaf of a tool's answer as a fact by its class. */
export function noteValue(facts: FactSheetBuilder, schema: Schema, value: unknown): void {
  walk(facts, schema, value, 'value');
}

function walk(facts: FactSheetBuilder, schema: Schema, value: unknown, label: string): void {
  if (value === null || value === undefined || typeof value === 'boolean') return;
  if (Array.isArray(value)) {
    facts.count(`number of ${label}`, value.length);
    const shape = schema && shapeOf(schema);
    for (const [at, item] of value.entries()) walk(facts, innerSchema(shape, at), item, label);
    return;
  }
  if (typeof value === 'object') {
    if (isMoney(value)) return void facts.money(label, value);
    if (isQuantity(value)) return void facts.quantity(label, value);
    const shape = schema && shapeOf(schema);
    for (const [key, member] of Object.entries(value)) walk(facts, innerSchema(shape, key), member, key);
    return;
  }
  if (typeof value === 'number') return void facts.quantity(label, { value: String(value), unit: '' });
  if (typeof value === 'string') noteText(facts, schema, value, label);
}

function noteText(facts: FactSheetBuilder, schema: Schema, value: string, label: string): void {
  const leaf = schema && shapeOf(schema).leaf;
  if (leaf?.class === 'personal' || leaf?.class === 'confidential') facts.token(label, value);
  else if (leaf?.class === 'business-id') facts.id(label, value);
  else if (/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value)) facts.date(label, value);
  else if (/^-?\d+(?:\.\d+)?$/.test(value)) facts.quantity(label, { value, unit: '' });
  else if (value !== '') facts.term(label, value);
}

export function isMoney(value: object): value is Money {
  return 'amount' in value && 'currency' in value && typeof value.amount === 'string' && typeof value.currency === 'string';
}

export function isQuantity(value: object): value is { readonly value: string; readonly unit: string } {
  return 'value' in value && 'unit' in value && typeof value.value === 'string' && typeof value.unit === 'string';
}
