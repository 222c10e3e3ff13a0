import type { ApprovalView, WriteView } from '../../contracts/services.ts';
import type { Paint } from './paint.ts';
import { safeLine, safeText } from './safe.ts';
import { fields } from './table.ts';
import { wrap } from './width.ts';

export type Page = { readonly columns: number; readonly paint: Paint; readonly time: (iso: unknown) => string };
/** A SHA-256 in hexadecimal beside its name. */
const hashColumns = 80;
type Change = WriteView['changes'][number];

/** What a person is asked to countersign: why, on what it rests, and every field before and after. */
export function renderApproval(view: ApprovalView, page: Page): string {
  const { approval, proposal } = view;
  const { paint, columns } = page;
  const record = `${proposal.record.connection} › ${proposal.record.type} ${proposal.record.id}`;
  const amount = approval.amount ? `${approval.amount.amount} ${approval.amount.currency}` : undefined;
  const head = fields(
    [
      ['approval', `${approval.id} · ${approval.status.replaceAll('_', ' ')}`],
      [
        'asks',
        `${approval.asked.needed === 1 ? '' : `${approval.asked.needed} × `}${approval.asked.role}: ${approval.asked.reason} (rule ${approval.asked.rule})`,
      ],
      ['for', `${proposal.workflow} ${proposal.workflowVersion} on ${record}`],
      ['amount', amount],
      ['asked by', approval.requesters.join(', ')],
      ['only for', approval.assignee],
      ['run', approval.runId],
      ['opened', page.time(approval.createdAt)],
      ['expires', approval.status === 'waiting' ? page.time(approval.expiresAt) : undefined],
      [
        'closed',
        approval.closedAt === undefined
          ? undefined
          : `${page.time(approval.closedAt)} by ${approval.closedBy ?? 'the system'}${approval.reason === undefined ? '' : `: ${approval.reason}`}`,
      ],
    ],
    columns,
    paint,
  );
  const title = wrap(safeLine(proposal.title), columns)
    .map((line) => `${paint.bold(line)}\n`)
    .join('');
  return [
    title,
    head,
    ...said(view, page),
    ...view.writes.map((write, index) => renderWrite(write, index, view.writes.length, page)),
    foot(view, page),
  ].join('\n');
}

/** Reasons, evidence, votes and notes, each only where there are any. */
function said({ approval, proposal }: ApprovalView, page: Page): string[] {
  const listed = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${page.paint.dim(heading)}\n${lines.flatMap((line) => bullet(line, page.columns)).join('')}`];
  return [
    ...listed('because', proposal.reasons),
    ...listed(
      'it rests on',
      proposal.evidence.map(
        (each) =>
          `${each.label}: ${each.connection} › ${each.type} ${each.id}${each.version === undefined ? '' : ` (version ${each.version})`}`,
      ),
    ),
    ...listed(
      'votes',
      approval.votes.map((vote) => `${vote.by} approved at ${page.time(vote.at)}`),
    ),
    ...listed(
      'notes',
      approval.notes.map((note) => `${note.by} (${note.kind}) at ${page.time(note.at)}: ${note.text}`),
    ),
  ];
}

function bullet(text: string, columns: number): string[] {
  return wrap(safeText(text), columns - 4).map((line, index) => `  ${index === 0 ? '·' : ' '} ${line}\n`);
}

function renderWrite(write: WriteView, index: number, total: number, page: Page): string {
  const { paint, columns } = page;
  const object = `${write.connection} › ${write.target.type}${write.target.id === undefined ? '' : ` ${write.target.id}`}`;
  const heading = wrap(
    safeLine(`${index + 1}/${total}  ${object} · ${write.operation}${write.kind === 'notify' ? ' (a notice)' : ''}`),
    columns,
  );
  const about = wrap(
    safeLine(
      `${write.title} · slot ${write.slot} · tool ${write.tool} · ${write.key}${write.effect === undefined ? '' : ` · ${write.effect}`}`,
    ),
    columns - 5,
  );
  const lines = [...heading.map((line) => paint.cyan(line)), ...about.map((line) => paint.dim(`     ${line}`))];
  const body = write.changes.flatMap((change) => renderChange(write, change, page));
  return `${[...lines, ...body].join('\n')}\n`;
}

function renderChange(write: WriteView, change: Change, page: Page): string[] {
  const { paint, columns } = page;
  const name =
    change.label === undefined || change.label === change.field
      ? safeLine(change.field)
      : `${safeLine(change.label)} (${safeLine(change.field)})`;
  const title = wrap(`› ${name}`, columns - 5).map((line) => `     ${paint.bold(line)}`);
  const removed = write.operation === 'create' || change.before === null ? [] : marked('−', change.before, columns).map(paint.red);
  const added = marked('+', change.after, columns).map(paint.green);
  if (!change.moved) return [...title, ...removed, ...added];
  const moved = [
    ...wrap('! moved: somebody changed this field since the proposal was made; it now reads', columns - 7).map((line) => `       ${line}`),
    ...marked('=', change.now ?? '(nothing)', columns),
  ].map(paint.yellow);
  return [...title, ...removed, ...added, ...moved];
}

/** Every line of a value carries the mark, so that a text with line breaks cannot pass for something else. */
function marked(mark: string, value: unknown, columns: number): string[] {
  const text = safeText(value);
  return wrap(text === '' ? '(empty)' : text, columns - 9).map((line) => `       ${mark} ${line}`);
}

function foot(view: ApprovalView, page: Page): string {
  const may = view.may.length === 0 ? 'only look' : view.may.join(', ');
  // The hash is there to be copied: it is never broken.
  const hash = fields([['hash', view.proposal.hash]], Math.max(page.columns, hashColumns), page.paint);
  const rest = [
    ['you may', may],
    ['because', view.why],
  ] as const;
  return `${hash}${fields(rest, page.columns, page.paint)}`;
}
