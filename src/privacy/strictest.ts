import type { z } from 'zod';
import { dataClasses, type LeafClass } from '../contracts/classes.ts';
import { shapeOf } from './walk.ts';

const unknown: LeafClass = { class: 'confidential', kind: 'TEXT' };

/** Among the branches of a union that accept a value, the leaf of the strictest class; undefined where none is a leaf. */
export function strictest(matching: readonly z.core.$ZodType[]): z.core.$ZodType | undefined {
  return matching.filter((option) => shapeOf(option).is === 'leaf').toSorted((a, b) => rank(b) - rank(a))[0];
}

// The list of classes goes from the most open to the most closed.
function rank(schema: z.core.$ZodType): number {
  return dataClasses.indexOf((shapeOf(schema).leaf ?? unknown).class);
}
