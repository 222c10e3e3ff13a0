import type { Command } from 'commander';
import type { AuditRecord, Verification } from '../../contracts/audit.ts';
import { pageOptions, type Cli, type PageOptions } from '../cli.ts';
import { safeLine } from '../render/safe.ts';
import { fields, table } from '../render/table.ts';

export function auditCommands(program: Command, cli: Cli): void {
  const audit = program.command('audit').description('the log that can only grow');
  pageOptions(audit.command('list'))
    .description('the log, oldest first')
    .option('--run <id>', 'only of this run')
    .option('--action <name>', 'only this action, such as effect.applied')
    .option('--actor <id>', 'only by this person or service')
    .action(async (options: PageOptions & { run?: string; action?: string; actor?: string }, command: Command) => {
      const { run, action, actor, after, limit } = options;
      const page = await cli.remote(command).pages<AuditRecord>('/v1/audit', { runId: run, action, actor, after }, limit);
      if (options.json) return cli.json(page);
      return cli.list(page, columns(cli), 'no audit rows: nothing has happened yet, or the filter leaves none');
    });
  verifyCommand(audit, cli);
}

type VerifyOptions = { config?: string; data?: string; heads?: string; key?: string; json?: boolean };

function verifyCommand(audit: Command, cli: Cli): void {
  audit
    .command('verify')
    .description('check offline that no row was changed, removed or put in between')
    .option('--config <file>', 'configuration file')
    .option('--data <folder>', 'data folder, or a copy of one')
    .option('--heads <file>', 'signed heads kept outside the data folder')
    .option('--key <file>', 'public key of the heads')
    .option('--json', 'one JSON document')
    .action(async ({ json, ...options }: VerifyOptions) => {
      const result = await (await cli.deps.local()).verifyAudit(options);
      if (result.breaks.length > 0) cli.exitCode = 1;
      if (json) return cli.json(result);
      return show(result, cli);
    });
}

function show(result: Verification & { headsFile: string }, cli: Cli): void {
  const { paint } = cli;
  const isWhole = result.breaks.length === 0;
  cli.line(
    isWhole
      ? paint.green(`the audit log is whole: ${result.rows} rows`)
      : paint.red(`the audit log is broken in ${result.breaks.length} ${result.breaks.length === 1 ? 'place' : 'places'}`),
  );
  cli.deps.terminal.out(
    fields(
      [
        ['rows', result.rows],
        ['signed heads', `${result.heads} from ${result.headsFile}`],
        [
          'unprotected',
          result.unprotected === 0
            ? 'none'
            : `${result.unprotected} rows after the last head: whole among themselves, but no signature outside vouches for them yet`,
        ],
      ],
      cli.columns,
      paint,
    ),
  );
  if (isWhole) return;
  const shown = [
    { head: 'row', value: (row: { seq: number }) => row.seq, right: true, keep: true },
    { head: 'problem', value: (row: { problem: string }) => row.problem },
  ];
  cli.line();
  cli.deps.terminal.out(table(result.breaks, shown, cli.columns, paint));
  cli.note(`${paint.red('error')} audit.broken: keep a copy of the data folder and of ${safeLine(result.headsFile)} before anything else`);
}

function columns(cli: Cli) {
  return [
    { head: 'row', value: (row: AuditRecord) => row.seq, right: true, keep: true },
    { head: 'at', value: (row: AuditRecord) => cli.time(row.at), keep: true },
    { head: 'action', value: (row: AuditRecord) => row.action },
    { head: 'by', value: (row: AuditRecord) => row.actor },
    { head: 'run', value: (row: AuditRecord) => row.runId },
    { head: 'about', value: (row: AuditRecord) => (row.subject ? `${row.subject.type} ${row.subject.id}` : '') },
  ];
}
