import type { Command } from 'commander';
import type { Answer, AnswerEvent, Block, ProposalBlock, TableBlock } from '../../contracts/answer.ts';
import { path, type Client } from '../client.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { Failure } from '../failure.ts';
import { safeLine, safeText } from '../render/safe.ts';
import { table } from '../render/table.ts';
import { readEvents } from '../sse.ts';

type Options = { thread?: string; json?: boolean };

/** Asks the assistant: one question as an argument, or one after another in the terminal. */
export function chatCommand(program: Command, cli: Cli): void {
  remoteOptions(program.command('chat'))
    .description('ask in plain words about orders, stock, credit and deals; ask for a change and get a proposal')
    .argument('[question...]', 'without one, questions are asked for until you leave with an empty line')
    .option('--thread <id>', 'go on with an earlier conversation')
    .action(async (words: string[], options: Options, command: Command) => {
      const client = cli.remote(command);
      const thread =
        options.thread ?? (await client.send<{ thread_id: string }>('POST', '/threads', { metadata: { from: 'terminal' } })).thread_id;
      if (words.length > 0) return turn(cli, client, thread, words.join(' '), options.json ?? false);
      if (options.json) throw new Failure('usage', 'with --json, ask one question as an argument');
      cli.note(`conversation ${thread}; an empty line leaves`);
      for (;;) {
        const question = (await cli.ask('> ')).trim();
        if (question === '' || cli.deps.signal.aborted) return undefined;
        await turn(cli, client, thread, question, false).catch((thrown: unknown) => {
          if (!(thrown instanceof Failure) || cli.deps.signal.aborted) throw thrown;
          cli.note(`${thrown.code}: ${safeLine(thrown.message)}`);
        });
      }
    });
}

type Heard = { answer: Answer | undefined; said: string };
/** What reads the answers; loaded by who chats, so that every other command starts without it. */
type Readers = { readonly answer: (value: unknown) => Answer | undefined; readonly event: (value: unknown) => AnswerEvent | undefined };

async function readers(): Promise<Readers> {
  const schemas = await import('../../contracts/answer.ts');
  return { answer: (value) => schemas.Answer.safeParse(value).data, event: (value) => schemas.AnswerEvent.safeParse(value).data };
}

async function turn(cli: Cli, client: Client, thread: string, question: string, asJson: boolean): Promise<void> {
  const body = {
    assistant_id: 'assistant',
    input: { messages: [{ role: 'user', content: question }] },
    stream_mode: ['messages-tuple', 'custom', 'values'],
    multitask_strategy: 'enqueue',
  };
  const response = await client.stream('POST', path`/threads/${thread}/runs/stream`, body);
  const heard: Heard = { answer: undefined, said: '' };
  const read = await readers();
  for await (const { event, data } of readEvents(response)) hear(cli, read, heard, event, JSON.parse(data), asJson);
  if (asJson) return cli.json({ thread, answer: heard.answer ?? null });
  if (heard.said !== '') cli.line();
  for (const block of heard.answer?.blocks ?? []) show(cli, block);
  return undefined;
}

function hear(cli: Cli, read: Readers, heard: Heard, event: string, data: unknown, asJson: boolean): void {
  switch (event) {
    case 'messages':
      if (!asJson) say(cli, heard, data);
      break;
    case 'custom': {
      const told = read.event(data);
      if (asJson || !told) break;
      if (told.type === 'tool' && told.state !== 'running')
        cli.note(cli.paint.dim(`  ${told.desk} · ${told.name} · ${told.error ?? `${Math.round(told.ms ?? 0)} ms`}`));
      if (told.type === 'replaced') {
        cli.note(cli.paint.dim(`  what was said is taken back (${safeLine(told.reason)})`));
        heard.said = '';
      }
      break;
    }
    case 'values':
      heard.answer = lastAnswer(read, data) ?? heard.answer;
      break;
    case 'error': {
      const { error, message } = fields(data);
      throw new Failure(typeof error === 'string' ? error : 'internal', typeof message === 'string' ? message : 'the run failed');
    }
    default:
      break;
  }
}

/** Text is said as it comes, tables are left for the end: they are drawn there. */
function say(cli: Cli, heard: Heard, data: unknown): void {
  const chunk = fields(Array.isArray(data) ? data[0] : undefined);
  if (!['AIMessageChunk', 'ai'].includes(String(chunk['type'])) || typeof chunk['content'] !== 'string' || heard.said.includes('\n\n'))
    return;
  const text = chunk['content'].split('\n\n')[0] ?? '';
  cli.deps.terminal.out(safeText(text));
  heard.said += chunk['content'];
}

function lastAnswer(read: Readers, values: unknown): Answer | undefined {
  const messages: unknown = fields(values)['messages'];
  const last = Array.isArray(messages) ? fields(messages.at(-1)) : {};
  return read.answer(fields(last['additional_kwargs'])['answer']);
}

function show(cli: Cli, block: Block): void {
  switch (block.type) {
    case 'text':
      // Said while it was written.
      return undefined;
    case 'table':
      return showTable(cli, block);
    case 'chart':
      return showChart(cli, block);
    case 'proposal':
      return showProposal(cli, block);
    case 'notice':
      return cli.note(safeLine(block.text));
  }
}

function showTable(cli: Cli, block: TableBlock): void {
  cli.line();
  cli.line(cli.paint.bold(safeLine(block.title)));
  const right = new Set(['money', 'quantity', 'count', 'percent']);
  const columns = block.columns.map(({ key, label, kind }, at) => ({
    head: label,
    value: (row: TableBlock['rows'][number]) => row.cells[key]?.text ?? '',
    ...(right.has(kind) ? { right: true } : {}),
    ...(at === 0 ? { keep: true } : {}),
  }));
  cli.deps.terminal.out(table(block.rows, columns, cli.columns, cli.paint));
  if (block.note !== '') cli.line(cli.paint.dim(safeLine(block.note)));
}

function showChart(cli: Cli, { title, points }: Extract<Block, { type: 'chart' }>): void {
  const most = Math.max(...points.map(({ value }) => Math.abs(Number(value))), 1);
  const width = Math.max(10, Math.min(40, cli.columns - 50));
  cli.line();
  cli.line(cli.paint.bold(safeLine(title)));
  const rows = points.map((point) => ({
    ...point,
    bar: '█'.repeat(Math.max(1, Math.round((Math.abs(Number(point.value)) / most) * width))),
  }));
  cli.deps.terminal.out(
    table(
      rows,
      [
        { head: '', value: (row) => row.label, keep: true },
        { head: '', value: (row) => row.text, right: true, keep: true },
        { head: '', value: (row) => row.bar },
      ],
      cli.columns,
      cli.paint,
    ),
  );
}

function showProposal(cli: Cli, block: ProposalBlock): void {
  cli.line();
  cli.line(
    `${cli.paint.bold(safeLine(block.title))} – ${block.state}${block.waitsFor === '' ? '' : `, waits for ${safeLine(block.waitsFor)}`}`,
  );
  for (const { label, before, after } of block.changes)
    cli.line(`  ${safeLine(label)}: ${safeLine(before === '' ? '–' : before)} → ${safeLine(after)}`);
  if (block.approval !== undefined && block.state === 'waiting')
    cli.line(`  decide it with: countersign approvals show ${safeLine(block.approval)}`);
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
