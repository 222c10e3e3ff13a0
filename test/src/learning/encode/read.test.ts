import { describe, expect, it } from 'vitest';
import { readColumns, readRecords, readRecordsAs, readRow } from '../../../../src/learning/encode/index.ts';
import type { Feature } from '../../../../src/learning/core/table.ts';

describe('a table read from cells', () => {
  it('numbers as text, booleans and ISO dates become numbers, other text categories in the order of their letters', () => {
    const { table, notes } = readColumns(
      {
        charge: ['29.85', ' ', '1e2', '-.5'],
        paid: [true, false, null, true],
        due: ['1970-01-02', '2020-03-01', '', '1970-01-01T12:00:00Z'],
        plan: ['b', 'a', ' b ', ''],
      },
      { minLevelRows: 1 },
    );
    expect(table.features).toEqual([
      { name: 'charge', kind: 'number' },
      { name: 'paid', kind: 'number' },
      { name: 'due', kind: 'number' },
      { name: 'plan', kind: 'category', levels: ['a', 'b'] },
    ]);
    expect(table.columns.map((column) => [...column])).toEqual([
      [29.85, Number.NaN, 100, -0.5],
      [1, 0, Number.NaN, 1],
      [1, 18_322, Number.NaN, 0.5],
      [1, 0, 1, Number.NaN],
    ]);
    expect(notes.map(({ field, rows }) => [field, rows])).toEqual([
      ['charge', 1],
      ['paid', 1],
      ['due', 1],
      ['plan', 1],
    ]);
  });

  it('digits with leading zeros and a date that does not exist are categories, and a stated kind wins', () => {
    const columns = { code: ['0012', '0013'], day: ['2021-02-29', '2021-02-28'], country: [391, 406] };
    const { table } = readColumns(columns, { minLevelRows: 1, kinds: { country: 'category' } });
    expect(table.features.map((feature) => feature.kind)).toEqual(['category', 'category', 'category']);
    const numbers = readColumns({ day: columns.day }, { kinds: { day: 'number' } });
    expect(numbers.notes).toEqual([{ field: 'day', treatment: 'not-a-number', rows: 1 }]);
  });

  it('levels of fewer rows than the minimum are pooled and their names are gone', () => {
    const city = [...Array.from({ length: 12 }, () => 'Bonn'), ...Array.from({ length: 10 }, (_, row) => `village ${row}`)];
    const { table } = readColumns({ city });
    expect(table.features).toEqual([{ name: 'city', kind: 'category', levels: ['Bonn', 'other'] }]);
    expect(JSON.stringify(table)).not.toContain('village');
    // Nine pooled rows are fewer than the minimum: `other` would again be a group of few.
    expect(readColumns({ city: city.slice(0, 21) }).table.features).toEqual([{ name: 'city', kind: 'category', levels: ['Bonn'] }]);
  });

  it('records may lack fields, skipped fields are left out and columns of different length are refused', () => {
    const { table } = readRecords(
      [
        { id: 'x', a: 1 },
        { id: 'y', b: 2 },
      ],
      { skip: ['id'] },
    );
    expect(table.columns.map((column) => [...column])).toEqual([
      [1, Number.NaN],
      [Number.NaN, 2],
    ]);
    const again = readRecordsAs(table.features, [{ b: '7', id: 'z' }]);
    expect(again.table.columns.map((column) => column[0])).toEqual([Number.NaN, 7]);
    expect(() => readColumns({ a: [1], b: [1, 2] })).toThrow('same length');
    expect(readColumns({}).table).toEqual({ rows: 0, features: [], columns: [] });
  });
});

describe('a record read for serving', () => {
  const features: Feature[] = [
    { name: 'age', kind: 'number' },
    { name: 'plan', kind: 'category', levels: ['basic', 'gold'] },
    { name: 'city', kind: 'category', levels: ['Bonn', 'other'] },
  ];

  it('a clean record has no notes', () => {
    const { row, notes } = readRow(features, { age: '41', plan: 'gold', city: 'Bonn' });
    expect([...row]).toEqual([41, 1, 0]);
    expect(notes).toEqual([]);
  });

  it.each([
    ['absent', {}, Number.NaN, 'missing', 'missing'],
    ['null', { age: null }, Number.NaN, 'missing', 'missing'],
    ['NaN', { age: Number.NaN }, Number.NaN, 'not-a-number', 'missing'],
    ['infinite', { age: Number.POSITIVE_INFINITY }, Number.NaN, 'not-a-number', 'missing'],
    ['text', { age: 'forty' }, Number.NaN, 'not-a-number', 'missing'],
    ['an object', { age: {} }, Number.NaN, 'not-a-number', 'missing'],
    ['below its range', { age: -3 }, 0, 'out-of-range', 'bound'],
    ['above its range', { age: 400 }, 120, 'out-of-range', 'bound'],
  ])('a number that is %s is noted and treated', (_, part, value, treatment, usedAs) => {
    const { row, notes } = readRow(features, { plan: 'basic', city: 'Bonn', ...part }, { age: { min: 0, max: 120 } });
    expect(row[0]).toBe(value);
    expect(notes).toEqual([{ field: 'age', treatment, usedAs }]);
  });

  it('an unknown level is missing, or `other` where training pooled; an object is no level', () => {
    const { row, notes } = readRow(features, { age: 1, plan: 'platinum', city: 'Ulm' });
    expect([...row]).toEqual([1, Number.NaN, 1]);
    expect(notes).toEqual([
      { field: 'plan', treatment: 'unknown-category', usedAs: 'missing' },
      { field: 'city', treatment: 'unknown-category', usedAs: 'other' },
    ]);
    expect(readRow(features, { age: 1, plan: 'basic', city: ['Bonn'] }).notes).toEqual([
      { field: 'city', treatment: 'unknown-category', usedAs: 'missing' },
    ]);
  });

  it('a field named like a method of every object is absent all the same', () => {
    expect(readRow([{ name: 'constructor', kind: 'number' }], {}).notes).toEqual([
      { field: 'constructor', treatment: 'missing', usedAs: 'missing' },
    ]);
  });
});
