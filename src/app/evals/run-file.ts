import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CountersignError } from '../../contracts/errors.ts';
import type { SuiteRun, Verdict } from '../../evaluating/index.ts';

type RunFile = { readonly format: 1; readonly isPart: boolean; readonly runs: readonly SuiteRun[]; readonly verdicts: readonly Verdict[] };

/** run.json, and beside it answers.jsonl for `--engine replay`. Bodies that went to a model and what must not be in them stay out. */
export function writeRunFile(out: string, runs: readonly SuiteRun[], verdicts: readonly Verdict[], isPart: boolean): void {
  const kept = runs.map((run) => ({
    ...run,
    cases: run.cases.map((one) => ({
      ...one,
      trials: one.trials.map((trial) => (trial.observed ? { ...trial, observed: { ...trial.observed, sent: [], personal: [] } } : trial)),
    })),
  }));
  const file: RunFile = { format: 1, isPart, runs: kept, verdicts };
  writeFileSync(join(out, 'run.json'), JSON.stringify(file));
  const answers = kept.flatMap(({ suite, cases }) =>
    cases.flatMap(({ id, trials }) => (trials[0]?.observed ? [JSON.stringify({ suite, id, observed: trials[0].observed })] : [])),
  );
  writeFileSync(join(out, 'answers.jsonl'), `${answers.join('\n')}\n`);
}

export function readRunFile(path: string): RunFile {
  if (!existsSync(path))
    throw new CountersignError('input.invalid', `There is no run ${path}; countersign evals run makes one`, { field: 'run' });
  const file: RunFile = parsed(path);
  if (file.format !== 1 || !Array.isArray(file.runs) || !Array.isArray(file.verdicts))
    throw new CountersignError('input.invalid', `${path} is no run.json of this version`, { field: 'run' });
  return file;
}

function parsed(path: string): RunFile {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new CountersignError('input.invalid', `${path} is no run.json`, { field: 'run', cause });
  }
}
