import type { Answer, AnswerEvent, Block, ProposalBlock, Source } from '../../../src/contracts/answer.ts';
import { readAnswerEvent, readList, readMessage, readText, readTree, readValues, type Message } from '../read.ts';
import { draftBlocks } from './draft.ts';

export type ToolCall = Omit<Extract<AnswerEvent, { type: 'tool' }>, 'type' | 'input'> & {
  readonly input: Readonly<Record<string, unknown>>;
};

/** A message while it is written: text in pieces, blocks as they are done. The final message of its id replaces it. */
type Draft = { readonly id: string; readonly text: string; readonly blocks: readonly Block[] };

/**
 * idle → running (asked, joined) → idle (the stream closed) | stopped (by the person) | failed (an error event, no connection).
 * `messages` is what the thread holds; `drafts` what this run has written beyond that.
 */
export type Conversation = {
  readonly title: string;
  readonly messages: readonly Message[];
  readonly drafts: readonly Draft[];
  /** What was taken back, by message: the reason. */
  readonly replaced: Readonly<Record<string, string>>;
  /** Tool calls of this visit, by the number of the question they belong to. */
  readonly tools: Readonly<Record<number, readonly ToolCall[]>>;
  readonly desk: string;
  /** Asked, and not yet among the messages. */
  readonly pending: string | undefined;
  readonly attempt: number;
  readonly phase: 'idle' | 'running' | 'stopped' | 'failed';
  readonly error: { readonly code: string; readonly message: string } | undefined;
};

export const emptyConversation: Conversation = {
  title: '',
  messages: [],
  drafts: [],
  replaced: {},
  tools: {},
  desk: '',
  pending: undefined,
  attempt: 0,
  phase: 'idle',
  error: undefined,
};

export type Step =
  | { readonly type: 'loaded'; readonly values: unknown }
  | { readonly type: 'asked'; readonly text: string }
  | { readonly type: 'joined' }
  | { readonly type: 'event'; readonly event: string; readonly data: unknown }
  | { readonly type: 'ended' }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** What a step makes of a conversation; pure, so that a recorded stream is a test. */
export function advance(now: Conversation, step: Step): Conversation {
  switch (step.type) {
    case 'loaded':
      return withValues({ ...now, drafts: [], replaced: {}, pending: undefined }, step.values);
    case 'asked':
      return { ...now, pending: step.text, drafts: [], replaced: {}, desk: '', attempt: 0, phase: 'running', error: undefined };
    case 'joined':
      return { ...now, phase: 'running', error: undefined };
    case 'event':
      return withEvent(now, step.event, step.data);
    case 'ended':
      return { ...now, desk: '', phase: now.phase === 'running' ? 'idle' : now.phase };
    case 'stopped':
      return { ...now, desk: '', phase: 'stopped' };
    case 'failed':
      return { ...now, desk: '', phase: 'failed', error: { code: step.code, message: step.message } };
  }
}

function withEvent(now: Conversation, event: string, data: unknown): Conversation {
  // With subgraphs the name carries where it came from: `messages|desk:…`.
  switch (event.replace(/\|.*/, '')) {
    case 'metadata': {
      const attempt = Number(readTree(data)['attempt'] ?? 1);
      // A run that was taken over by another worker writes its answer again from the start.
      return attempt > now.attempt && now.attempt > 0 ? { ...now, attempt, drafts: [] } : { ...now, attempt };
    }
    case 'messages':
      return withPiece(now, readMessage(readList(data)[0]));
    case 'custom':
      return withAnswerEvent(now, readAnswerEvent(data));
    case 'values':
      return withValues(now, data);
    case 'error': {
      const error = readTree(data);
      return { ...now, desk: '', phase: 'failed', error: { code: readText(error['error']), message: readText(error['message']) } };
    }
    default:
      return now;
  }
}

function withPiece(now: Conversation, piece: Message | undefined): Conversation {
  if (piece?.role !== 'assistant' || piece.id === '' || now.messages.some((message) => message.id === piece.id)) return now;
  if (piece.answer) return withDraft(now, piece.id, () => ({ text: piece.text, blocks: piece.answer?.blocks ?? [] }));
  if (piece.text === '') return now;
  return withDraft(now, piece.id, (draft) => ({ ...draft, text: piece.isChunk ? draft.text + piece.text : piece.text }));
}

function withAnswerEvent(now: Conversation, event: AnswerEvent | undefined): Conversation {
  if (!event) return now;
  switch (event.type) {
    case 'desk':
      return { ...now, desk: event.desk };
    case 'tool': {
      const turn = questionsOf(now);
      const { type: _type, ...call } = event;
      return { ...now, tools: { ...now.tools, [turn]: merged(now.tools[turn] ?? [], [call]) } };
    }
    case 'block':
      if (now.messages.some((message) => message.id === event.message)) return now;
      return withDraft(now, event.message, (draft) => ({ ...draft, blocks: [...draft.blocks, event.block] }));
    case 'replaced': {
      const replaced = { ...now.replaced, [event.message]: event.reason };
      return withDraft({ ...now, replaced }, event.message, () => ({ text: '', blocks: [] }));
    }
  }
}

