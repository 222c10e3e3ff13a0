import { resolve } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { OutsideBenches } from '../contracts/commands.ts';
import { openData, runTau2, tau2Lines, tau2Passed } from '../../evals/bench/tau2/index.ts';
import { refuseMissingModels, runWithModel, type ModelReport } from '../../evals/bench/tau2/with-model.ts';
import { load } from './up.ts';

/** Benchmarks of others, from the evals of this project. */
export const outsideBenches: OutsideBenches = {
  async tau2({ data: folder, config: file, trials }, progress) {
    const data = resolve(folder);
    // Before the replays, which take half a minute.
    const models = trials === undefined ? undefined : modelsOf(file);
    const report = await runTau2({ data, progress });
    const passed = tau2Passed(report);
    if (trials === undefined || models === undefined) return { passed, lines: tau2Lines(report), report };
    const withModel = await runWithModel({ data: openData(data), models, trials, progress });
    return { passed, lines: [...tau2Lines(report), ...modelLines(withModel)], report: { ...report, withModel } };
  },
};

function modelsOf(file: string | undefined): Pick<Config['models'], 'planner' | 'judge'> {
  const { planner, judge } = load(file).config.models;
  refuseMissingModels({ planner, judge });
  return { planner, judge };
}

function modelLines({ tasks, trials, passHat }: ModelReport): string[] {
  return [
    `with the planner, ${trials} conversations a task over ${tasks} tasks:`,
    ...passHat.map((share, at) => `  pass^${at + 1} ${(share * 100).toFixed(1)} %`),
  ];
}
