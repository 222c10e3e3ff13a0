import type { ModelFeature, Reduction } from '../../contracts/models.ts';

const taken: Readonly<Record<Reduction, string>> = {
  latest: 'the latest',
  first: 'the first',
  mean: 'the mean of',
  sum: 'the sum of',
  count: 'the number of',
  share: 'the share of',
  min: 'the lowest',
  max: 'the highest',
  sd: 'the standard deviation of',
  slope: 'the trend of',
  'days-since': 'days since the last',
  series: 'a run of',
  items: 'all',
};

/** Which observations stand behind a feature, in a sentence: `the mean of days_late of its customer, in the 365 days before`. */
export function asOfRule({ from }: ModelFeature): string {
  const { of, observation, take, withinDays, periodDays, value } = from;
  return [
    `${taken[take]} ${observation}`,
    value === undefined ? '' : ` that is ${String(value)}`,
    of === 'self' ? '' : ` of its ${of}`,
    periodDays === undefined ? '' : `, one value every ${periodDays} days`,
    withinDays === undefined ? '' : `, in the ${withinDays} days before`,
  ].join('');
}

/** The range in which a value makes sense; empty where there is none. */
export function rangeWords({ range }: ModelFeature): string {
  if (range?.min !== undefined && range.max !== undefined) return `${range.min} to ${range.max}`;
  if (range?.min !== undefined) return `at least ${range.min}`;
  return range?.max === undefined ? '' : `at most ${range.max}`;
}