function withDraft(now: Conversation, id: string, change: (draft: Draft) => Omit<Draft, 'id'>): Conversation {
  const before = now.drafts.find((draft) => draft.id === id);
  const after: Draft = { ...change(before ?? { id, text: '', blocks: [] }), id };
  return { ...now, drafts: before ? now.drafts.map((draft) => (draft === before ? after : draft)) : [...now.drafts, after] };
}

function withValues(now: Conversation, given: unknown): Conversation {
  // What an interrupt sends holds the interrupt alone, and takes nothing from what was said.
  if (!Array.isArray(readTree(given)['messages'])) return now;
  const values = readValues(given);
  const known = new Set(values.messages.map((message) => message.id));
  const hasArrived = questionCount(values.messages) > questionCount(now.messages);
  return {
    ...now,
    title: values.title === '' ? now.title : values.title,
    messages: values.messages,
    drafts: now.drafts.filter((draft) => !known.has(draft.id)),
    pending: hasArrived ? undefined : now.pending,
  };
}

const questionCount = (messages: readonly Message[]): number => messages.filter((message) => message.role === 'human').length;
const questionsOf = (now: Conversation): number => questionCount(now.messages) + (now.pending === undefined ? 0 : 1);

/** Calls by id: what is told later about the same call wins, in the order in which calls began. */
function merged(before: readonly ToolCall[], after: readonly ToolCall[]): readonly ToolCall[] {
  const calls = new Map(before.map((call) => [call.id, call]));
  for (const call of after) calls.set(call.id, { ...calls.get(call.id), ...call });
  return [...calls.values()];
}

export type Reply = {
  readonly id: string;
  readonly blocks: readonly Block[];
  readonly sources: readonly Source[];
  readonly suggestions: readonly string[];
  readonly engine: string;
  /** Why an earlier text of this message was taken back, where no block says so itself. */
  readonly replaced: string | undefined;
  readonly isDraft: boolean;
};
export type Exchange = {
  readonly key: string;
  readonly question: string | undefined;
  readonly tools: readonly ToolCall[];
  readonly replies: readonly Reply[];
};

/** The conversation as it is read: a question, what was looked up for it, what was answered. */
export function exchangesOf(now: Conversation): readonly Exchange[] {
  const exchanges: { key: string; question: string | undefined; tools: readonly ToolCall[]; replies: Reply[] }[] = [];
  const current = (): (typeof exchanges)[number] => {
    const last = exchanges.at(-1);
    if (last) return last;
    const opened = { key: '0', question: undefined, tools: [], replies: [] };
    exchanges.push(opened);
    return opened;
  };
  const ask = (question: string): void => {
    const number = exchanges.filter((each) => each.question !== undefined).length + 1;
    exchanges.push({ key: String(number), question, tools: [], replies: [] });
  };
  for (const message of now.messages) {
    if (message.role === 'human') ask(message.text);
    else if (message.role === 'tool') settleUse(current(), message);
    else {
      const { tools } = current();
      current().tools = merged(tools, message.uses.map(useAsCall));
      const reply = replyOf(now, message);
      if (reply) current().replies.push(reply);
    }
  }
  if (now.pending !== undefined) ask(now.pending);
  for (const draft of now.drafts) {
    const blocks = draftBlocks(draft);
    const reply = { id: draft.id, blocks, sources: [], suggestions: [], engine: '', replaced: now.replaced[draft.id], isDraft: true };
    current().replies.push(reply);
  }
  const told = exchanges.map((each) => ({ ...each, tools: merged(each.tools, now.tools[Number(each.key)] ?? []) }));
  return withNews(told);
}

/** A change that is told of again later stands everywhere as it was told of last. */
function withNews(exchanges: readonly Exchange[]): readonly Exchange[] {
  const last = new Map<string, ProposalBlock['state']>();
  for (const { replies } of exchanges)
    for (const { blocks } of replies) for (const block of blocks) if (block.type === 'proposal') last.set(block.run, block.state);
  const isOld = (block: Block): boolean => block.type === 'proposal' && last.get(block.run) !== block.state;
  const renewed = (block: Block): Block => (block.type === 'proposal' ? { ...block, state: last.get(block.run) ?? block.state } : block);
  return exchanges.map((exchange) => ({
    ...exchange,
    replies: exchange.replies.map((reply) => (reply.blocks.some(isOld) ? { ...reply, blocks: reply.blocks.map(renewed) } : reply)),
  }));
}

const useAsCall = ({ id, name, input }: Message['uses'][number]): ToolCall => ({ id, name, desk: '', state: 'done', input });

function settleUse(exchange: { tools: readonly ToolCall[] }, message: Message): void {
  exchange.tools = exchange.tools.map((call) => (call.id === message.usedBy && message.hasFailed ? { ...call, state: 'failed' } : call));
}

function replyOf(now: Conversation, { id, text, answer }: Message): Reply | undefined {
  const whole: Pick<Answer, 'blocks' | 'sources' | 'suggestions' | 'engine'> = answer ?? {
    blocks: text === '' ? [] : [{ type: 'text', text, cites: [] }],
    sources: [],
    suggestions: [],
    engine: '',
  };
  if (whole.blocks.length === 0) return undefined;
  const isSaid = whole.blocks.some((block) => block.type === 'notice');
  return { id, ...whole, replaced: isSaid ? undefined : now.replaced[id], isDraft: false };
}
