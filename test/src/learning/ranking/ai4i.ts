import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Table } from '../../../../src/learning/core/table.ts';
import type { Derived } from '../../../../src/learning/ranking/index.ts';

const file = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/data/ml/ai4i2020.csv');

export const hasMachines = existsSync(file);

/** AI4I 2020 (UCI 601): ten thousand readings, whether the machine failed, and by which of four modes (never an input). */
export function readMachines(): {
  readonly table: Table;
  readonly failed: Float64Array;
  readonly modes: Readonly<Record<string, readonly boolean[]>>;
} {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split('\t'));
  const levels = ['L', 'M', 'H'];
  const names = ['air', 'process', 'speed', 'torque', 'wear'];
  const numbers = (at: number): Float64Array => Float64Array.from(rows, (row) => Number(row[at]));
  return {
    table: {
      rows: rows.length,
      features: [{ name: 'type', kind: 'category', levels }, ...names.map((name) => ({ name, kind: 'number' as const }))],
      columns: [Float64Array.from(rows, (row) => levels.indexOf(row[2] ?? '')), ...names.map((_, at) => numbers(3 + at))],
    },
    failed: numbers(8),
    modes: Object.fromEntries(['TWF', 'HDF', 'PWF', 'OSF'].map((mode, at) => [mode, rows.map((row) => row[9 + at] === '1')])),
  };
}

/** Three quantities of the physics, and seven that mean nothing in particular: fifteen candidates with the five measured ones. */
export const derived: readonly Derived[] = [
  { name: 'temperature difference', of: ['process', 'air'], by: 'difference' },
  { name: 'power', of: ['torque', 'speed'], by: 'product', scale: Math.PI / 30 },
  { name: 'strain', of: ['wear', 'torque'], by: 'product' },
  { name: 'torque per speed', of: ['torque', 'speed'], by: 'ratio' },
  { name: 'wear times speed', of: ['wear', 'speed'], by: 'product' },
  { name: 'air times torque', of: ['air', 'torque'], by: 'product' },
  { name: 'process per speed', of: ['process', 'speed'], by: 'ratio' },
  { name: 'wear per torque', of: ['wear', 'torque'], by: 'ratio' },
  { name: 'temperature sum', of: ['process', 'air'], by: 'sum' },
  { name: 'process times wear', of: ['process', 'wear'], by: 'product' },
];
/** The cause the description of the data gives for each mode. */
export const documented: Readonly<Record<string, readonly string[]>> = {
  TWF: ['wear'],
  HDF: ['temperature difference', 'speed'],
  PWF: ['power'],
  OSF: ['strain'],
};
