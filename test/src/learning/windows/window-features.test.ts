import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWindowStream, windowFeatures, type Reading, type WindowFeatures } from '../../../../src/learning/windows/index.ts';

const options = { minutes: 60, metrics: [{ name: 'temperature', limit: 75 }, { name: 'load' }] };
const asOf = '2026-03-01T12:00:00Z';
const read = (minute: number, value: number, metric = 'temperature', machine = 'M1'): Reading => ({
  machine,
  metric,
  value,
  at: new Date(Date.parse('2026-03-01T11:00:00Z') + minute * 60_000).toISOString(),
});
const of = ({ table, machines }: WindowFeatures, name: string, machine = 'M1'): number => {
  const column = table.features.findIndex((feature) => feature.name === name);
  return table.columns[column]?.[machines.indexOf(machine)] ?? Number.NaN;
};

describe('window features', () => {
  it('are what one counts by hand', () => {
    const found = windowFeatures([read(-30, 60), read(10, 70), read(20, 72), read(50, 80)], asOf, options);
    expect(of(found, 'temperature.mean')).toBeCloseTo(74, 12);
    expect(of(found, 'temperature.sd')).toBeCloseTo(Math.sqrt((16 + 4 + 36) / 2), 12);
    expect([
      of(found, 'temperature.min'),
      of(found, 'temperature.max'),
      of(found, 'temperature.last'),
      of(found, 'temperature.count'),
    ]).toEqual([70, 80, 80, 3]);
    // Times off their mean: −16⅔, −6⅔, 23⅓; values off theirs: −4, −2, 6.
    expect(of(found, 'temperature.slope')).toBeCloseTo(
      220 / (16.666666666666668 ** 2 + 6.666666666666667 ** 2 + 23.333333333333332 ** 2),
      12,
    );
    expect([of(found, 'temperature.gap'), of(found, 'temperature.age')]).toEqual([30, 10]);
    expect(of(found, 'temperature.over')).toBeCloseTo(1 / 3, 12);
    expect(of(found, 'temperature.lag')).toBeCloseTo(14, 12);
    expect(of(found, 'load.over')).toBeNaN();
  });

  it('a reading stamped after the moment changes nothing but the count of later ones', () => {
    const known = [read(10, 70), read(60, 71)];
    const later = windowFeatures([...known, read(61, 999), read(600, 5)], asOf, options);
    expect(later.ignored).toEqual({ later: 2, unusable: 0, otherMetric: 0 });
    expect(later.table).toEqual(windowFeatures(known, asOf, options).table);
  });

  it('without a reading in the window there is silence of its whole length and nothing else to say', () => {
    const found = windowFeatures([read(-90, 50)], asOf, options);
    expect([of(found, 'temperature.count'), of(found, 'temperature.gap')]).toEqual([0, 60]);
    expect([of(found, 'temperature.mean'), of(found, 'temperature.lag')]).toEqual([Number.NaN, Number.NaN]);
  });

  it('counts what cannot be used', () => {
    const { ignored } = windowFeatures([read(1, Number.NaN), { ...read(1, 2), at: 'noon' }, read(1, 2, 'colour')], asOf, options);
    expect(ignored).toEqual({ later: 0, unusable: 2, otherMetric: 1 });
  });

  it('do not depend on the order of arrival, nor on forgetting what is too old to matter', () => {
    const readings = fc.uniqueArray(fc.record({ minute: fc.integer({ min: -200, max: 90 }), value: fc.integer({ min: 0, max: 99 }) }), {
      selector: ({ minute }) => minute,
      maxLength: 30,
    });
    fc.assert(
      fc.property(readings, (drawn) => {
        const all = drawn.map(({ minute, value }) => read(minute, value));
        const stream = createWindowStream(options);
        for (const reading of all.toReversed()) stream.push(reading);
        stream.forget(asOf);
        expect(stream.featuresAt(asOf)).toEqual(windowFeatures(all, asOf, options));
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it('keep machines apart, in a fixed order', () => {
    const found = windowFeatures([read(1, 5, 'load', 'M2'), read(1, 9, 'load', 'M1')], asOf, options);
    expect(found.machines).toEqual(['M1', 'M2']);
    expect([of(found, 'load.last', 'M1'), of(found, 'load.last', 'M2')]).toEqual([9, 5]);
  });

  it('refuse a window without length and a moment that is none', () => {
    expect(() => createWindowStream({ ...options, minutes: 0 })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => windowFeatures([], 'later', options)).toThrow(expect.objectContaining({ field: 'asOf' }));
  });
});
