import { Option, type Command } from 'commander';
import type { ExceptionItem } from '../../contracts/runs.ts';
import { path } from '../client.ts';
import { pageOptions, remoteOptions, type Cli, type PageOptions } from '../cli.ts';
import { usage } from '../failure.ts';
import { safeLine } from '../render/safe.ts';
import { fields } from '../render/table.ts';

export function exceptionCommands(program: Command, cli: Cli): void {
  const exceptions = program.command('exceptions').description('work that needs a person');
  pageOptions(exceptions.command('list'))
    .description('exceptions, newest first; by default the open ones')
    .addOption(new Option('--status <status>', 'which').choices(['open', 'retried', 'discarded', 'resolved', 'all']).default('open'))
    .action(async (options: PageOptions & { status: string }, command: Command) => {
      const status = options.status === 'all' ? undefined : options.status;
      const page = await cli.remote(command).pages<ExceptionItem>('/v1/exceptions', { status, after: options.after }, options.limit);
      if (options.json) return cli.json(page);
      return cli.list(page, columns(cli), status === 'open' ? 'no exceptions are open: no work is stuck' : 'no exceptions of this kind');
    });
  remoteOptions(exceptions.command('show'))
    .description('one exception with what is known about it')
    .argument('<id>')
    .action(async (id: string, options: { json?: boolean }, command: Command) => {
      const item = await cli.remote(command).get<ExceptionItem>(path`/v1/exceptions/${id}`);
      if (options.json) return cli.json(item);
      return cli.deps.terminal.out(render(item, cli));
    });
  handling(exceptions, cli);
}

function handling(exceptions: Command, cli: Cli): void {
  const told = (item: ExceptionItem, json: boolean | undefined): void =>
    json ? cli.json(item) : cli.line(`exception ${safeLine(item.id)} is ${safeLine(item.status)}`);
  remoteOptions(exceptions.command('retry'))
    .description('send the run through again; writes keep their keys, so nothing happens twice')
    .argument('<id>')
    .action(async (id: string, options: { json?: boolean }, command: Command) =>
      told(await cli.remote(command).send('POST', path`/v1/exceptions/${id}/retry`, {}), options.json),
    );
  remoteOptions(exceptions.command('discard'))
    .description('give the work up')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why; it goes to the audit log')
    .action(async (id: string, options: { reason: string; json?: boolean }, command: Command) =>
      told(await cli.remote(command).send('POST', path`/v1/exceptions/${id}/discard`, { reason: options.reason }), options.json),
    );
  remoteOptions(exceptions.command('link'))
    .description('say which record a missing, double or broken link stands for; the run starts again')
    .argument('<id>')
    .argument('<record>', 'the id of the opportunity')
    .option('--type <type>', 'another record type', 'Opportunity')
    .action(async (id: string, record: string, options: { type: string; json?: boolean }, command: Command) =>
      told(await cli.remote(command).send('POST', path`/v1/exceptions/${id}/link`, { type: options.type, id: record }), options.json),
    );
  remoteOptions(exceptions.command('resolve'))
    .description('say what became of a write that was never answered, after looking it up in the target')
    .argument('<id>')
    .option('--applied <record>', 'it is there, as this record')
    .option('--absent', 'it is not there; send it again')
    .action(async (id: string, options: { applied?: string; absent?: boolean; json?: boolean }, command: Command) => {
      if ((options.applied === undefined) === (options.absent === undefined))
        throw usage('say either --applied RECORD or --absent', 'verdict');
      const found = options.applied === undefined ? { verdict: 'absent' } : { verdict: 'applied', recordId: options.applied };
      told(await cli.remote(command).send('POST', path`/v1/exceptions/${id}/resolve-effect`, found), options.json);
    });
}

function columns(cli: Cli) {
  return [
    { head: 'id', value: (row: ExceptionItem) => row.id, keep: true },
    { head: 'code', value: (row: ExceptionItem) => row.code },
    { head: 'what', value: (row: ExceptionItem) => row.message, under: true },
    { head: 'record', value: (row: ExceptionItem) => (row.record ? row.record.id : ''), keep: true },
    { head: 'status', value: (row: ExceptionItem) => row.status },
    { head: 'since', value: (row: ExceptionItem) => cli.minute(row.createdAt), keep: true },
  ];
}

function render(item: ExceptionItem, cli: Cli): string {
  const next: string[] = [];
  if (item.status === 'open') {
    if (item.runId !== undefined) next.push(`countersign exceptions retry ${item.id}`);
    if (item.code.startsWith('link.')) next.push(`countersign exceptions link ${item.id} RECORD`);
    if (item.effectKey !== undefined || item.code === 'effect.uncertain')
      next.push(`countersign exceptions resolve ${item.id} --applied RECORD | --absent`);
    next.push(`countersign exceptions discard ${item.id} --reason TEXT`);
  }
  return fields(
    [
      ['exception', `${item.id} · ${item.status}`],
      ['code', item.code],
      ['what', item.message],
      ['record', item.record ? `${item.record.connection} › ${item.record.type} ${item.record.id}` : undefined],
      ['run', item.runId],
      ['event', item.eventId],
      ['effect', item.effectKey],
      ['details', Object.keys(item.details).length === 0 ? undefined : JSON.stringify(item.details)],
      ['since', cli.time(item.createdAt)],
      [
        'closed',
        item.closedAt === undefined
          ? undefined
          : `${cli.time(item.closedAt)} by ${item.closedBy ?? 'the system'}: ${item.closeReason ?? ''}`,
      ],
      ...next.map((line, index) => [index === 0 ? 'you can' : '', line] as const),
    ],
    cli.columns,
    cli.paint,
  );
}
