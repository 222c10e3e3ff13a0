import { CountersignError } from '../../contracts/errors.ts';

/** When money may move, as quantiles of days late: `days` after the due date by which a share `level` of such items has moved. */
export type LatenessQuantile = { readonly level: number; readonly days: number };

/** Days from today: `dueIn` is negative when the due date has passed. `weeks` weeks are looked at, week 0 being the next seven days. */
export type Timing = { readonly dueIn: number; readonly weeks: number };

/**
 * The probability that an open item moves in each of the coming weeks and, last, after them; sums to 1. Between quantiles the
 * chance is spread evenly, before the first it falls over the distance to the second. After the last what is left shrinks at a
 * constant rate, that of the last stretch: an old item is never all but certain to move next week. What should have moved before
 * today is known not to have: only the rest counts. Throws `input.invalid` for quantiles that do not rise.
 */
export function weekProbabilities(quantiles: readonly LatenessQuantile[], { dueIn, weeks }: Timing): Float64Array {
  const curve = curveOf(quantiles);
  const today = -dueIn;
  const chance = new Float64Array(weeks + 1);
  let before = 1;
  for (let week = 0; week < weeks; week += 1) {
    const open = stillOpen(curve, today, today + 7 * (week + 1));
    chance[week] = before - open;
    before = open;
  }
  chance[weeks] = before;
  return chance;
}

type Curve = { readonly points: readonly LatenessQuantile[]; readonly last: LatenessQuantile; readonly decayDays: number };

function curveOf(quantiles: readonly LatenessQuantile[]): Curve {
  const sorted = quantiles.toSorted((one, other) => one.level - other.level);
  const [first, last] = [sorted[0], sorted.at(-1)];
  const isRising = sorted.every(({ level, days }, at) => {
    const before = sorted[at - 1];
    return level > 0 && level < 1 && Number.isFinite(days) && (!before || (level > before.level && days >= before.days));
  });
  if (!first || !last || !isRising)
    throw new CountersignError('input.invalid', 'Quantiles of lateness rise in level and in days, levels between 0 and 1', {
      field: 'quantiles',
    });
  // One quantile says nothing of the spread; a month is what terms are usually apart.
  const second = sorted[1] ?? { level: 1, days: first.days + 30 };
  const previous = sorted.at(-2) ?? { level: 0, days: last.days - 30 };
  const start = { level: 0, days: first.days - Math.max(1, second.days - first.days) };
  const decayDays = Math.max(7, last.days - previous.days) / Math.log((1 - previous.level) / (1 - last.level));
  return { points: [start, ...sorted], last, decayDays };
}

/** The chance that an item open at `from` days after its due date is still open at `to`. */
function stillOpen({ points, last, decayDays }: Curve, from: number, to: number): number {
  const survival = (days: number): number => 1 - (days >= last.days ? last.level : movedBy(points, days));
  const decay = Math.exp(-Math.max(0, to - Math.max(from, last.days)) / decayDays);
  return (survival(to) / survival(from)) * decay;
}

/** The share that has moved by so many days after the due date, up to the last quantile. */
function movedBy(points: readonly LatenessQuantile[], days: number): number {
  let before = points[0];
  if (!before || days <= before.days) return 0;
  for (const point of points) {
    if (days < point.days) return before.level + ((days - before.days) / (point.days - before.days)) * (point.level - before.level);
    before = point;
  }
  return before.level;
}
