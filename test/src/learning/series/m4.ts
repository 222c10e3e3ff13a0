import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/data/ml');

export const hasWeekly = existsSync(join(folder, 'm4_Weekly-train.csv'));

/** The 359 weekly series of M4: what was known and the 13 weeks that followed. */
export function readWeekly(): { readonly known: readonly number[]; readonly followed: readonly number[] }[] {
  const [known, followed] = ['train', 'test'].map((part) => rows(join(folder, `m4_Weekly-${part}.csv`)));
  return (known ?? []).map((values, index) => ({ known: values, followed: followed?.[index] ?? [] }));
}

function rows(file: string): number[][] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) =>
      line
        .split(',')
        .slice(1)
        .map((cell) => cell.replaceAll('"', '').trim())
        .filter((cell) => cell !== '' && cell !== 'NA')
        .map(Number),
    );
}
