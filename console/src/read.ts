import type { Answer, AnswerEvent, Block, Cell, Cite, ColumnKind, Source } from '../../src/contracts/answer.ts';

/**
 * The shapes of src/contracts/answer.ts, read leniently: what is missing is empty, what is unknown is left out. A newer server with
 * another kind of block still gets its other blocks shown.
 */
type Tree = Readonly<Record<string, unknown>>;
const tree = (value: unknown): Tree => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
const position = (value: unknown): number => (typeof value === 'number' && Number.isInteger(value) ? value : -1);
const oneOf = <T extends string>(value: unknown, all: readonly T[], otherwise: T): T => all.find((each) => each === value) ?? otherwise;
/** An optional member, left out where there is no text. */
const maybe = <K extends string>(name: K, value: unknown): Partial<Record<K, string>> =>
  // A computed key widens to string; the value below is what the return type says.
  text(value) === '' ? {} : ({ [name]: text(value) } as Record<K, string>);

const kinds: readonly ColumnKind[] = ['text', 'id', 'money', 'quantity', 'count', 'percent', 'date', 'status'];
export const proposalStates = [
  'checking',
  'waiting',
  'approved',
  'applied',
  'rejected',
  'expired',
  'withdrawn',
  'superseded',
  'unchanged',
  'proposed',
  'failed',
] as const;

const readers: Readonly<Record<Block['type'], (block: Tree) => Block>> = {
  text: (block) => ({ type: 'text', text: text(block['text']), cites: list(block['cites']).map(cite) }),
  table: (block) => ({
    type: 'table',
    title: text(block['title']),
    columns: list(block['columns']).map((given) => {
      const column = tree(given);
      return { key: text(column['key']), label: text(column['label']), kind: oneOf(column['kind'], kinds, 'text') };
    }),
    rows: list(block['rows']).map((given) => {
      const row = tree(given);
      return {
        source: text(row['source']),
        cells: Object.fromEntries(Object.entries(tree(row['cells'])).map(([key, value]) => [key, cell(value)])),
      };
    }),
    note: text(block['note']),
  }),
  chart: (block) => ({
    type: 'chart',
    kind: oneOf(block['kind'], ['bar', 'line'], 'bar'),
    title: text(block['title']),
    unit: text(block['unit']),
    points: list(block['points']).map((given) => {
      const point = tree(given);
      return { label: text(point['label']), value: text(point['value']), text: text(point['text']), source: text(point['source']) };
    }),
  }),
  proposal: (block) => ({
    type: 'proposal',
    run: text(block['run']),
    ...maybe('approval', block['approval']),
    ...maybe('hash', block['hash']),
    title: text(block['title']),
    state: oneOf(block['state'], proposalStates, 'checking'),
    waitsFor: text(block['waitsFor']),
    changes: list(block['changes']).map((given) => {
      const change = tree(given);
      const of = (name: string): string => text(change[name]);
      return {
        system: of('system'),
        record: of('record'),
        field: of('field'),
        label: of('label'),
        before: of('before'),
        after: of('after'),
      };
    }),
  }),
  notice: (block) => ({
    type: 'notice',
    level: oneOf(block['level'], ['info', 'warning'], 'info'),
    code: text(block['code']),
    text: text(block['text']),
  }),
};

function cell(value: unknown): Cell {
  const given = tree(value);
  return { value: text(given['value']), text: text(given['text']) };
}

function cite(value: unknown): Cite {
  const given = tree(value);
  return { start: position(given['start']), end: position(given['end']), source: text(given['source']) };
}

function source(value: unknown): Source {
  const given = tree(value);
  const of = (name: string): string => text(given[name]);
  return { id: of('id'), system: of('system'), type: of('type'), record: of('record'), label: of('label') };
}

function readBlock(value: unknown): Block | undefined {
  const block = tree(value);
  const type = text(block['type']);
  return Object.hasOwn(readers, type) ? readers[type as Block['type']](block) : undefined;
}

