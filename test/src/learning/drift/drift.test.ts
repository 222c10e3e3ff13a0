import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../../src/learning/core/random.ts';
import { takeRows, type Table } from '../../../../src/learning/core/table.ts';
import * as drift from '../../../../src/learning/drift/index.ts';
import { drawCounts } from '../../../../src/learning/drift/multinomial.ts';

/** A smooth number, one with heavy ties, a category and a number that is often missing. */
function drawn(rows: number, random: Random): Table {
  const normal = (): number => random.next() + random.next() + random.next() + random.next() - 2;
  const column = (value: () => number): Float64Array => Float64Array.from({ length: rows }, value);
  return {
    rows,
    features: [
      { name: 'smooth', kind: 'number' },
      { name: 'ties', kind: 'number' },
      { name: 'category', kind: 'category', levels: ['a', 'b', 'c', 'd', 'rare'] },
      { name: 'gaps', kind: 'number' },
    ],
    columns: [
      column(normal),
      column(() => (random.next() < 0.6 ? 0 : Math.floor(6 * random.next()))),
      column(() => (random.next() < 0.004 ? 4 : Math.floor(4 * random.next() * random.next()))),
      column(() => (random.next() < 0.2 ? Number.NaN : normal())),
    ],
  };
}

describe('a reference', () => {
  const table = drawn(1000, createRandom(1));
  const reference = drift.learnReference(table);

  it('counts every row once, with at least twenty rows a bin and edges that are no row’s value', () => {
    for (const feature of reference.features) {
      const other = feature.kind === 'category' ? feature.other : 0;
      expect(feature.counts.reduce((sum, count) => sum + count, 0) + other + feature.missing).toBe(1000);
      expect(Math.min(...feature.counts)).toBeGreaterThanOrEqual(drift.minBinRows);
      if (feature.kind === 'number')
        expect(feature.edges.some((edge) => table.columns.some((column) => column.includes(edge)))).toBe(false);
    }
    expect(reference.features[0]).toMatchObject({ kind: 'number', counts: Array.from({ length: 10 }, () => 100) });
    expect(reference.features[1]?.counts.length).toBeGreaterThanOrEqual(4);
  });

  it('keeps its rules for any column, also a constant, an empty and a missing one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN), fc.double({ min: -1, max: 1, noNaN: true })), {
          maxLength: 300,
        }),
        (values) => {
          const own = drift.learnReference({
            rows: values.length,
            features: [{ name: 'x', kind: 'number' }],
            columns: [Float64Array.from(values)],
          });
          const [feature] = own.features;
          if (feature?.kind !== 'number') throw new Error('a number has a number’s reference');
          expect(feature.counts.reduce((sum, count) => sum + count, 0) + feature.missing).toBe(values.length);
          if (feature.counts.length > 1) expect(Math.min(...feature.counts)).toBeGreaterThanOrEqual(20);
          expect(drift.loadReference(JSON.parse(JSON.stringify(own)))).toEqual(own);
        },
      ),
    );
  });

  it('a level of fewer than twenty rows is not named', () => {
    expect(JSON.stringify(reference)).not.toContain('rare');
  });

  it('a damaged artefact is refused', () => {
    expect(() => drift.loadReference({ rows: 1 })).toThrow('damaged');
    expect(() =>
      drift.loadReference({ rows: 1, features: [{ kind: 'number', name: 'x', edges: [2, 1], counts: [1, 1, 1], missing: 0 }] }),
    ).toThrow('do not fit together');
  });
});

describe('distances', () => {
  it('the stability index is that of the formula with half a row added, and zero for equal shares', () => {
    const [r, w] = [Float64Array.of(100.5 / 201, 100.5 / 201), Float64Array.of(150.5 / 201, 50.5 / 201)];
    const expected = [0, 1].reduce((sum, bin) => sum + ((w[bin] ?? 0) - (r[bin] ?? 0)) * Math.log((w[bin] ?? 0) / (r[bin] ?? 1)), 0);
    expect(drift.stabilityIndex([100, 100], [150, 50])).toBeCloseTo(expected, 12);
    expect(drift.stabilityIndex([30, 70], [30, 70])).toBe(0);
    expect(Number.isFinite(drift.stabilityIndex([100, 0], [0, 100]))).toBe(true);
  });

  it('the largest difference of cumulated shares is found', () => {
    expect(drift.kolmogorovSmirnov([50, 30, 20, 9], [20, 30, 50, 1], 3)).toBeCloseTo(0.3, 12);
    expect(drift.kolmogorovSmirnov([0, 5], [0, 5], 1)).toBe(0);
  });

  it('corrections are those worked out by hand', () => {
    expect(drift.bonferroni([0.01, 0.4, 0.03])).toEqual([0.03, 1, 0.09]);
    const adjusted = drift.benjaminiHochberg([0.01, 0.04, 0.03, 0.5]);
    [0.04, (0.04 * 4) / 3, (0.04 * 4) / 3, 0.5].forEach((value, index) => expect(adjusted[index]).toBeCloseTo(value, 12));
  });

  it('drawn counts sum to the rows and have the mean and variance of a multinomial', () => {
    const random = createRandom(2);
    const shares = Float64Array.of(0.02, 0.48, 0.3, 0.2);
    for (const rows of [200, 5000]) {
      const sums = [0, 0, 0, 0];
      const squares = [0, 0, 0, 0];
      const counts = new Float64Array(4);
      for (let draw = 0; draw < 4000; draw += 1) {
        drawCounts(random, rows, shares, counts);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows);
        counts.forEach((count, bin) => {
          sums[bin] = (sums[bin] ?? 0) + count;
          squares[bin] = (squares[bin] ?? 0) + (count - rows * (shares[bin] ?? 0)) ** 2;
        });
      }
      shares.forEach((share, bin) => {
        const variance = rows * share * (1 - share);
        expect(Math.abs((sums[bin] ?? 0) / 4000 - rows * share)).toBeLessThan(4.5 * Math.sqrt(variance / 4000));
        expect((squares[bin] ?? 0) / 4000 / variance).toBeGreaterThan(0.88);
        expect((squares[bin] ?? 0) / 4000 / variance).toBeLessThan(1.12);
      });
    }
  });
});

