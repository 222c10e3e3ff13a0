import type { Command } from 'commander';
import type { RunStatus } from '../../contracts/runs.ts';
import type { Readiness } from '../../contracts/services.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { safeLine } from '../render/safe.ts';
import { fields } from '../render/table.ts';

type Counts = Readonly<Record<RunStatus, number>>;

export function statusCommand(program: Command, cli: Cli): void {
  remoteOptions(program.command('status'))
    .description('whether the server is ready, and how many runs stand where; exit 1 when it is not ready')
    .action(async (options: { json?: boolean }, command: Command) => {
      const client = cli.remote(command);
      const readiness = await client.probe<Readiness>('/readyz');
      const counts = client.key === undefined ? undefined : await client.get<Counts>('/v1/journal/counts');
      if (!readiness.ready) cli.exitCode = 1;
      if (options.json) return cli.json({ url: client.url, ...readiness, runs: counts ?? null });
      return show(client.url, readiness, counts, cli);
    });
}

function show(url: string, readiness: Readiness, counts: Counts | undefined, cli: Cli): void {
  const { paint } = cli;
  const word = readiness.ready ? paint.green('ready') : readiness.draining ? paint.yellow('stopping') : paint.red('not ready');
  cli.line(`${safeLine(url)} is ${word}`);
  for (const check of readiness.checks.filter((each) => !each.ok))
    cli.line(`  ${paint.red('FAIL')}  ${safeLine(check.name)}: ${safeLine(check.detail)}`);
  if (!counts) return cli.note('pass a key to see the runs: --key KEY or COUNTERSIGN_KEY=KEY');
  const shown = Object.entries(counts).filter(([, count]) => count > 0);
  if (shown.length === 0) return cli.line('no runs yet');
  cli.deps.terminal.out(
    fields(
      shown.map(([status, count]) => [status.replaceAll('_', ' '), count] as const),
      cli.columns,
      paint,
    ),
  );
  if (counts.awaiting_approval > 0) cli.line(`${counts.awaiting_approval} wait for a person: countersign approvals list`);
  if (counts.exception > 0) cli.line(`${counts.exception} are stuck: countersign exceptions list`);
  return undefined;
}
