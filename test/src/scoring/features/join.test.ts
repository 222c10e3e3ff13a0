import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation, ModelFeature } from '../../../../src/contracts/models.ts';
import { arriveLater, joinFeatures, joinValues } from '../../../../src/scoring/features/join.ts';

const day = (n: number): string => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString();
const observation = (entity: string, name: string, at: number, value: Observation['value'], known?: number): Observation => ({
  entity,
  name,
  value,
  at: day(at),
  ...(known === undefined ? {} : { knownAt: day(known) }),
  record: `${name}/${at}`,
});
const feature = (name: string, from: ModelFeature['from'], kind: ModelFeature['kind'] = 'number'): ModelFeature => ({
  name,
  kind,
  description: name,
  class: 'public',
  source: 'erp.invoices',
  from,
});
const of = (observations: readonly Observation[]) => (entity: string) => observations.filter((each) => each.entity === entity);
const moment = { entity: 'invoice:1', asOf: day(100), links: { customer: 'customer:7' } };
const value = (from: ModelFeature['from'], observations: readonly Observation[], kind: ModelFeature['kind'] = 'number') =>
  joinValues([feature('x', from, kind)], of(observations), moment)['x'];

describe('features as of a moment', () => {
  const late = [3, 50, 90, 130].map((at) => observation('customer:7', 'days_late', at, at));

  it('what happened after the moment does not count, whatever its order', () => {
    expect(value({ of: 'customer', observation: 'days_late', take: 'max' }, late.toReversed())).toBe(90);
  });

  it('what happened before and was known only afterwards does not count', () => {
    const observations = [observation('customer:7', 'days_late', 80, 12, 101), observation('customer:7', 'days_late', 70, 4, 75)];
    expect(value({ of: 'customer', observation: 'days_late', take: 'latest' }, observations)).toBe(4);
  });

  it('what a record says again counts once, as it was known last by the moment', () => {
    const sold = (quantity: number, known: number, record = 'order/1') => ({
      ...observation('customer:7', 'sold', 80, quantity, known),
      record,
    });
    const of = { of: 'customer', observation: 'sold', take: 'sum' } as const;
    expect(value(of, [sold(5, 81), sold(7, 90), sold(1, 120)])).toBe(7);
    expect(value(of, [sold(5, 81), sold(7, 81), sold(2, 85, 'order/2')])).toBe(14);
  });

  it('moments are compared as moments, whatever zone they are written in', () => {
    const late: Observation = {
      entity: 'customer:7',
      name: 'days_late',
      value: 9,
      at: '2024-04-10T23:30:00Z',
      knownAt: '2024-04-11T00:30:00+02:00',
    };
    // It happened at 23:30 UTC; the other stamp reads later and lies an hour before.
    const before = { ...moment, asOf: '2024-04-10T23:00:00Z' };
    const latest = feature('x', { of: 'customer', observation: 'days_late', take: 'latest' });
    expect(joinFeatures([latest], of([late]), before)['x']?.value).toBeNull();
  });

  it('a window leaves out what lies before it', () => {
    expect(value({ of: 'customer', observation: 'days_late', take: 'mean', withinDays: 60 }, late)).toBe(70);
    expect(value({ of: 'customer', observation: 'days_late', take: 'count', withinDays: 60 }, late)).toBe(2);
  });

  it('nothing to read is missing, but nothing to count is none', () => {
    const nothing = { of: 'customer', observation: 'unknown' } as const;
    expect(value({ ...nothing, take: 'mean' }, late)).toBeNull();
    expect(value({ ...nothing, take: 'count' }, late)).toBe(0);
    expect(value({ ...nothing, take: 'sum' }, late)).toBe(0);
    expect(value({ ...nothing, of: 'supplier', take: 'count' }, late)).toBeNull();
  });

  it('shares, ages and slopes are of the observations of the window', () => {
    const states = ['ok', 'ok', 'late', 'ok'].map((state, index) => observation('customer:7', 'state', 10 * index, state));
    expect(value({ of: 'customer', observation: 'state', take: 'share', value: 'late' }, states)).toBe(0.25);
    expect(value({ of: 'customer', observation: 'state', take: 'days-since' }, states)).toBe(70);
    expect(value({ of: 'customer', observation: 'state', take: 'latest' }, states, 'category')).toBe('ok');
    const rising = [0, 1, 2, 3].map((at) => observation('customer:7', 'level', at, 5 + 2 * at));
    expect(value({ of: 'customer', observation: 'level', take: 'slope' }, rising)).toBeCloseTo(2, 12);
  });

  it('a series has one number a period, none left out, the last ending at the moment', () => {
    const sold = [
      observation('customer:7', 'sold', 99, 3),
      observation('customer:7', 'sold', 98, 2),
      observation('customer:7', 'sold', 80, 7),
    ];
    expect(value({ of: 'customer', observation: 'sold', take: 'series', periodDays: 7 }, sold, 'series')).toEqual([7, 0, 5]);
  });

  it('training and serving read the same value', () => {
    for (const take of ['latest', 'mean', 'count', 'slope'] as const) {
      const from = { of: 'customer', observation: 'days_late', take } as const;
      expect(joinFeatures([feature('x', from)], of(late), moment)['x']?.value).toBe(value(from, late));
    }
  });

  it('names the newest moment its observations were known, and the records they come from', () => {
    const joined = joinFeatures([feature('x', { of: 'customer', observation: 'days_late', take: 'mean' })], of(late), moment)['x'];
    expect(joined).toMatchObject({ knownAt: day(90), records: ['days_late/3', 'days_late/50', 'days_late/90'] });
  });

  it('nothing stamped after the moment changes any value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.integer({ min: 0, max: 200 }), known: fc.integer({ min: 0, max: 200 }), value: fc.integer() }), {
          maxLength: 20,
        }),
        fc.constantFrom('latest', 'first', 'mean', 'sum', 'count', 'min', 'max', 'sd', 'slope', 'days-since', 'series' as const),
        (rows, take) => {
          const observations = rows.map((row) => observation('customer:7', 'x', row.at, row.value, row.known));
          const known = observations.filter((each) => each.at <= moment.asOf && (each.knownAt ?? '') <= moment.asOf);
          const from = { of: 'customer', observation: 'x', take } as const;
          expect(value(from, observations)).toEqual(value(from, known));
        },
      ),
    );
  });
});

describe('features that arrive later', () => {
  it('are named when at most moments all their observations were known afterwards', () => {
    const features = [
      feature('disputed', { of: 'self', observation: 'disputed', take: 'latest' }),
      feature('terms', { of: 'self', observation: 'terms', take: 'latest' }),
    ];
    const observations = [1, 2, 3].flatMap((n) => [
      observation(`invoice:${n}`, 'disputed', n, 'yes', n + 40),
      observation(`invoice:${n}`, 'terms', n, 30),
    ]);
    const moments = [1, 2, 3].map((n) => ({ entity: `invoice:${n}`, asOf: day(n) }));
    expect(arriveLater(features, of(observations), moments)).toEqual(['disputed']);
  });
});
