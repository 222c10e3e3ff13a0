import { describe, expect, it } from 'vitest';
import { advance, emptyConversation, exchangesOf, type Conversation, type Step } from '../../console/src/chat/conversation.ts';
import { overview } from './support/script.ts';

const run = (steps: readonly Step[], from: Conversation = emptyConversation): Conversation => steps.reduce(advance, from);
const event = (name: string, data: unknown): Step => ({ type: 'event', event: name, data });
const piece = (id: string, content: string): Step => event('messages', [{ type: 'AIMessageChunk', id, content }, {}]);
const human = (content: string) => ({ type: 'human', id: `h-${content}`, content });
const ai = (id: string, content: string, answer?: unknown) => ({ type: 'ai', id, content, additional_kwargs: answer ? { answer } : {} });
const values = (...messages: unknown[]): Step => event('values', { messages });
const tool = (id: string, state: string, more: object = {}): Step =>
  event('custom', { type: 'tool', id, name: 'erp.list-orders', desk: 'orders', state, input: { order: 'SO-1' }, ...more });
const texts = (conversation: Conversation): unknown[] =>
  exchangesOf(conversation).map(({ question, replies }) => [
    question,
    ...replies.flatMap(({ blocks }) => blocks.map((block) => ('text' in block ? block.text : block.type))),
  ]);

