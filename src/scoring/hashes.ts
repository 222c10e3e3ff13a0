import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/json.ts';
import type { Example, ModelFeature } from '../contracts/models.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a version expects of its inputs: a model may only be served by the features it was trained on. */
export function featureHash(features: readonly ModelFeature[]): string {
  return sha256(
    canonicalJson(features.map(({ name, kind, class: shown, source, from, range }) => ({ name, kind, shown, source, from, range }))),
  );
}

/** The rows a version was trained on, in their order; nothing of them can be read from it. */
export function dataHash(examples: readonly Example[]): string {
  const hash = createHash('sha256');
  for (const { entity, asOf, outcomeAt, values, targets } of examples)
    hash.update(`${canonicalJson({ entity, asOf, outcomeAt, values, targets })}\n`);
  return hash.digest('hex');
}
