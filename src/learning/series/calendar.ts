import { CountersignError } from '../../contracts/errors.ts';

/**
 * The dates of the steps after a series that starts on `start`, as ISO dates; undefined without a start or where the period does
 * not say how far apart values lie (52 weeks, 12 months, 4 quarters, 7 or 365 days are known). A month is counted from the first
 * one, so the 31st becomes the last day of a shorter month.
 */
export function datesAhead(start: string | undefined, period: number, length: number, horizon: number): readonly string[] | undefined {
  if (start === undefined) return undefined;
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})/.exec(start) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined)
    throw new CountersignError('input.invalid', 'The start of a series is a date like 2026-01-31', { field: 'start' });
  const days = { 52: 7, 7: 1, 365: 1 }[period];
  const months = { 12: 1, 4: 3 }[period];
  if (days === undefined && months === undefined) return undefined;
  return Array.from({ length: horizon }, (_, step) => {
    const count = length + step;
    if (days !== undefined) return isoDate(Date.UTC(year, month - 1, day + days * count));
    const first = month - 1 + (months ?? 1) * count;
    const lastDay = new Date(Date.UTC(year, first + 1, 0)).getUTCDate();
    return isoDate(Date.UTC(year, first, Math.min(day, lastDay)));
  });
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
