import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/learning/core/table.ts';
import {
  encodedColumns,
  encodedFeatures,
  encodeRow,
  encodeTable,
  learnEncoding,
  loadEncoding,
  readRow,
} from '../../../../src/learning/encode/index.ts';

const table: Table = {
  rows: 4,
  features: [
    { name: 'age', kind: 'number' },
    { name: 'plan', kind: 'category', levels: ['basic', 'gold'] },
  ],
  columns: [Float64Array.of(1, 3, Number.NaN, 5), Float64Array.of(0, 1, 1, Number.NaN)],
};

describe('a design encoding', () => {
  it('numbers are standardised, levels one-hot, and missing has a column where it occurred', () => {
    const encoding = learnEncoding(table, { minLevelRows: 1 });
    expect(encodedColumns(encoding)).toEqual([
      { name: 'age', feature: 0 },
      { name: 'age is missing', feature: 0 },
      { name: 'plan = basic', feature: 1 },
      { name: 'plan = gold', feature: 1 },
      { name: 'plan is missing', feature: 1 },
    ]);
    const unit = 2 / Math.sqrt(8 / 3);
    const { design, unknown } = encodeTable(encoding, table);
    expect(unknown).toEqual([]);
    expect([...design.values]).toEqual([-unit, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, unit, 0, 0, 0, 1]);
  });

  it('a row encodes to the same numbers as in a table, also after a journey through JSON', () => {
    const encoding = loadEncoding(JSON.parse(JSON.stringify(learnEncoding(table, { minLevelRows: 1 }))));
    const { design } = encodeTable(encoding, table);
    const features = encodedFeatures(encoding);
    const { row } = readRow(features, { age: 3, plan: 'gold' });
    expect([...encodeRow(encoding, row)]).toEqual(Array.from(design.values.slice(5, 10)));
  });

  it('a level training did not see is all zeros and reported', () => {
    const encoding = learnEncoding({ ...table, columns: [Float64Array.of(1, 2, 3, 4), Float64Array.of(0, 1, 1, 0)] }, { minLevelRows: 1 });
    const served: Table = {
      rows: 2,
      features: [
        { name: 'age', kind: 'number' },
        { name: 'plan', kind: 'category', levels: ['gold', 'platinum'] },
      ],
      columns: [Float64Array.of(2.5, 2.5), Float64Array.of(1, 0)],
    };
    const { design, unknown } = encodeTable(encoding, served);
    expect([...design.values]).toEqual([0, 0, 0, 0, 0, 1]);
    expect(unknown).toEqual([{ field: 'plan', rows: 1 }]);
  });

  it('a rare level is pooled, its name is not in the artefact, and it encodes as `other`', () => {
    const names = ['Bonn', 'Ulm', 'Trier'];
    const codes = Float64Array.from({ length: 40 }, (_, row) => (row < 28 ? 0 : row < 34 ? 1 : 2));
    const cities: Table = { rows: 40, features: [{ name: 'city', kind: 'category', levels: names }], columns: [codes] };
    const encoding = learnEncoding(cities);
    expect(JSON.stringify(encoding)).not.toMatch(/Ulm|Trier/);
    const { design, unknown } = encodeTable(encoding, cities);
    expect([...design.values.slice(0, 2), ...design.values.slice(-2)]).toEqual([1, 0, 0, 1]);
    expect(unknown).toEqual([{ field: 'city', rows: 12 }]);
  });

  it('a constant column and one that is always missing encode to zeros', () => {
    const flat: Table = {
      rows: 3,
      features: [
        { name: 'a', kind: 'number' },
        { name: 'b', kind: 'number' },
      ],
      columns: [Float64Array.of(0.1, 0.1, 0.1), new Float64Array(3).fill(Number.NaN)],
    };
    const { design } = encodeTable(learnEncoding(flat), flat);
    [...design.values].forEach((value, index) => expect(value).toBeCloseTo(index % 3 === 2 ? 1 : 0, 12));
  });

  it('every encoded number has mean zero and deviation one over the training rows', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 50 }), (values) => {
        fc.pre(Math.max(...values) - Math.min(...values) > 1e-3);
        const numbers: Table = { rows: values.length, features: [{ name: 'x', kind: 'number' }], columns: [Float64Array.from(values)] };
        const { design } = encodeTable(learnEncoding(numbers), numbers);
        const mean = design.values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(mean).toBeCloseTo(0, 6);
        expect(design.values.reduce((sum, value) => sum + value * value, 0) / values.length).toBeCloseTo(1, 6);
      }),
    );
  });

  it('an empty table, an infinite number, other features and a damaged artefact are refused', () => {
    expect(() => learnEncoding({ rows: 0, features: [], columns: [] })).toThrow('at least one row');
    const infinite: Table = { rows: 1, features: [{ name: 'x', kind: 'number' }], columns: [Float64Array.of(Number.POSITIVE_INFINITY)] };
    expect(() => learnEncoding(infinite)).toThrow('infinite');
    expect(() => encodeTable(learnEncoding(table), infinite)).toThrow('does not have the features');
    expect(() => loadEncoding({ parts: [{ kind: 'number' }] })).toThrow('damaged');
  });
});