describe('drift', () => {
  it('fewer than 200 rows are too few to say', () => {
    const reference = drift.learnReference(drawn(500, createRandom(1)));
    expect(drift.detectDrift(reference, drawn(199, createRandom(2)), { seed: 1 })).toEqual({ verdict: 'too-few', rows: 199, needed: 200 });
  });

  it('windows of the same distribution raise an alarm at most once in a hundred, whatever the size of the reference', () => {
    const random = createRandom(11);
    let [windows, alarms] = [0, 0];
    for (const [referenceRows, windowRows] of [
      [300, 200],
      [1000, 200],
      [5000, 400],
    ] as const) {
      for (let run = 0; run < 100; run += 1) {
        const reference = drift.learnReference(drawn(referenceRows, random));
        const report = drift.detectDrift(reference, drawn(windowRows, random), {
          seed: run,
          correction: run % 2 === 0 ? 'bonferroni' : 'benjamini-hochberg',
        });
        windows += 1;
        if (report.verdict === 'alert') alarms += 1;
      }
    }
    expect(alarms / windows).toBeLessThanOrEqual(0.01);
  });

  it('p is uniform without drift: a tenth of the windows are below .1, at most', () => {
    const random = createRandom(12);
    const reference = drift.learnReference(drawn(2000, random));
    const found = Array.from({ length: 100 }, (_, run) => drift.detectDrift(reference, drawn(250, random), { seed: run }));
    const below = found.flatMap((report) => (report.verdict === 'too-few' ? [] : report.features)).filter(({ p }) => p < 0.1).length;
    expect(below / 400).toBeLessThan(0.15);
    expect(below / 400).toBeGreaterThan(0.01);
  });

  it('a shift, a wider spread, a new level and a wave of missing values are found and named', () => {
    const random = createRandom(13);
    const reference = drift.learnReference(drawn(2000, random));
    const window = drawn(400, random);
    const changed = (index: number, change: (value: number) => number): string[] => {
      const columns = window.columns.map((column, own) => (own === index ? column.map(change) : column));
      const features = window.features.map((feature) =>
        feature.kind === 'category' ? { ...feature, levels: [...feature.levels, 'new'] } : feature,
      );
      const report = drift.detectDrift(reference, { ...window, features, columns }, { seed: 1 });
      return report.verdict === 'alert' ? report.features.filter(({ verdict }) => verdict === 'alert').map(({ field }) => field) : [];
    };
    expect(changed(0, (value) => value + 0.4)).toEqual(['smooth']);
    expect(changed(0, (value) => value * 2)).toEqual(['smooth']);
    expect(changed(1, (value) => (value === 0 ? 3 : value))).toEqual(['ties']);
    expect(changed(2, (value) => (value === 0 ? 5 : value))).toEqual(['category']);
    expect(changed(3, (value) => (value > 0 ? Number.NaN : value))).toEqual(['gaps']);
  });

  it('the same seed gives the same report, and a window that lacks a feature is refused', () => {
    const random = createRandom(14);
    const [reference, window] = [drift.learnReference(drawn(400, random)), drawn(200, random)];
    expect(drift.detectDrift(reference, window, { seed: 5 })).toEqual(drift.detectDrift(reference, window, { seed: 5 }));
    expect(() =>
      drift.detectDrift(reference, { ...window, features: window.features.slice(1), columns: window.columns.slice(1) }, { seed: 5 }),
    ).toThrow('lacks a feature');
  });
});

const telco = '../shared/data/ml/telco_churn.csv';
// The table is for evaluation alone and does not ship with the project.
describe.skipIf(!existsSync(telco))('monthly charges (telco), when the table is there', () => {
  it('ten per cent more are found in windows of 200 rows, the same distribution is not', () => {
    const charges = Float64Array.from(parse<Record<string, string>>(readFileSync(telco), { columns: true }), (row) =>
      Number(row['MonthlyCharges']),
    );
    const table: Table = { rows: charges.length, features: [{ name: 'charges', kind: 'number' }], columns: [charges] };
    const order = createRandom(1).permutation(charges.length);
    const reference = drift.learnReference(takeRows(table, order.slice(0, 3500)));
    let [found, alarms] = [0, 0];
    for (let run = 0; run < 17; run += 1) {
      const window = takeRows(table, order.slice(3500 + 200 * run, 3700 + 200 * run));
      const dearer = { ...window, columns: window.columns.map((column) => column.map((value) => value * 1.1)) };
      if (drift.detectDrift(reference, window, { seed: run }).verdict === 'alert') alarms += 1;
      if (drift.detectDrift(reference, dearer, { seed: run }).verdict === 'alert') found += 1;
    }
    expect(alarms).toBe(0);
    expect(found).toBe(17);
  });
});