export function readAnswer(value: unknown): Answer | undefined {
  const answer = tree(value);
  if (!Array.isArray(answer['blocks'])) return undefined;
  return {
    blocks: answer['blocks'].map(readBlock).filter((block) => block !== undefined),
    sources: list(answer['sources']).map(source),
    engine: text(answer['engine']),
    locale: text(answer['locale']),
    suggestions: list(answer['suggestions'])
      .map(text)
      .filter((each) => each !== ''),
  };
}

export function readAnswerEvent(value: unknown): AnswerEvent | undefined {
  const event = tree(value);
  switch (event['type']) {
    case 'tool':
      return {
        type: 'tool',
        id: text(event['id']),
        name: text(event['name']),
        desk: text(event['desk']),
        state: oneOf(event['state'], ['running', 'done', 'failed'], 'running'),
        // JSON came in, so JSON it is.
        input: tree(event['input']) as Extract<AnswerEvent, { type: 'tool' }>['input'],
        ...(typeof event['ms'] === 'number' ? { ms: event['ms'] } : {}),
        ...maybe('error', event['error']),
      };
    case 'desk':
      return { type: 'desk', desk: text(event['desk']) };
    case 'block': {
      const block = readBlock(event['block']);
      return block && { type: 'block', message: text(event['message']), block };
    }
    case 'replaced':
      return { type: 'replaced', message: text(event['message']), reason: text(event['reason']) };
    default:
      return undefined;
  }
}

export type ToolUse = { readonly id: string; readonly name: string; readonly input: Tree };
export type Message = {
  readonly id: string;
  readonly role: 'human' | 'assistant' | 'tool';
  /** A piece to be added to what came before, not the whole. */
  readonly isChunk: boolean;
  readonly text: string;
  readonly answer: Answer | undefined;
  readonly uses: readonly ToolUse[];
  /** A tool's message: which use it answers, and whether that failed. */
  readonly usedBy: string;
  readonly hasFailed: boolean;
};

const roles: Readonly<Record<string, Message['role']>> = {
  human: 'human',
  HumanMessage: 'human',
  HumanMessageChunk: 'human',
  ai: 'assistant',
  AIMessage: 'assistant',
  AIMessageChunk: 'assistant',
  tool: 'tool',
  ToolMessage: 'tool',
};

/** A LangChain message as the Agent Server sends it; undefined for kinds that are not shown. */
export function readMessage(value: unknown): Message | undefined {
  const message = tree(value);
  const type = text(message['type']);
  const role = Object.hasOwn(roles, type) ? roles[type] : undefined;
  if (role === undefined) return undefined;
  return {
    id: text(message['id']),
    role,
    isChunk: type.endsWith('Chunk') || 'tool_call_chunks' in message,
    text: contentOf(message['content']),
    answer: readAnswer(tree(message['additional_kwargs'])['answer']),
    uses: list(message['tool_calls']).map((given) => {
      const use = tree(given);
      return { id: text(use['id']), name: text(use['name']), input: tree(use['args']) };
    }),
    usedBy: text(message['tool_call_id']),
    hasFailed: message['status'] === 'error',
  };
}

/** Text, or parts of which some are text. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return list(content)
    .map((part) => (typeof part === 'string' ? part : text(tree(part)['text'])))
    .join('');
}

export type Values = { readonly title: string; readonly messages: readonly Message[] };

export function readValues(value: unknown): Values {
  const values = tree(value);
  return {
    title: text(values['title']),
    messages: list(values['messages'])
      .map(readMessage)
      .filter((each) => each !== undefined),
  };
}

/** Whether something of a thread is still to be done: by a person, or by a run that is on its way. */
export const isOpen = (state: unknown): boolean => list(tree(state)['tasks']).length > 0;

/** Whether a thread's state says that it waits for a person. */
export const isParked = (state: unknown): boolean => list(tree(state)['tasks']).some((task) => list(tree(task)['interrupts']).length > 0);

export { tree as readTree, list as readList, text as readText };
