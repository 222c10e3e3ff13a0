import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Table } from '../core/table.ts';
import { columnOf, Derived } from './derived.ts';
import { findPairs, type Reach } from './pairs.ts';

const Limit = z.object({ limit: z.number(), rows: z.number().int().min(0), incidents: z.number().int().min(0) });
const Tails = z.object({ median: z.number(), high: z.array(Limit), low: z.array(Limit) });
const Candidate = z.object({ name: z.string(), derived: Derived.optional(), column: z.number().int().min(0).optional(), tails: Tails });

const Pair = z.object({
  first: z.number().int().min(0),
  second: z.number().int().min(0),
  firstSide: z.enum(['high', 'low']),
  secondSide: z.enum(['high', 'low']),
  firstLimit: z.number(),
  secondLimit: z.number(),
  rows: z.number().int().min(1),
  incidents: z.number().int().min(0),
  lift: z.number(),
  firstLift: z.number(),
  secondLift: z.number(),
});

/**
 * What is known of incidents, as counts: per candidate cause (a feature of the table or a quantity derived from several) how many
 * rows and how many incidents lie at or beyond a row of limits, on both sides of the median. Holds no row; a limit has at least
 * `smallest` rows beyond it and lies between two values.
 */
export const CauseModel = z.object({
  kind: z.literal('cause-ranking'),
  version: z.literal(1),
  features: z.array(z.string()),
  rows: z.number().int().min(1),
  incidents: z.number().int().min(1),
  candidates: z.array(Candidate),
  /** Two limits that together lift far more than either alone. */
  pairs: z.array(Pair),
});
export type CauseModel = z.infer<typeof CauseModel>;
type Limit = z.infer<typeof Limit>;

export type CauseOptions = { readonly derived?: readonly Derived[]; readonly smallest?: number };

/**
 * Learns where incidents lie from labelled history (`incident` holds 1 or 0 a row). Categories are not candidates themselves; a
 * derived quantity may be divided by a figure for each level. Throws `input.invalid` without any incident or where every row is
 * one.
 */
export function fitCauses(table: Table, incident: Float64Array, { derived = [], smallest = 10 }: CauseOptions = {}): CauseModel {
  const incidents = incident.reduce((sum, flag) => sum + (flag === 1 ? 1 : 0), 0);
  if (incident.length !== table.rows || incidents === 0 || incidents === table.rows || incident.some((flag) => flag !== 0 && flag !== 1))
    throw new CountersignError('input.invalid', 'Causes are learned from rows flagged 1 (incident) and 0, of which there must be both', {
      field: 'incident',
    });
  const raw = table.features.flatMap(({ name, kind }, column) => (kind === 'number' ? [{ name, column }] : []));
  const built = derived.map((each) => ({ name: each.name, derived: each }));
  const sides: Reach[] = [];
  const candidates = [...raw, ...built].map((candidate, at) => {
    const values = 'column' in candidate ? (table.columns[candidate.column] ?? new Float64Array()) : columnOf(candidate.derived, table);
    const tails = tailsOf(values, incident, smallest);
    sides.push(reachOf(values, at, 'low', tails.low), reachOf(values, at, 'high', tails.high));
    return { ...candidate, tails };
  });
  const pairs = findPairs(sides, incident, incidents / table.rows, smallest);
  return {
    kind: 'cause-ranking',
    version: 1,
    features: table.features.map(({ name }) => name),
    rows: table.rows,
    incidents,
    candidates,
    pairs,
  };
}

function reachOf(values: Float64Array, candidate: number, side: Reach['side'], limits: readonly Limit[]): Reach {
  const reached = Uint8Array.from(values, (value) => {
    const at = limits.findIndex(({ limit }) => reaches(value, side, limit));
    return at < 0 ? limits.length : at;
  });
  return { candidate, side, limits, reached };
}

/** Whether a value lies at or beyond a limit; a missing one does not. */
export function reaches(value: number, side: Reach['side'], limit: number): boolean {
  return side === 'high' ? value >= limit : value <= limit;
}

function tailsOf(values: Float64Array, incident: Float64Array, smallest: number): z.infer<typeof Tails> {
  const order = [...values.keys()]
    .filter((row) => Number.isFinite(values[row] ?? Number.NaN))
    .toSorted((one, other) => (values[one] ?? 0) - (values[other] ?? 0) || one - other);
  const sorted = Float64Array.from(order, (row) => values[row] ?? 0);
  const flags = order.map((row) => incident[row] ?? 0);
  return {
    median: sorted.length === 0 ? 0 : (sorted[sorted.length >> 1] ?? 0),
    low: limitsOf(sorted, flags, smallest),
    high: limitsOf(sorted.map((value) => -value).toReversed(), flags.toReversed(), smallest).map(({ limit, ...counts }) => ({
      limit: -limit,
      ...counts,
    })),
  };
}

/** Limits from the outside in, each with about a third more rows below it than the one before, up to half of the rows. */
function limitsOf(sorted: Float64Array, flags: readonly number[], smallest: number): Limit[] {
  const limits: Limit[] = [];
  let [incidents, wanted] = [0, smallest];
  for (let count = 1; count <= sorted.length / 2; count += 1) {
    incidents += flags[count - 1] ?? 0;
    const [inside, next] = [sorted[count - 1] ?? 0, sorted[count] ?? 0];
    if (count < wanted || inside === next) continue;
    limits.push({ limit: inside + (next - inside) / 2, rows: count, incidents });
    wanted = Math.max(count + 1, Math.ceil(count * 1.33));
  }
  return limits;
}
