import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { benchCommands } from './evals-bench.ts';

export function evalCommands(program: Command, cli: Cli): void {
  const evals = program.command('evals').description('what must stay true');
  benchCommands(evals, cli);
}
