import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/core/random.ts';
import type { Table } from '../../../../src/learning/core/table.ts';
import { columnOf, fitCauses, loadCauses, rankCauses, type Derived } from '../../../../src/learning/ranking/index.ts';

/** Incidents where heat is above 90 of 100, and where load is above 70 while flow is below 30; noise means nothing. */
function plant(rows = 3000): { table: Table; incident: Float64Array } {
  const draw = createRandom(21);
  const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: rows }, () => 100 * draw.next()));
  const [heat, load, flow] = columns;
  const incident = Float64Array.from({ length: rows }, (_, row) => {
    const isHot = (heat?.[row] ?? 0) > 95;
    const isStarved = (load?.[row] ?? 0) > 80 && (flow?.[row] ?? 0) < 20;
    return isHot || isStarved ? 1 : 0;
  });
  const features = ['heat', 'load', 'flow', 'noise'].map((name) => ({ name, kind: 'number' as const }));
  return { table: { rows, features, columns }, incident };
}

const at = (table: Table, values: readonly number[]): Table => ({
  ...table,
  rows: 1,
  columns: values.map((value) => Float64Array.from([value])),
});
const { table, incident } = plant();
const model = fitCauses(table, incident);

describe('ranking probable causes', () => {
  it('puts first what lies where incidents happen, and says on how many it rests', () => {
    const [first, second] = rankCauses(model, at(table, [99, 50, 50, 99]), 0);
    expect(first).toMatchObject({ name: 'heat', side: 'high', value: 99 });
    expect(first?.lift).toBeGreaterThan(8);
    expect(first?.incidents).toBeLessThanOrEqual(first?.rows ?? 0);
    expect(first?.together).toBeUndefined();
    expect(second?.score).toBeLessThan((first?.score ?? 0) / 2);
  });

  it('finds two causes that are harmless apart, each naming the other', () => {
    const ranked = rankCauses(model, at(table, [50, 95, 5, 50]), 0);
    expect(
      ranked
        .slice(0, 2)
        .map(({ name, together }) => [name, together].join(' with '))
        .toSorted(),
    ).toEqual(['flow with load', 'load with flow']);
    const apart = rankCauses(model, at(table, [50, 95, 60, 50]), 0);
    expect(apart.find(({ name }) => name === 'load')?.together).toBeUndefined();
  });

  it('contributions of a model raise what they point to, at most to double', () => {
    const row = at(table, [80, 50, 50, 80]);
    const plain = rankCauses(model, row, 0).find(({ name }) => name === 'noise');
    const pointed = rankCauses(model, row, 0, { contributions: Float64Array.from([-3, 0, 0, 2]) }).find(({ name }) => name === 'noise');
    expect(pointed?.score).toBeCloseTo(2 * (plain?.score ?? 0), 12);
  });

  it('a missing value is no cause', () => {
    const ranked = rankCauses(model, at(table, [Number.NaN, 50, 50, 50]), 0);
    expect(ranked.find(({ name }) => name === 'heat')?.score).toBe(0);
  });

  it('reads back from JSON as the same bytes and ranks alike', () => {
    const text = JSON.stringify(model);
    expect(JSON.stringify(fitCauses(table, incident))).toBe(text);
    const back = loadCauses(JSON.parse(text));
    expect(rankCauses(back, table, 5)).toEqual(rankCauses(model, table, 5));
  });

  it('keeps no row: limits lie between values and at least ten rows beyond', () => {
    const values = new Set(table.columns.flatMap((column) => [...column]));
    for (const { tails } of model.candidates)
      for (const { limit, rows } of [...tails.low, ...tails.high]) {
        expect(rows).toBeGreaterThanOrEqual(10);
        expect(values.has(limit)).toBe(false);
      }
  });

  it('a constant or wholly missing feature is never a cause', () => {
    const flat = {
      ...table,
      columns: [new Float64Array(3000).fill(4), new Float64Array(3000).fill(Number.NaN), ...table.columns.slice(2)],
    };
    const ranked = rankCauses(fitCauses(flat, incident), flat, 0);
    for (const name of ['heat', 'load']) expect(ranked.find((cause) => cause.name === name)?.score).toBe(0);
  });

  it('refuses history without incidents, of incidents alone, unflagged, and another table', () => {
    for (const flags of [
      new Float64Array(3000),
      new Float64Array(3000).fill(1),
      new Float64Array(3000).fill(Number.NaN),
      new Float64Array(2),
    ])
      expect(() => fitCauses(table, flags)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => rankCauses(model, { ...table, features: [] }, 0)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => loadCauses({ ...model, pairs: 3 })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    const stray = { ...model, candidates: model.candidates.map((candidate) => ({ ...candidate, column: 99 })) };
    expect(() => loadCauses(stray)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

describe('a derived quantity', () => {
  const machines: Table = {
    rows: 3,
    features: [
      { name: 'type', kind: 'category', levels: ['L', 'H'] },
      { name: 'torque', kind: 'number' },
      { name: 'speed', kind: 'number' },
    ],
    columns: [Float64Array.from([0, 1, Number.NaN]), Float64Array.from([10, 20, 30]), Float64Array.from([2, 0, 4])],
  };
  const by = (more: Partial<Derived> & Pick<Derived, 'by'>): number[] => [
    ...columnOf({ name: 'x', of: ['torque', 'speed'], ...more }, machines),
  ];

  it('is counted as declared; what cannot be counted is missing', () => {
    expect(by({ by: 'product', scale: 0.5 })).toEqual([10, 0, 60]);
    expect(by({ by: 'difference' })).toEqual([8, 20, 26]);
    expect(by({ by: 'sum' })).toEqual([12, 20, 34]);
    expect(by({ by: 'ratio' })).toEqual([5, Number.NaN, 7.5]);
    expect(by({ by: 'product', per: { feature: 'type', figures: { L: 4 } } })).toEqual([5, Number.NaN, Number.NaN]);
  });

  it('refuses a feature the table has not', () => {
    expect(() => columnOf({ name: 'x', of: ['torque', 'colour'], by: 'sum' }, machines)).toThrow(
      expect.objectContaining({ field: 'colour' }),
    );
    expect(() => columnOf({ name: 'x', of: ['torque', 'speed'], by: 'sum', per: { feature: 'speed', figures: {} } }, machines)).toThrow(
      expect.objectContaining({ field: 'speed' }),
    );
  });
});
