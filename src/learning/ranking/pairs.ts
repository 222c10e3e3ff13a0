import { logLift } from './lift.ts';

export type Side = 'high' | 'low';

/** A box in two candidates in which incidents are much more frequent than either limit alone explains. Candidates by position. */
export type Pair = {
  readonly first: number;
  readonly second: number;
  readonly firstSide: Side;
  readonly secondSide: Side;
  readonly firstLimit: number;
  readonly secondLimit: number;
  readonly rows: number;
  readonly incidents: number;
  /** Logarithms of the shrunk lifts of the box and of each limit alone. */
  readonly lift: number;
  readonly firstLift: number;
  readonly secondLift: number;
};

/**
 * One side of one candidate: its limits from the outside in, and for each row the position of the outermost limit it reaches
 * (their number where it reaches none).
 */
export type Reach = {
  readonly candidate: number;
  readonly side: Side;
  readonly limits: readonly { readonly limit: number; readonly rows: number; readonly incidents: number }[];
  readonly reached: Uint8Array;
};

/**
 * The best box for every two sides of different candidates, kept where incidents are three times as frequent in it as beyond the
 * better of its two limits alone and it rests on `smallest` rows: a cooling failure needs heat and a slow spindle, and neither
 * alone looks like much. Less than threefold, chance finds a box for everything.
 */
export function findPairs(sides: readonly Reach[], incident: Float64Array, base: number, smallest: number): Pair[] {
  const found: Pair[] = [];
  sides.forEach((first, at) => {
    for (const second of sides.slice(at + 1)) {
      if (second.candidate === first.candidate) continue;
      const pair = bestBox(first, second, incident, base, smallest);
      if (pair && pair.lift > Math.max(pair.firstLift, pair.secondLift, 0) + leastGain) found.push(pair);
    }
  });
  return found;
}

const leastGain = Math.log(3);

function bestBox(first: Reach, second: Reach, incident: Float64Array, base: number, smallest: number): Pair | undefined {
  const [height, width] = [first.limits.length, second.limits.length];
  const counts = countBoxes(first, second, incident);
  let best: Pair | undefined;
  let most = 0;
  for (let one = 0; one < height; one += 1)
    for (let other = 0; other < width; other += 1) {
      const cell = one * (width + 1) + other;
      const [rows, incidents] = [counts.rows[cell] ?? 0, counts.incidents[cell] ?? 0];
      if (rows < smallest || incidents < 3) continue;
      const lift = logLift(incidents, rows, base);
      const [a, b] = [first.limits[one], second.limits[other]];
      const gain = evidence(incidents, rows, base);
      if ((best && gain <= most) || !a || !b) continue;
      most = gain;
      best = {
        first: first.candidate,
        second: second.candidate,
        firstSide: first.side,
        secondSide: second.side,
        firstLimit: a.limit,
        secondLimit: b.limit,
        rows,
        incidents,
        lift,
        firstLift: logLift(a.incidents, a.rows, base),
        secondLift: logLift(b.incidents, b.rows, base),
      };
    }
  return best;
}

/**
 * How surely the box differs from the rest: the binomial log-likelihood ratio of its own rate against the base rate; a purer box
 * wins only while it stays large.
 */
function evidence(incidents: number, rows: number, base: number): number {
  const rate = incidents / rows;
  const inside = incidents * Math.log(rate / base);
  return rate < 1 ? inside + (rows - incidents) * Math.log((1 - rate) / (1 - base)) : inside;
}

/** Rows and incidents at or beyond each two limits: a histogram of where rows reach, summed from the outside in. */
function countBoxes(first: Reach, second: Reach, incident: Float64Array): { rows: Float64Array; incidents: Float64Array } {
  const stride = second.limits.length + 1;
  const size = (first.limits.length + 1) * stride;
  const [rows, incidents] = [new Float64Array(size), new Float64Array(size)];
  for (let row = 0; row < incident.length; row += 1) {
    const cell = (first.reached[row] ?? 0) * stride + (second.reached[row] ?? 0);
    rows[cell] = (rows[cell] ?? 0) + 1;
    incidents[cell] = (incidents[cell] ?? 0) + (incident[row] ?? 0);
  }
  for (const counts of [rows, incidents]) {
    for (let cell = 0; cell < size; cell += 1) if (cell % stride > 0) counts[cell] = (counts[cell] ?? 0) + (counts[cell - 1] ?? 0);
    for (let cell = stride; cell < size; cell += 1) counts[cell] = (counts[cell] ?? 0) + (counts[cell - stride] ?? 0);
  }
  return { rows, incidents };
}
