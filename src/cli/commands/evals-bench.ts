import type { Command } from 'commander';
import { CountersignError } from '../../contracts/errors.ts';
import type { Cli } from '../cli.ts';
import { safeLine } from '../render/safe.ts';

/** Adds `bench` to the evals command. */
export function benchCommands(evals: Command, cli: Cli): void {
  const bench = evals.command('bench').description('benchmarks made outside, on your copy of their data');
  bench
    .command('tau2')
    .description('tau2-bench retail: golden trajectories through tools, policy, approvals and ledger; ends with 1 where one fails')
    .requiredOption('--data <folder>', 'db.json, golden-….jsonl, tasks-….json, policy.md')
    .option('--trials <count>', 'conversations a task with the planner of the config, for pass^k', Number)
    .option('--config <file>', 'where the planner is configured')
    .option('--json', 'one JSON document')
    .action(async ({ json, ...options }: { data: string; trials?: number; config?: string; json?: boolean }) => {
      if (!cli.deps.benches) throw new CountersignError('capability.missing', 'This program brings no benchmarks', { field: 'bench' });
      if (options.trials !== undefined && !(Number.isInteger(options.trials) && options.trials > 0))
        throw new CountersignError('input.invalid', 'The number of trials is a whole number above 0', { field: 'trials' });
      const found = await (await cli.deps.benches()).tau2(options, (words) => cli.note(words));
      if (!found.passed) cli.exitCode = 1;
      if (json) return cli.json(found.report);
      for (const line of found.lines) cli.line(safeLine(line));
      return undefined;
    });
}
