import { Option, type Command } from 'commander';
import { effectStates, type Effect } from '../../contracts/effects.ts';
import type { EgressRecord } from '../../contracts/llm.ts';
import { path } from '../client.ts';
import { tokenBody } from '../../contracts/tokens.ts';
import { pageOptions, remoteOptions, type Cli, type PageOptions } from '../cli.ts';
import { safeText } from '../render/safe.ts';
import { fields } from '../render/table.ts';

export function effectCommands(program: Command, cli: Cli): void {
  const effects = program.command('effects').description('writes and what became of them');
  pageOptions(effects.command('list'))
    .description('writes, newest first')
    .addOption(new Option('--state <state>', 'only these').choices(effectStates))
    .option('--run <id>', 'only of this run')
    .action(async (options: PageOptions & { state?: string; run?: string }, command: Command) => {
      const page = await cli
        .remote(command)
        .pages<Effect>('/v1/effects', { state: options.state, runId: options.run, after: options.after }, options.limit);
      if (options.json) return cli.json(page);
      return cli.list(page, effectColumns(cli), 'no effects: nothing has been written yet, or the filter leaves none');
    });
  remoteOptions(effects.command('show'))
    .description('one write')
    .argument('<key>', 'CS-…')
    .action(async (key: string, options: { json?: boolean }, command: Command) => {
      const effect = await cli.remote(command).get<Effect>(path`/v1/effects/${key}`);
      if (options.json) return cli.json(effect);
      return cli.deps.terminal.out(render(effect, cli));
    });
}

export function effectColumns(cli: Cli) {
  return [
    { head: 'key', value: (row: Effect) => row.key, keep: true },
    { head: 'state', value: (row: Effect) => row.state, colour: colourOf },
    {
      head: 'record',
      value: (row: Effect) => `${row.connection} › ${row.target.type}${row.target.id === undefined ? '' : ` ${row.target.id}`}`,
    },
    { head: 'tool', value: (row: Effect) => row.tool },
    { head: 'changed', value: (row: Effect) => cli.minute(row.updatedAt), keep: true },
  ];
}

function colourOf(effect: Effect): 'red' | 'yellow' | 'green' | undefined {
  if (effect.state === 'applied') return 'green';
  if (effect.state === 'uncertain' || effect.state === 'parked') return 'yellow';
  return effect.state === 'refused' || effect.state === 'conflict' ? 'red' : undefined;
}

function render(effect: Effect, cli: Cli): string {
  const { target } = effect;
  return fields(
    [
      ['key', effect.key],
      ['state', effect.state],
      ['why', effect.reason],
      ['writes', `${effect.connection} › ${target.type}${target.id === undefined ? ' (new)' : ` ${target.id}`}`],
      ['tool', `${effect.tool} (slot ${effect.slot})`],
      ['run', effect.runId],
      ['proposal', effect.proposalId],
      ['attempts', effect.attempts],
      ['look-ups', effect.lookups],
      ['sent', effect.sentAt === undefined ? undefined : cli.time(effect.sentAt)],
      ['look-up from', effect.settleAt === undefined ? undefined : cli.time(effect.settleAt)],
      ['receipt', effect.receipt === undefined ? undefined : JSON.stringify(effect.receipt)],
      ['changed', cli.time(effect.updatedAt)],
    ],
    cli.columns,
    cli.paint,
  );
}

export function egressCommands(program: Command, cli: Cli): void {
  const egress = program.command('egress').description('what left the machine for a language model');
  pageOptions(egress.command('show'))
    .description('every call of a run: how many tokens of each kind, and the body byte for byte')
    .argument('<run>')
    .action(async (runId: string, options: PageOptions, command: Command) => {
      const page = await cli.remote(command).pages<EgressRecord>('/v1/egress', { runId, after: options.after }, options.limit);
      if (options.json) return cli.json(page);
      if (page.items.length === 0) return cli.line('nothing left the machine for this run');
      for (const record of page.items) show(record, cli);
      return undefined;
    });
}

/** Numbers of the tokens a body holds, by kind: how many different people, firms and amounts were spoken of. */
function entitiesIn(body: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, kind = '', number = ''] of body.matchAll(new RegExp(`<${tokenBody}>`, 'g'))) {
    const numbers = found.get(kind) ?? new Set<string>();
    found.set(kind, numbers.add(number));
  }
  return found;
}

function show(record: EgressRecord, cli: Cli): void {
  const entities = entitiesIn(record.body);
  const counts = Object.entries(record.tokenCounts).map(([kind, count]) => `${kind} ${count} of ${entities.get(kind)?.size ?? 0}`);
  cli.deps.terminal.out(
    fields(
      [
        ['call', record.id],
        ['at', cli.time(record.at)],
        ['to', `${record.provider} ${record.model}${record.url === undefined ? '' : ` at ${record.url}`}`],
        ['prompt', `${record.prompt} (policy ${record.policyVersion})`],
        ['outcome', `${record.outcome}${record.status === undefined ? '' : ` (${record.status})`}`],
        ['tokens', counts.length === 0 ? 'none' : `${counts.join(', ')} (times of different ones)`],
        ['body', `${record.bytes} bytes, sha256 ${record.sha256}`],
      ],
      cli.columns,
      cli.paint,
    ),
  );
  // Into a file or a pipe the body goes as it is; a terminal gets it with control characters written out.
  cli.line(cli.deps.terminal.isInteractive ? safeText(record.body) : record.body);
  cli.line();
}
