import { Option, type Command } from 'commander';
import type { Approval } from '../../contracts/approvals.ts';
import type { ApprovalView } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { pageOptions, remoteOptions, type Cli, type PageOptions } from '../cli.ts';
import { renderApproval } from '../render/diff.ts';
import { decideCommand } from './decide.ts';

export function approvalCommands(program: Command, cli: Cli): void {
  const approvals = program.command('approvals').description('what waits for a person, and deciding it');
  pageOptions(approvals.command('list'))
    .description('approvals, newest first; by default those that wait')
    .addOption(
      new Option('--status <status>', 'which')
        .choices(['waiting', 'approved', 'rejected', 'expired', 'superseded', 'withdrawn', 'all'])
        .default('waiting'),
    )
    .action(async (options: PageOptions & { status: string }, command: Command) => {
      const status = options.status === 'all' ? undefined : options.status;
      const page = await cli.remote(command).pages<Approval>('/v1/approvals', { status, after: options.after }, options.limit);
      if (options.json) return cli.json(page);
      return cli.list(
        page,
        columns(cli, status),
        status === 'waiting' ? 'no approvals are waiting: nothing needs a decision right now' : `no approvals are ${status ?? 'there yet'}`,
      );
    });
  remoteOptions(approvals.command('show'))
    .description('one approval: why it is asked and every field before and after, read live')
    .argument('<id>')
    .action(async (id: string, options: { json?: boolean }, command: Command) => {
      const view = await cli.remote(command).get<ApprovalView>(path`/v1/approvals/${id}`);
      if (options.json) return cli.json(view);
      return cli.deps.terminal.out(renderApproval(view, cli));
    });
  decideCommand(approvals, cli);
}

function columns(cli: Cli, status: string | undefined) {
  return [
    { head: 'id', value: (row: Approval) => row.id, keep: true },
    ...(status === undefined ? [{ head: 'status', value: (row: Approval) => row.status }] : []),
    { head: 'what', value: (row: Approval) => row.title, under: true },
    {
      head: 'amount',
      value: (row: Approval) => (row.amount ? `${row.amount.amount} ${row.amount.currency}` : ''),
      right: true,
      keep: true,
    },
    { head: 'asks', value: (row: Approval) => row.assignee ?? row.asked.role },
    { head: 'votes', value: (row: Approval) => `${row.votes.length}/${row.asked.needed}`, right: true, keep: true },
    { head: 'expires', value: (row: Approval) => cli.minute(row.expiresAt), keep: true },
  ];
}
