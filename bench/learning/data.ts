import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { planTable, type Columns, type TablePlan } from '../../src/scoring/index.ts';

const folder = fileURLToPath(new URL('../../../shared/data/ml/', import.meta.url));
export const hasData = (): boolean => existsSync(folder);
export const missingData = 'the tables are not there: ../shared/data/ml';

export function columnsOf(file: string): Columns {
  const text = readFileSync(`${folder}${file}`, 'utf8');
  const rows: string[][] = parse(text, { delimiter: file.startsWith('ai4i') ? '\t' : ',', relax_column_count: true });
  const [names = [], ...cells] = rows;
  return new Map(names.map((name, index) => [name, cells.map((row) => row[index] ?? '')]));
}

/** A table as its source says it is to be measured (SOURCES.md beside the data). */
export type Case = {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly drop: readonly string[];
  readonly time?: string;
};

export const tables: readonly Case[] = [
  { name: 'telco', file: 'telco_churn.csv', target: 'Churn', drop: ['customerID'] },
  { name: 'hr', file: 'ibm_hr_attrition.csv', target: 'Attrition', drop: ['EmployeeNumber'] },
  { name: 'ai4i', file: 'ai4i2020.csv', target: 'Machine failure', drop: ['UDI', 'Product ID', 'TWF', 'HDF', 'PWF', 'OSF', 'RNF'] },
  {
    name: 'late payment',
    file: 'ibm_accounts_receivable.csv',
    target: 'DaysLate>0',
    drop: ['invoiceNumber', 'DaysToSettle', 'SettledDate'],
  },
  { name: 'deals', file: 'sf_opportunities_winloss.csv', target: 'IsWon', drop: ['Id'] },
];
/** Late payment as a collector meets it: later invoices than those learned from, and a dispute is not known yet. */
export const latePayment: Case = {
  name: 'late payment by time',
  file: 'ibm_accounts_receivable.csv',
  target: 'DaysLate>0',
  time: 'InvoiceDate',
  drop: ['invoiceNumber', 'DaysToSettle', 'SettledDate', 'Disputed'],
};

export const planOf = ({ file, target, drop, time }: Case): TablePlan =>
  planTable(columnsOf(file), { target, drop, seed: 0, allow: true, ...(time === undefined ? {} : { time }) });
