import { resolve } from 'node:path';
import type { OutsideBenches } from '../contracts/commands.ts';
import { openData, runTau2, tau2Lines, tau2Passed } from '../../evals/bench/tau2/index.ts';
import { runWithModel, type ModelReport } from '../../evals/bench/tau2/with-model.ts';
import { load } from './up.ts';

/** Benchmarks of others, from the evals of this project. */
export const outsideBenches: OutsideBenches = {
  async tau2({ data: folder, config: file, trials }, progress) {
    const data = resolve(folder);
    const report = await runTau2({ data, progress });
    const passed = tau2Passed(report);
    if (trials === undefined) return { passed, lines: tau2Lines(report), report };
    const { config } = load(file);
    const { planner, judge } = config.models;
    const withModel = await runWithModel({ data: openData(data), models: { planner, judge }, trials, progress });
    return { passed, lines: [...tau2Lines(report), ...modelLines(withModel)], report: { ...report, withModel } };
  },
};

function modelLines({ tasks, trials, passHat }: ModelReport): string[] {
  return [
    `with the planner, ${trials} conversations a task over ${tasks} tasks:`,
    ...passHat.map((share, at) => `  pass^${at + 1} ${(share * 100).toFixed(1)} %`),
  ];
}
