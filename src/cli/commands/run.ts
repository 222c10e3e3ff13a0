import type { Command } from 'commander';
import type { Run, RunStatus } from '../../contracts/runs.ts';
import type { Accepted, Page } from '../../contracts/services.ts';
import type { Client } from '../client.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { Failure, usage } from '../failure.ts';
import { progressBar, type ProgressBar } from '../render/progress-bar.ts';
import { safeLine } from '../render/safe.ts';
import { table } from '../render/table.ts';

type Options = { since?: string; json?: boolean };
type Counts = Readonly<Record<RunStatus, number>>;

const pollMs = 500;
/** Other work may keep the queue busy for ever; every so many looks at the counts the runs themselves are asked. */
const looksBetweenListings = 20;

export function runCommand(program: Command, cli: Cli): void {
  remoteOptions(program.command('run'))
    .description('start a workflow on one record, or on everything changed since a moment')
    .argument('<workflow>', 'such as order-status')
    .argument('[record]', 'the record, such as a sales order')
    .option('--since <date>', 'everything changed since this day or moment; shows progress until all of it is settled')
    .action(async (workflow: string, record: string | undefined, options: Options, command: Command) => {
      if ((record === undefined) === (options.since === undefined)) throw usage('name either a record or --since DATE', 'record');
      const client = cli.remote(command);
      if (options.since !== undefined) return since(cli, client, workflow, options.since, options.json ?? false);
      const accepted = await client.send<Accepted>('POST', '/v1/journal', { workflow, record });
      if (options.json) return cli.json(accepted);
      if (accepted.runIds.length === 0) return cli.line('this change is known already; no new run was needed');
      for (const id of accepted.runIds) cli.line(`started run ${safeLine(id)}; see it with: countersign runs show ${safeLine(id)}`);
      return undefined;
    });
}

async function since(cli: Cli, client: Client, workflow: string, moment: string, asJson: boolean): Promise<void> {
  if (!/^\d{4}-\d{2}-\d{2}(T\S+)?$/.test(moment))
    throw usage(`${moment} is no date; write 2024-05-01 or 2024-05-01T08:00:00+02:00`, 'since');
  const { signal } = cli.deps;
  const bar = progressBar(cli.deps.terminal);
  const newest = (await client.get<Page<Run>>('/v1/journal', { workflow, limit: 1 })).items[0]?.id;
  const before = await client.get<Counts>('/v1/journal/counts');
  let started: { seen: number; started: number };
  try {
    const answer = client.send<{ seen: number; started: number }>('POST', '/v1/journal', { workflow, since: moment }, { patient: true });
    started = await watchIntake(cli, client, answer, before, bar);
    await watchRuns(cli, client, { workflow, newest, started: started.started, before }, bar);
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    bar.end();
    cli.note('stopped watching; the work goes on. See it with: countersign runs list');
    return;
  } finally {
    bar.end();
  }
  const outcome = tally(await runsSince(client, workflow, newest));
  if (asJson) cli.json({ ...started, ...outcome });
  else show(cli, started, outcome);
}

/** While the server looks for changed records, shows how many runs there are already. */
async function watchIntake<T>(cli: Cli, client: Client, answer: Promise<T>, before: Counts, bar: ProgressBar): Promise<T> {
  const intake = { isOpen: true };
  const closed = answer.then(
    () => (intake.isOpen = false),
    () => (intake.isOpen = false),
  );
  while (intake.isOpen) {
    bar.show(
      0,
      undefined,
      `looking for changed records; ${Math.max(0, total(await client.get<Counts>('/v1/journal/counts')) - total(before))} runs so far`,
    );
    if (intake.isOpen) await Promise.race([closed, cli.sleep(pollMs, cli.deps.signal)]);
  }
  return answer;
}

type Watched = { readonly workflow: string; readonly newest: string | undefined; readonly started: number; readonly before: Counts };

async function watchRuns(cli: Cli, client: Client, watched: Watched, bar: ProgressBar): Promise<void> {
  if (watched.started === 0) return;
  for (let look = 1; ; look++) {
    const counts = await client.get<Counts>('/v1/journal/counts');
    const open = counts.queued + counts.running;
    bar.show(
      Math.max(0, watched.started - open),
      watched.started,
      `settled; ${counts.awaiting_approval} wait for a person, ${counts.exception} exceptions`,
    );
    const settled = total(counts) - open - (total(watched.before) - watched.before.queued - watched.before.running);
    if (open === 0 || settled >= watched.started || look % looksBetweenListings === 0) {
      const runs = await runsSince(client, watched.workflow, watched.newest);
      if (!runs.some((run) => run.status === 'queued' || run.status === 'running')) return;
    }
    await cli.sleep(pollMs, cli.deps.signal);
  }
}

const total = (counts: Counts): number => Object.values(counts).reduce((sum, each) => sum + each, 0);

/** Every run of the workflow that is newer than the one that was newest before. */
async function runsSince(client: Client, workflow: string, newest: string | undefined): Promise<Run[]> {
  const found: Run[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await client.get<Page<Run>>('/v1/journal', { workflow, limit: 200, after });
    for (const run of page.items) {
      if (run.id === newest) return found;
      found.push(run);
    }
    if (page.next === null) return found;
    if (page.next === after) throw new Failure('http.body', 'the server repeats the same page of runs for ever');
    after = page.next;
  }
}

type Tally = { applied: number; unchanged: number; waitingForAPerson: number; exceptions: number; other: Record<string, number> };

function tally(runs: readonly Run[]): Tally {
  const result: Tally = { applied: 0, unchanged: 0, waitingForAPerson: 0, exceptions: 0, other: {} };
  for (const run of runs) {
    if (run.status === 'awaiting_approval') result.waitingForAPerson += 1;
    else if (run.status === 'exception') result.exceptions += 1;
    else if (run.status === 'done' && run.outcome === 'applied') result.applied += 1;
    else if (run.status === 'done' && run.outcome === 'unchanged') result.unchanged += 1;
    else {
      const words = run.status === 'done' ? (run.outcome ?? 'done') : run.status === 'waiting' ? 'looks again later' : run.status;
      result.other[words] = (result.other[words] ?? 0) + 1;
    }
  }
  return result;
}

function show(cli: Cli, started: { seen: number; started: number }, outcome: Tally): void {
  if (started.seen === 0) return cli.line('nothing has changed since then');
  cli.line(`${started.seen} records changed, ${started.started} runs started`);
  const rows: { what: string; runs: number; next: string }[] = [
    { what: 'applied', runs: outcome.applied, next: 'countersign effects list' },
    { what: 'unchanged', runs: outcome.unchanged, next: '' },
    { what: 'waiting for a person', runs: outcome.waitingForAPerson, next: 'countersign approvals list' },
    { what: 'exceptions', runs: outcome.exceptions, next: 'countersign exceptions list' },
    ...Object.entries(outcome.other).map(([what, runs]) => ({ what, runs, next: 'countersign runs list' })),
  ];
  const shown = [
    { head: 'outcome', value: (row: (typeof rows)[number]) => row.what },
    { head: 'runs', value: (row: (typeof rows)[number]) => row.runs, right: true, keep: true },
    { head: 'see', value: (row: (typeof rows)[number]) => (row.runs === 0 ? '' : row.next) },
  ];
  cli.deps.terminal.out(table(rows, shown, cli.columns, cli.paint));
}
