import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import type { SuiteRun } from './run-suite.ts';
import { wilson95 } from './statistics.ts';

const count = z.string().regex(/^\d+\/\d+$/);

/** What a suite's cases came to when somebody last said that this is right. No times in it, sorted, a case a line. */
export const Baseline = z.strictObject({
  suite: z.string(),
  engine: z.string(),
  reason: z.string(),
  datasetHash: z.string(),
  scorersVersion: z.string(),
  scorers: z.array(z.string()),
  prompts: z.record(z.string(), z.strictObject({ version: z.string(), hash: z.string() })),
  trials: z.int().positive(),
  totals: z.strictObject({ pass: count, wilson95: z.tuple([z.number(), z.number()]) }),
  /** Passes of trials; mean scores below 1; what was said, of deterministic engines. */
  cases: z.record(
    z.string(),
    z.strictObject({ pass: count, says: z.string().optional(), scores: z.record(z.string(), z.number()).optional() }),
  ),
});
export type Baseline = z.infer<typeof Baseline>;

const nameOf = (suite: string, engine: string): string => `${suite}@${engine}`;

/** Undefined where there is none; one that is not readable is input.invalid, never none. */
export function readBaseline(folder: string, suite: string, engine: string): Baseline | undefined {
  const name = `baselines/${nameOf(suite, engine)}.json`;
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  try {
    return Baseline.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new CountersignError('input.invalid', `${name} is no baseline`, { field: name, cause });
  }
}

/** The texts that were accepted, for a report to compare with; empty where they are not kept. */
export function readTexts(folder: string, suite: string, engine: string): ReadonlyMap<string, string> {
  const path = join(folder, 'baselines', 'texts', `${nameOf(suite, engine)}.jsonl`);
  if (!existsSync(path)) return new Map();
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => AcceptedText.parse(JSON.parse(line)));
  return new Map(rows.map(({ id, text }) => [id, text]));
}
const AcceptedText = z.strictObject({ id: z.string(), text: z.string() });

export function baselineOf(run: SuiteRun, reason: string): Baseline {
  const passes = run.cases.reduce((sum, { passes }) => sum + passes, 0);
  const of = run.cases.reduce((sum, { trials }) => sum + trials.length, 0);
  const cases = run.cases
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => {
      const low = meansOf(one).filter(([, mean]) => mean < 1);
      return [
        one.id,
        {
          pass: `${one.passes}/${one.trials.length}`,
          ...(one.says === undefined ? {} : { says: one.says }),
          ...(low.length === 0 ? {} : { scores: Object.fromEntries(low) }),
        },
      ] as const;
    });
  return {
    suite: run.suite,
    engine: run.engine,
    reason,
    datasetHash: run.datasetHash,
    scorersVersion: run.scorersVersion,
    scorers: [...run.scorers],
    prompts: { ...run.prompts },
    trials: run.trials,
    totals: { pass: `${passes}/${of}`, wilson95: [...wilson95(passes, of)] },
    cases: Object.fromEntries(cases),
  };
}

export function meansOf({ trials }: SuiteRun['cases'][number]): readonly (readonly [string, number])[] {
  const names = [...new Set(trials.flatMap(({ scores }) => scores.map(({ name }) => name)))].toSorted();
  return names.map((name) => {
    const found = trials.flatMap(({ scores }) => scores.filter((score) => score.name === name).map(({ score }) => score));
    return [name, Math.round((found.reduce((sum, each) => sum + each, 0) / Math.max(1, trials.length)) * 1e6) / 1e6] as const;
  });
}

/** Writes the baseline and, beside it, the texts. */
export function writeBaseline(folder: string, run: SuiteRun, reason: string): void {
  const { cases, ...head } = baselineOf(run, reason);
  const rows = Object.entries(cases).map(([id, one]) => `    ${JSON.stringify(id)}: ${JSON.stringify(one)}`);
  const open = JSON.stringify(head, null, 2).replace(/\n\}$/, '');
  mkdirSync(join(folder, 'baselines', 'texts'), { recursive: true });
  const name = nameOf(run.suite, run.engine);
  writeFileSync(join(folder, 'baselines', `${name}.json`), `${open},\n  "cases": {\n${rows.join(',\n')}\n  }\n}\n`);
  const texts = run.cases
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, trials }) => JSON.stringify({ id, text: trials[0]?.observed?.text ?? '' }));
  writeFileSync(join(folder, 'baselines', 'texts', `${name}.jsonl`), `${texts.join('\n')}\n`);
}
