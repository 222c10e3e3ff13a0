import { CountersignError } from '../../contracts/errors.ts';
import { takeRows, type Table } from '../core/table.ts';
import { CauseModel, reaches } from './causes.ts';
import { columnOf } from './derived.ts';
import { logLift } from './lift.ts';
import type { Side } from './pairs.ts';

export type RankedCause = {
  readonly name: string;
  /** What the ranking goes by, higher is more likely; 0 for nothing unusual. */
  readonly score: number;
  readonly value: number;
  readonly side: Side;
  /** The share of rows at least as extreme, on this side. */
  readonly tail: number;
  /**
   * How many times as often rows beyond the strongest limit (or in the box of two) were incidents as any row, shrunk towards 1
   * where few are known.
   */
  readonly lift: number;
  /** Incidents and rows that the lift rests on. */
  readonly incidents: number;
  readonly rows: number;
  /** The other candidate, where the two together say more than this one alone. */
  readonly together?: string;
};

export type RankOptions = {
  /** Contributions of a model to this row's score, one a feature of the table (TreeSHAP): they point where it looked. */
  readonly contributions?: Float64Array;
};

/** Reads a model back from JSON; throws `input.invalid` for anything else. */
export function loadCauses(artefact: unknown): CauseModel {
  const parsed = CauseModel.safeParse(artefact);
  if (!parsed.success || !isSound(parsed.data))
    throw new CountersignError('input.invalid', 'This is not a cause ranking this version can read', { field: 'artefact' });
  return parsed.data;
}

/** Every candidate is a feature or derived from some, every pair one of two candidates. */
function isSound({ features, candidates, pairs }: CauseModel): boolean {
  return (
    candidates.every(({ column, derived }) =>
      derived ? derived.of.every((name) => features.includes(name)) : column !== undefined && column < features.length,
    ) && pairs.every(({ first, second }) => first < candidates.length && second < candidates.length)
  );
}

/**
 * The probable causes of the incident in row `row` of a table with the same features, most probable first. Among the limits the
 * value lies beyond, the one counts beyond which incidents were most frequent: its lift, as a logarithm. Where the row lies in a
 * box of two limits that says more, the box's lift counts for both. How rare the value is adds a little, which decides where
 * incidents say nothing. A model's contributions, where given, raise what they point to, at most to double. Throws
 * `input.invalid` for a table with other features.
 */
export function rankCauses(model: CauseModel, table: Table, row: number, { contributions }: RankOptions = {}): readonly RankedCause[] {
  const one = takeRows(table, [row]);
  if (one.features.length !== model.features.length || one.features.some(({ name }, at) => name !== model.features[at]))
    throw new CountersignError('input.invalid', 'The table has other features than the causes were learned from', { field: 'table' });
  const pointed = sharesOf(contributions, model.features.length);
  const values = model.candidates.map(
    ({ derived, column }) => (derived ? columnOf(derived, one)[0] : one.columns[column ?? 0]?.[0]) ?? Number.NaN,
  );
  const boxes = model.pairs.filter(
    (pair) =>
      reaches(values[pair.first] ?? Number.NaN, pair.firstSide, pair.firstLimit) &&
      reaches(values[pair.second] ?? Number.NaN, pair.secondSide, pair.secondLimit),
  );
  return model.candidates
    .map(({ name, tails, derived, column }, at) => {
      const value = values[at] ?? Number.NaN;
      const alone = judge(model, tails, value);
      const box = bestBoxOf(boxes, at);
      const isTogether = box !== undefined && box.lift > alone.lift;
      const parts = derived ? derived.of.map((part) => model.features.indexOf(part)) : [column ?? 0];
      const share = parts.reduce((sum, part) => sum + (pointed[part] ?? 0), 0) / parts.length;
      const strength = Math.max(0, alone.lift, box?.lift ?? 0) - 0.02 * Math.log(alone.tail);
      const { rows, incidents } = isTogether ? box : alone;
      const together = isTogether ? model.candidates[box.partner]?.name : undefined;
      const lift = Math.exp(isTogether ? box.lift : alone.lift);
      return {
        name,
        value,
        side: alone.side,
        tail: alone.tail,
        score: strength * (1 + share),
        lift,
        rows,
        incidents,
        ...(together === undefined ? {} : { together }),
      };
    })
    .toSorted((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}

/** Alone: the strongest of the limits the value lies beyond, and how rare the value itself is. */
function judge(model: CauseModel, tails: CauseModel['candidates'][number]['tails'], value: number) {
  const side: Side = value <= tails.median ? 'low' : 'high';
  const beyond = (side === 'high' ? tails.high : tails.low).filter(({ limit }) => reaches(value, side, limit));
  let best = { lift: 0, rows: 0, incidents: 0 };
  for (const { rows, incidents } of beyond) {
    const lift = logLift(incidents, rows, model.incidents / model.rows);
    if (lift > best.lift) best = { lift, rows, incidents };
  }
  return { side, tail: (beyond[0]?.rows ?? model.rows) / model.rows, ...best };
}

/** The strongest box a candidate is a side of. */
function bestBoxOf(boxes: CauseModel['pairs'], at: number) {
  let best: { lift: number; rows: number; incidents: number; partner: number } | undefined;
  for (const { first, second, lift, rows, incidents } of boxes)
    if ((first === at || second === at) && !(best && lift <= best.lift))
      best = { lift, rows, incidents, partner: first === at ? second : first };
  return best;
}

function sharesOf(contributions: Float64Array | undefined, width: number): Float64Array {
  const positive = Float64Array.from({ length: width }, (_, at) => Math.max(0, contributions?.[at] ?? 0));
  const sum = positive.reduce((total, part) => total + part, 0);
  return positive.map((part) => (sum > 0 ? part / sum : 0));
}
