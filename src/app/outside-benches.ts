import { resolve } from 'node:path';
import type { OutsideBenches } from '../contracts/commands.ts';
import { runTau2, tau2Lines, tau2Passed } from '../../evals/bench/tau2/index.ts';

/** Benchmarks of others, from the evals of this project. */
export const outsideBenches: OutsideBenches = {
  async tau2(options, progress) {
    const report = await runTau2({ data: resolve(options.data), progress });
    return { passed: tau2Passed(report), lines: tau2Lines(report), report };
  },
};
