import { Option, type Command } from 'commander';
import { runStatuses, type Run } from '../../contracts/runs.ts';
import type { RunStep, RunView } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { pageOptions, remoteOptions, type Cli, type PageOptions } from '../cli.ts';
import { safeLine } from '../render/safe.ts';
import { fields, table } from '../render/table.ts';
import { clip, pad, width, wrap } from '../render/width.ts';
import { effectColumns } from './effects.ts';

export function runCommands(program: Command, cli: Cli): void {
  const runs = program.command('runs').description('what is being done and how far it is');
  pageOptions(runs.command('list'))
    .description('runs, newest first')
    .addOption(new Option('--status <status>', 'only these').choices(runStatuses))
    .option('--workflow <id>', 'only of this workflow')
    .action(async (options: PageOptions & { status?: string; workflow?: string }, command: Command) => {
      const { status, workflow, after, limit } = options;
      const page = await cli.remote(command).pages<Run>('/v1/journal', { status, workflow, after }, limit);
      if (options.json) return cli.json(page);
      return cli.list(page, columns(cli), 'no runs: no event has arrived yet, or the filter leaves none');
    });
  remoteOptions(runs.command('show'))
    .description('one run, step by step')
    .argument('<id>')
    .action(async (id: string, options: { json?: boolean }, command: Command) => {
      const view = await cli.remote(command).get<RunView>(path`/v1/journal/${id}`);
      if (options.json) return cli.json(view);
      return cli.deps.terminal.out(render(view, cli));
    });
  remoteOptions(runs.command('cancel'))
    .description('cancel a run that has not begun to write')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why; it goes to the audit log')
    .action(async (id: string, options: { reason: string; json?: boolean }, command: Command) => {
      const run = await cli.remote(command).send<Run>('POST', path`/v1/journal/${id}/cancel`, { reason: options.reason });
      return options.json ? cli.json(run) : cli.line(`run ${safeLine(run.id)} is ${safeLine(run.status)}`);
    });
}

function columns(cli: Cli) {
  return [
    { head: 'id', value: (run: Run) => run.id, keep: true },
    { head: 'workflow', value: (run: Run) => run.workflow },
    { head: 'record', value: (run: Run) => run.record.id, keep: true },
    { head: 'status', value: standing, colour: colourOf },
    { head: 'changed', value: (run: Run) => cli.minute(run.updatedAt), keep: true },
  ];
}

/** `done: applied`, `exception: run.limit`; what the outcome only repeats is left out. */
function standing(run: Run): string {
  const status = run.status.replaceAll('_', ' ');
  return run.outcome === undefined || run.status === 'awaiting_approval' || run.outcome === run.status
    ? status
    : `${status}: ${run.outcome}`;
}

function colourOf(run: Run): 'red' | 'yellow' | 'green' | undefined {
  if (run.status === 'exception') return 'red';
  if (run.status === 'awaiting_approval') return 'yellow';
  return run.status === 'done' ? 'green' : undefined;
}

function render(view: RunView, cli: Cli): string {
  const { run, approval, exception } = view;
  const head = fields(
    [
      ['run', run.id],
      ['workflow', `${run.workflow} ${run.workflowVersion}`],
      ['record', `${run.record.connection} › ${run.record.type} ${run.record.id}`],
      ['status', standing(run)],
      ['for', run.principal],
      ['next look', run.status === 'waiting' ? cli.time(run.availableAt) : undefined],
      ['recovered', run.recoveries > 0 ? `${run.recoveries} times` : undefined],
      ['approval', approval ? `${approval.id} is ${approval.status}: countersign approvals show ${approval.id}` : undefined],
      ['exception', exception ? `${exception.code}: ${exception.message} (countersign exceptions show ${exception.id})` : undefined],
    ],
    cli.columns,
    cli.paint,
  );
  const effects = view.effects.length === 0 ? '' : `\n${table(view.effects, effectColumns(cli), cli.columns, cli.paint)}`;
  return `${head}\n${timeline(view.steps, cli)}${effects}`;
}

/** When, what and by whom; what the step recorded stands under it. */
function timeline(steps: readonly RunStep[], cli: Cli): string {
  if (steps.length === 0) return 'nothing has happened yet\n';
  const times = steps.map((step) => safeLine(cli.time(step.at)));
  const timeWidth = Math.max(...times.map(width));
  return steps
    .map((step, index) => {
      const told = Object.entries(step.body).flatMap(([name, value]) => summary(name, value));
      const under = told.length === 0 ? [] : wrap(told.join(' · '), cli.columns - timeWidth - 4);
      const first = `${cli.paint.dim(pad(times[index] ?? '', timeWidth))}  ${cli.paint.bold(safeLine(step.action))}  ${safeLine(step.actor)}\n`;
      return first + under.map((line) => `${' '.repeat(timeWidth + 4)}${cli.paint.dim(line)}\n`).join('');
    })
    .join('');
}

/** One fact of a step on less than two lines; `--json` has all of it. */
function summary(name: string, value: unknown): string[] {
  if (value === null || (Array.isArray(value) && value.length === 0)) return [];
  return [`${name} ${clip(safeLine(typeof value === 'string' ? value : JSON.stringify(value)), 120)}`];
}
