import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Approval, Decision } from '../../contracts/approvals.ts';
import type { ApprovalView } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { Failure, usage } from '../failure.ts';
import { renderApproval } from '../render/diff.ts';
import { safeLine } from '../render/safe.ts';

type Options = {
  approve?: boolean;
  reject?: string;
  edit?: string;
  ask?: string;
  forward?: string;
  withdraw?: string;
  comment?: string;
  hash?: string;
  yes?: boolean;
  json?: boolean;
};

export function decideCommand(approvals: Command, cli: Cli): void {
  remoteOptions(approvals.command('decide'))
    .description('decide about the proposal as it is shown; in a terminal it asks first')
    .argument('<id>')
    .option('--approve', 'countersign it')
    .option('--reject <reason>', 'say no, with the reason')
    .option('--edit <slot=file.json>', "replace a write's input; earlier votes are void")
    .option('--ask <text>', 'ask the requester; the clock runs on')
    .option('--forward <person>', 'let somebody else decide')
    .option('--withdraw <reason>', 'take the request back')
    .option('--comment <text>', 'for --approve, --edit and --forward')
    .option('--hash <hash>', 'decide only if the proposal is still this one')
    .option('-y, --yes', 'do not ask')
    .action(async (id: string, options: Options, command: Command) => {
      const verdict = chosen(options);
      const client = cli.remote(command);
      const target = path`/v1/approvals/${id}`;
      const view = await client.get<ApprovalView>(target);
      const hash = options.hash ?? view.proposal.hash;
      if (hash !== view.proposal.hash)
        throw new Failure('approval.stale', `The proposal is no longer ${hash}; it is now ${view.proposal.hash}`, { field: 'hash' });
      if (!options.json) cli.deps.terminal.out(`${renderApproval(view, cli)}\n`);
      if (!options.yes && cli.deps.terminal.isInteractive && !(await isSure(cli, verdict.verdict, view))) {
        cli.note('nothing was decided');
        cli.exitCode = 1;
        return undefined;
      }
      const after = await client.send<Approval>('POST', target, { ...verdict, hash } satisfies Decision);
      return options.json ? cli.json(after) : cli.line(told(after, verdict.verdict));
    });
}

type Verdict = Decision extends infer D ? (D extends Decision ? Omit<D, 'hash'> : never) : never;

function chosen(options: Options): Verdict {
  const comment = options.comment === undefined ? {} : { comment: options.comment };
  const all: Verdict[] = [
    ...(options.approve ? [{ verdict: 'approve' as const, ...comment }] : []),
    ...(options.reject === undefined ? [] : [{ verdict: 'reject' as const, reason: options.reject }]),
    ...(options.edit === undefined ? [] : [{ verdict: 'edit' as const, ...edited(options.edit), ...comment }]),
    ...(options.ask === undefined ? [] : [{ verdict: 'ask' as const, question: options.ask }]),
    ...(options.forward === undefined ? [] : [{ verdict: 'forward' as const, to: options.forward, ...comment }]),
    ...(options.withdraw === undefined ? [] : [{ verdict: 'withdraw' as const, reason: options.withdraw }]),
  ];
  const [only, ...rest] = all;
  if (!only || rest.length > 0) throw usage('say exactly one of --approve, --reject, --edit, --ask, --forward, --withdraw', 'verdict');
  return only;
}

/** `stage=new-input.json`: the slot of the write and the file with its whole new input. */
function edited(text: string): Pick<Extract<Decision, { verdict: 'edit' }>, 'slot' | 'input'> {
  const cut = text.indexOf('=');
  if (cut < 1 || cut === text.length - 1) throw usage('--edit takes SLOT=FILE.json', 'edit');
  const file = text.slice(cut + 1);
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Failure('usage', `${file} cannot be read as JSON`, { field: 'edit', exitCode: 2, cause });
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw usage(`${file} holds no JSON object`, 'edit');
  // An object out of JSON.parse is a record of JSON values.
  return { slot: text.slice(0, cut), input: input as Extract<Decision, { verdict: 'edit' }>['input'] };
}

async function isSure(cli: Cli, verdict: Decision['verdict'], view: ApprovalView): Promise<boolean> {
  const moved = view.writes.some((write) => write.changes.some((change) => change.moved)) ? ' Fields marked ! have moved.' : '';
  const answer = await cli.ask(`${verdict} “${safeLine(view.proposal.title)}”?${moved} [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}

function told(approval: Approval, verdict: Decision['verdict']): string {
  const id = safeLine(approval.id);
  const missing = approval.asked.needed - approval.votes.length;
  switch (verdict) {
    case 'approve':
      if (approval.status === 'waiting') return `your vote counts; ${missing} more ${missing === 1 ? 'person' : 'people'} must approve`;
      return `approved; the writes are on their way: countersign runs show ${safeLine(approval.runId)}`;
    case 'reject':
      return `rejected; nothing is written`;
    case 'edit':
      return `edited; earlier votes are void and the proposal is now ${safeLine(approval.proposalHash)}. Look again: countersign approvals show ${id}`;
    case 'ask':
      return 'asked; the approval keeps waiting and its deadline stands';
    case 'forward':
      return `forwarded to ${safeLine(approval.assignee ?? 'somebody else')}`;
    case 'withdraw':
      return 'withdrawn; nothing is written';
  }
}
