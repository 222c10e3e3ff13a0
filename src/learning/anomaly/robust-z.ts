import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import { medianOf } from '../series/median.ts';

const Spread = z.object({ median: z.number(), deviation: z.number().min(0), count: z.number().int().min(0) });
type Spread = z.infer<typeof Spread>;

/**
 * Median and median absolute deviation (times 1.4826, so that it reads as a standard deviation) of all values and of each group
 * large enough.
 */
export const RobustZ = z.object({
  kind: z.literal('robust-z'),
  version: z.literal(1),
  overall: Spread,
  groups: z.record(z.string(), Spread),
});
export type RobustZ = z.infer<typeof RobustZ>;

export type RobustZOptions = {
  /** A smaller group leaves no figures of its own: they would be those of a few people. */
  readonly smallest?: number;
  /** So many values of the whole are mixed into each group's figures; a small group leans on the whole. */
  readonly shrinkage?: number;
};

/**
 * How far a value lies from what is usual in its group, in robust standard deviations. Missing values are left out. Throws
 * `input.invalid` where no value is known.
 */
export function fitRobustZ(
  values: Float64Array,
  groups: readonly string[],
  { smallest = 20, shrinkage = 10 }: RobustZOptions = {},
): RobustZ {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) throw new CountersignError('input.invalid', 'There is no value to learn what is usual from', { field: 'values' });
  const overall = spreadOf(known);
  const members = new Map<string, number[]>();
  values.forEach((value, row) => {
    const group = groups[row];
    if (group === undefined || !Number.isFinite(value)) return;
    const held = members.get(group);
    if (held) held.push(value);
    else members.set(group, [value]);
  });
  const fitted: Record<string, Spread> = Object.create(null);
  for (const [group, held] of [...members].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    if (held.length < smallest) continue;
    const own = spreadOf(held);
    const share = held.length / (held.length + shrinkage);
    fitted[group] = {
      median: share * own.median + (1 - share) * overall.median,
      deviation: share * own.deviation + (1 - share) * overall.deviation,
      count: held.length,
    };
  }
  return { kind: 'robust-z', version: 1, overall, groups: { ...fitted } };
}

/**
 * The z of a value and whose figures it was measured by. Where nothing varies any other value is infinitely odd: it is reported
 * as ±`cap`, as is anything beyond.
 */
export function robustZ(model: RobustZ, value: number, group: string, cap = 50): { readonly z: number; readonly by: 'group' | 'all' } {
  const own = Object.hasOwn(model.groups, group) ? model.groups[group] : undefined;
  const { median, deviation } = own ?? model.overall;
  const distance = value - median;
  const z = distance === 0 ? 0 : deviation > 0 ? distance / deviation : distance > 0 ? cap : -cap;
  return { z: Math.max(-cap, Math.min(cap, z)), by: own ? 'group' : 'all' };
}

function spreadOf(values: ArrayLike<number>): Spread {
  const median = medianOf(values);
  return { median, deviation: 1.4826 * medianOf(Float64Array.from(values, (value) => Math.abs(value - median))), count: values.length };
}
