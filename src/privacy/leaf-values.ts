import { z } from 'zod';
import type { LeafClass } from '../contracts/classes.ts';
import { strictest } from './strictest.ts';
import { innerSchema, shapeOf } from './walk.ts';

type Schema = z.core.$ZodType;
export type LeafValue = { readonly leaf: LeafClass | undefined; readonly value: string };

/** Every text of a value with the class its schema gives it, in the order of the value. */
export function leafValues(schema: Schema, value: unknown): readonly LeafValue[] {
  const found: LeafValue[] = [];
  visit(schema, value, undefined, found);
  return found;
}

function visit(schema: Schema | undefined, value: unknown, inherited: LeafClass | undefined, found: LeafValue[]): void {
  const shape = schema && shapeOf(schema);
  const leaf = shape?.leaf ?? inherited;
  if (shape?.is === 'union') {
    const fitting = shape.options.filter((option) => z.safeParse(option, value).success);
    visit(strictest(fitting) ?? fitting[0], value, leaf, found);
  } else if (typeof value === 'string') {
    found.push({ leaf, value });
  } else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value);
    for (const [name, member] of Object.entries(value)) visit(innerSchema(shape, isList ? Number(name) : name), member, leaf, found);
  }
}