describe('a conversation', () => {
  it('shows the question at once, the pieces as they come, and the final message in their place', () => {
    const asked = run([{ type: 'asked', text: 'Late?' }]);
    expect(texts(asked)).toEqual([['Late?']]);
    const writing = run(
      [event('metadata', { run_id: 'r', attempt: 1 }), values(human('Late?')), piece('m', 'Five '), piece('m', 'are.')],
      asked,
    );
    expect(texts(writing)).toEqual([['Late?', 'Five are.']]);
    const done = run([values(human('Late?'), ai('m', 'Five are late.')), { type: 'ended' }], writing);
    expect(texts(done)).toEqual([['Late?', 'Five are late.']]);
    expect(done.phase).toBe('idle');
  });

  it('what a rejoined run tells again about a message the thread holds already is not shown twice', () => {
    const loaded = run([{ type: 'loaded', values: { messages: [human('a'), ai('m', 'Done.')] } }, { type: 'joined' }]);
    const again = run(
      [event('metadata', { attempt: 1 }), values(human('a')), piece('m', 'Do'), piece('m', 'ne.'), values(human('a'), ai('m', 'Done.'))],
      loaded,
    );
    expect(texts(again)).toEqual([['a', 'Done.']]);
  });

  it('a run that another worker took over writes its answer from the start', () => {
    const first = run([{ type: 'asked', text: 'a' }, event('metadata', { attempt: 1 }), piece('m', 'Half of')]);
    expect(texts(run([event('metadata', { attempt: 2 }), piece('m2', 'All of it')], first))).toEqual([['a', 'All of it']]);
  });

  it('blocks stand where they came, and text a block repeats is not shown twice', () => {
    const text = { type: 'text', text: 'Five are late.', cites: [] };
    const state = run([
      { type: 'asked', text: 'a' },
      piece('m', 'Five are late.'),
      event('custom', { type: 'block', message: 'm', block: text }),
      event('custom', { type: 'block', message: 'm', block: overview.blocks[1] }),
      piece('m', ' And one more'),
    ]);
    expect(texts(state)).toEqual([['a', 'Five are late.', 'table', 'And one more']]);
  });

  it('what the text says of a block is the block; a block no passage has named stands after what is said', () => {
    const [, table, chart] = overview.blocks;
    if (table?.type !== 'table') throw new Error('the second block is a table');
    const block = (each: unknown): Step => event('custom', { type: 'block', message: 'm', block: each });
    const early = run([{ type: 'asked', text: 'a' }, block(table), block(chart), piece('m', 'Five are late.'), piece('m', '\n\nLate')]);
    expect(texts(early)).toEqual([['a', 'Five are late.', 'table', 'chart']]);
    const lines = table.rows.map(({ cells }) => table.columns.map(({ key }) => cells[key]?.text).join(' | '));
    const head = table.columns.map(({ label }) => label).join(' | ');
    const late = run([piece('m', ` orders\n${[head, ...lines, table.note].join('\n')}`), piece('m', '\n\nTwo wait.')], early);
    expect(texts(late)).toEqual([['a', 'Five are late.', 'table', 'chart', 'Two wait.']]);
  });

  it('a piece is added whatever type it is sent under, and an interrupt takes nothing away', () => {
    const part = (content: string): Step => event('messages', [{ type: 'ai', id: 'm', content, tool_calls: [], tool_call_chunks: [] }, {}]);
    const state = run([{ type: 'asked', text: 'a' }, values(human('a')), part('It'), part(' waits.')]);
    expect(texts(state)).toEqual([['a', 'It waits.']]);
    const parked = run([values(human('a'), ai('m', 'It waits.')), event('values', { __interrupt__: [{ id: 'i', value: {} }] })], state);
    expect(texts(parked)).toEqual([['a', 'It waits.']]);
  });

  it('a change that is told of again stands everywhere as it was told of last', () => {
    const proposal = (state: string) => ({ blocks: [{ type: 'proposal', run: 'r', title: 't', state, waitsFor: '', changes: [] }] });
    const state = run([values(human('a'), ai('m', '', proposal('waiting')), ai('n', '', proposal('applied')))]);
    const blocks = exchangesOf(state)[0]?.replies.flatMap((reply) => reply.blocks);
    expect(blocks).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
  });

  it('what was taken back disappears, and the final message says that it replaced something', () => {
    const back = run([
      { type: 'asked', text: 'a' },
      values(human('a')),
      piece('m', 'A million.'),
      event('custom', { type: 'replaced', message: 'm', reason: 'unfaithful' }),
      piece('m', 'Nine.'),
    ]);
    expect(texts(back)).toEqual([['a', 'Nine.']]);
    expect(exchangesOf(back)[0]?.replies[0]?.replaced).toBe('unfaithful');
    const done = run([values(human('a'), ai('m', 'Nine.')), { type: 'ended' }], back);
    expect(exchangesOf(done)[0]?.replies[0]?.replaced).toBe('unfaithful');
    const notice = { blocks: [{ type: 'notice', level: 'info', code: 'x', text: 'An earlier text was taken back.' }] };
    const said = run([values(human('a'), ai('m', '', notice))], back);
    expect(exchangesOf(said)[0]?.replies[0]?.replaced).toBeUndefined();
  });

  it('tool calls stand with the question they were made for, each once, with how it ended', () => {
    const state = run([
      { type: 'asked', text: 'a' },
      tool('t1', 'running'),
      values(human('a')),
      tool('t2', 'running'),
      tool('t1', 'done', { ms: 12 }),
      tool('t2', 'failed', { ms: 3, error: 'connector.timeout' }),
      values(human('a'), ai('m', 'x')),
      { type: 'ended' },
      { type: 'asked', text: 'b' },
      tool('t3', 'running'),
    ]);
    expect(exchangesOf(state).map(({ tools }) => tools.map(({ id, state, ms, error }) => [id, state, ms, error]))).toEqual([
      [
        ['t1', 'done', 12, undefined],
        ['t2', 'failed', 3, 'connector.timeout'],
      ],
      [['t3', 'running', undefined, undefined]],
    ]);
  });

  it('tool calls of an earlier visit are read from the messages', () => {
    const call = { type: 'ai', id: 'c', content: '', tool_calls: [{ id: 't', name: 'erp.get-order', args: { order: 'SO-1' } }] };
    const state = run([
      {
        type: 'loaded',
        values: { messages: [human('a'), call, { type: 'tool', id: 'x', tool_call_id: 't', status: 'error', content: '' }, ai('m', 'x')] },
      },
    ]);
    expect(exchangesOf(state)[0]).toMatchObject({
      tools: [{ id: 't', name: 'erp.get-order', state: 'failed', input: { order: 'SO-1' } }],
      replies: [{ id: 'm' }],
    });
  });

  it('an error of the run is kept when the stream closes after it', () => {
    const state = run([{ type: 'asked', text: 'a' }, event('error', { error: 'llm.budget', message: 'Too much.' }), { type: 'ended' }]);
    expect(state).toMatchObject({ phase: 'failed', error: { code: 'llm.budget', message: 'Too much.' } });
  });

  it('the title comes with the values and stays when later values have none', () => {
    expect(run([event('values', { title: 'Late orders', messages: [] }), values()]).title).toBe('Late orders');
  });

  it.each([null, 7, 'x', [], [null], {}, { blocks: 'x' }, { type: 'tool' }, { messages: [null, 7, { type: 'ai' }] }, [{ type: 'ai' }]])(
    'nonsense from the wire changes nothing that is shown: %j',
    (data) => {
      const before = run([{ type: 'asked', text: 'a' }]);
      for (const name of ['messages', 'custom', 'metadata', 'unknown', 'messages|desk:1'])
        expect(texts(advance(before, event(name, data)))).toEqual([['a']]);
    },
  );
});
