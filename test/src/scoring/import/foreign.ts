import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Example } from '../../../../src/contracts/models.ts';
import { trainingRows } from '../../../../src/scoring/training/rows.ts';
import { smallHistory, smallModel } from '../../../support/small-model.ts';

export const levels = ['south', 'north'];
const { observations, moments } = smallHistory(600);
export const examples: readonly Example[] = trainingRows(smallModel, moments, observations);
export const stamp = { by: 'person:mona', at: '2025-12-01T00:00:00Z' } as const;

export type Foreign = { readonly model: string; readonly said: readonly number[]; readonly contributions: readonly (readonly number[])[] };

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const base = ({ values }: Example): (number | null)[] => [
  number(values['amount']),
  number(values['terms_days']),
  number(values['days_late_mean']),
];
const code = ({ values }: Example): number => levels.findIndex((level) => level === values['region']);

/** The small model's rows as three makers would give them to XGBoost: categories of its own, codes in numbers, dummy columns. */
const tables = {
  native: {
    names: ['amount', 'terms_days', 'days_late_mean', 'region'],
    types: ['q', 'q', 'q', 'c'],
    row: (each: Example) => [...base(each), code(each)],
  },
  codes: { names: ['f_amount', 'terms_days', 'days_late_mean', 'region'], row: (each: Example) => [...base(each), code(each)] },
  dummies: {
    names: ['amount', 'terms_days', 'days_late_mean', 'region_south', 'region_north'],
    row: (each: Example) => [...base(each), Number(code(each) === 0), Number(code(each) === 1)],
  },
} as const;
export type TableName = keyof typeof tables;

export function askOf(name: TableName, objective: string, target: 'late' | 'days'): object {
  const { row, ...table } = tables[name];
  return { ...table, objective, trees: 20, rows: examples.map(row), target: examples.map(({ targets }) => Number(targets[target])) };
}

/** What XGBoost makes of the rows here and now. */
export function xgboostNow(name: TableName, objective: string, target: 'late' | 'days'): Foreign {
  const script = fileURLToPath(new URL('fixtures/train-xgboost.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync('/usr/bin/python3', [script], {
    input: JSON.stringify(askOf(name, objective, target)),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Foreign;
}

/** The same, made once by XGBoost 1.7.4 with categories of its own. */
export function xgboostThen(): Foreign {
  return JSON.parse(readFileSync(fileURLToPath(new URL('fixtures/xgboost.json', import.meta.url)), 'utf8')) as Foreign;
}
