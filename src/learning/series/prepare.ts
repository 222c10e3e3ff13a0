import { CountersignError } from '../../contracts/errors.ts';

/**
 * A series as it arrives: equally spaced values, oldest first, null where a period has none. `period` is the number of values a season
 * takes (52 weekly, 12 monthly, 7 daily, 1 without a season); `start` the date of the first value (ISO 8601), which only labels the result.
 */
export type Series = { readonly values: readonly (number | null)[]; readonly period: number; readonly start?: string };

/** What a missing period means: a straight line between its neighbours, nothing happened, or the value before it. */
export type MissingRule = 'interpolate' | 'zero' | 'previous';

export type Prepared = { readonly values: Float64Array; readonly filled: number; readonly dropped: number };

/**
 * The values to learn from: missing ones at the beginning left away, the rest filled by the rule (at the end, where no line has a
 * second point, the last value is held), the oldest left away beyond `longest`. Throws `input.invalid` for what is no series.
 */
export function prepareSeries(series: Series, rule: MissingRule, longest: number): Prepared {
  if (!Number.isInteger(series.period) || series.period < 1) throw invalid('The period of a series is a whole number from 1', 'period');
  const first = series.values.findIndex(isKnown);
  if (first < 0) throw invalid('A series needs at least one value', 'values');
  const raw = series.values.slice(Math.max(first, series.values.length - longest));
  const values = new Float64Array(raw.length);
  let filled = 0;
  let last = lastKnown(series.values, series.values.length - raw.length);
  for (let at = 0; at < raw.length; at += 1) {
    const value = raw[at] ?? null;
    if (value !== null && (value === Infinity || value === -Infinity)) throw invalid('A series holds finite numbers', 'values');
    if (isKnown(value)) {
      values[at] = value;
      last = value;
      continue;
    }
    filled += 1;
    values[at] = rule === 'zero' ? 0 : rule === 'previous' ? last : onLine(raw, values, at, last);
  }
  return { values, filled, dropped: series.values.length - raw.length };
}

/** A step along the line from the value before (already filled) to the next known one. */
function onLine(raw: readonly (number | null)[], values: Float64Array, at: number, last: number): number {
  const before = at > 0 ? (values[at - 1] ?? last) : last;
  for (let ahead = at + 1; ahead < raw.length; ahead += 1) {
    const next = raw[ahead] ?? null;
    if (isKnown(next)) return before + (next - before) / (ahead - at + 1);
  }
  return before;
}

function lastKnown(values: readonly (number | null)[], from: number): number {
  for (let at = from; at >= 0; at -= 1) {
    const value = values[at] ?? null;
    if (isKnown(value)) return value;
  }
  return 0;
}

function isKnown(value: number | null): value is number {
  return value !== null && !Number.isNaN(value);
}

function invalid(message: string, field: string): CountersignError {
  return new CountersignError('input.invalid', message, { field });
}
