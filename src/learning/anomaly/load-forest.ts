import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import { compileForest, type CompiledForest } from './compile-forest.ts';
import type { IsolationForest } from './isolation-forest.ts';

const Feature = z.union([
  z.object({ name: z.string(), kind: z.literal('number') }),
  z.object({ name: z.string(), kind: z.literal('category'), levels: z.array(z.string()) }),
]);
const Whole = z.number().int();
const Artefact = z.object({
  kind: z.literal('isolation-forest'),
  version: z.literal(1),
  features: z.array(Feature).min(1),
  rarity: z.array(z.array(z.number())),
  sample: Whole.min(2),
  roots: z.array(Whole.min(0)).min(1),
  feature: z.array(Whole.min(-1)),
  threshold: z.array(z.number()),
  left: z.array(Whole.min(0)),
  missingLeft: z.array(Whole.min(0).max(1)),
  size: z.array(Whole.min(0)),
  percentiles: z.array(z.number()),
});

/** A forest read back from JSON, ready to score. Throws `input.invalid` for anything that is no whole forest. */
export function loadIsolationForest(artefact: unknown): CompiledForest {
  const parsed = Artefact.safeParse(artefact);
  if (!parsed.success || !isSound(parsed.data))
    throw new CountersignError('input.invalid', 'This is not an isolation forest this version can read', { field: 'artefact' });
  return compileForest(parsed.data);
}

/** Every array as long as the nodes, every split inside the features, every child behind its parent: no walk can leave or circle. */
function isSound(forest: IsolationForest): boolean {
  const count = forest.feature.length;
  if ([forest.threshold, forest.left, forest.missingLeft, forest.size].some(({ length }) => length !== count)) return false;
  if (forest.rarity.length !== forest.features.length || forest.roots.some((root) => root >= count)) return false;
  return forest.feature.every((feature, node) => {
    const left = forest.left[node] ?? 0;
    return feature < forest.features.length && (feature < 0 || (left > node && left + 1 < count));
  });
}
