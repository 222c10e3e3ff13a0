import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import { Annotation, interrupt, MessagesAnnotation, START, StateGraph, type LangGraphRunnableConfig } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { CountersignError } from '../../src/contracts/errors.ts';
import type { ServedGraph, ServedHooks } from '../../src/contracts/served.ts';

const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('stopped'));
    });
  });

/** Says `say 5 words` as five words, one chunk each, with a pause where `every 2 ms` asks for one; anything else it repeats. */
export class EchoModel extends BaseChatModel {
  constructor() {
    super({});
  }

  override _llmType(): string {
    return 'echo';
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const text = wordsOf(messages).join('');
    return { generations: [{ text, message: new AIMessage(text) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const pauseMs = Number(/every (\d+) ms/.exec(lastOf(messages))?.[1] ?? 0);
    for (const word of wordsOf(messages)) {
      if (pauseMs > 0) await wait(pauseMs);
      const chunk = new ChatGenerationChunk({ text: word, message: new AIMessageChunk({ content: word }) });
      yield chunk;
      await runManager?.handleLLMNewToken(word, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}

function lastOf(messages: readonly BaseMessage[]): string {
  const content = messages.at(-1)?.content;
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function wordsOf(messages: readonly BaseMessage[]): string[] {
  const text = lastOf(messages);
  const count = /^say (\d+) words/.exec(text)?.[1];
  return count === undefined ? [`you said: ${text}`] : Array.from({ length: Number(count) }, (_, at) => `w${at} `);
}

const Slow = Annotation.Root({ ms: Annotation<number>, log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }) });
const Ask = Annotation.Root({
  question: Annotation<string>,
  answers: Annotation<Record<string, unknown>>({ reducer: (a, b) => ({ ...a, ...b }), default: () => ({}) }),
});

/** What the fixtures' nodes were called with, for the tests to look at. */
export type Seen = {
  readonly signals: AbortSignal[];
  readonly configurable: Record<string, unknown>[];
  decisions: unknown[];
  forgotten: string[];
};
export const newSeen = (): Seen => ({ signals: [], configurable: [], decisions: [], forgotten: [] });

function builders(seen: Seen) {
  const model = new EchoModel();
  const echo = new StateGraph(MessagesAnnotation)
    .addNode('model', async (state, config: LangGraphRunnableConfig) => {
      seen.configurable.push({ ...config.configurable });
      return { messages: [await model.invoke(state.messages, config)] };
    })
    .addEdge(START, 'model');
  const step = (name: string) => async (state: typeof Slow.State, config: LangGraphRunnableConfig) => {
    if (config.signal) seen.signals.push(config.signal);
    await wait(state.ms, config.signal);
    return { log: [name] };
  };
  const slow = new StateGraph(Slow)
    .addNode('one', step('one'))
    .addNode('two', step('two'))
    .addNode('three', step('three'))
    .addEdge(START, 'one')
    .addEdge('one', 'two')
    .addEdge('two', 'three');
  const error = new StateGraph(Slow)
    .addNode('fail', async () => {
      throw new Error('the password of Olivia Brandt is secret');
    })
    .addEdge(START, 'fail');
  const ask = new StateGraph(Ask)
    .addNode('gate', (state) => ({ answers: { gate: interrupt<unknown, unknown>({ question: state.question }) } }))
    .addNode('after', () => ({ answers: { after: true } }))
    .addEdge(START, 'gate')
    .addEdge('gate', 'after');
  const askTwo = new StateGraph(Ask)
    .addNode('left', () => ({ answers: { left: interrupt<unknown, unknown>({ side: 'left' }) } }))
    .addNode('right', () => ({ answers: { right: interrupt<unknown, unknown>({ side: 'right' }) } }))
    .addNode('after', () => ({ answers: { after: true } }))
    .addEdge(START, 'left')
    .addEdge(START, 'right')
    .addEdge(['left', 'right'], 'after');
  const inner = new StateGraph(Slow)
    .addNode('deep', (_state, config: LangGraphRunnableConfig) => {
      config.writer?.({ from: 'deep' });
      return { log: ['deep'] };
    })
    .addEdge(START, 'deep')
    .compile();
  const nested = new StateGraph(Slow).addNode('inner', inner).addEdge(START, 'inner');
  const innerAsk = new StateGraph(Ask)
    .addNode('gate', (state) => ({ answers: { gate: interrupt<unknown, unknown>({ question: state.question }) } }))
    .addEdge(START, 'gate')
    .addNode('after', () => ({ answers: { after: true } }))
    .addEdge('gate', 'after')
    .compile();
  const nestedAsk = new StateGraph(Ask).addNode('inner', innerAsk).addEdge(START, 'inner');
  const custom = new StateGraph(Slow)
    .addNode('write', (_state, config: LangGraphRunnableConfig) => {
      config.writer?.({ step: 1 });
      config.writer?.({ step: 2, who: '<PERSON_1>' });
      return { log: ['written'] };
    })
    .addEdge(START, 'write');
  return { echo, slow, error, ask, 'ask-two': askTwo, nested, 'nested-ask': nestedAsk, custom };
}

const replaced = (tree: unknown, from: string, to: string): unknown => JSON.parse(JSON.stringify(tree ?? null).replaceAll(from, to));

/** One person is personal: Olivia Brandt is <PERSON_1> in state. */
export function hooksOf(seen: Seen, gated: boolean): ServedHooks {
  return {
    async enter(_run, input) {
      if (JSON.stringify(input)?.includes('forbidden words'))
        throw new CountersignError('input.invalid', 'These words are not taken', { field: 'input' });
      return replaced(input, 'Olivia Brandt', '<PERSON_1>');
    },
    reveal: async (_threadId, tree) => replaced(tree, '<PERSON_1>', 'Olivia Brandt'),
    configurable: (run) => ({ __services: { secret: 'inside' }, asked_by: run.by.id }),
    async forget(threadId) {
      seen.forgotten.push(threadId);
    },
    ...(gated
      ? {
          async decide(run, parked, resume) {
            seen.decisions.push({ by: run.by.id, resume });
            if (resume !== 'approve')
              throw new CountersignError('approval.not_allowed', 'This is no decision', { field: 'command.resume' });
            return Object.fromEntries(parked.map((each) => [each.id, 'decided']));
          },
          async mayUpdate(_run, parked) {
            if (parked.length > 0) throw new CountersignError('approval.not_allowed', 'A decision waits here', { field: 'values' });
          },
          showInterrupt: (value, inbox) => ({ shownFor: inbox ?? 'anybody', value }),
        }
      : {}),
  };
}

export function servedGraphs(checkpointer: BaseCheckpointSaver, seen: Seen): ServedGraph[] {
  const made = Object.entries(builders(seen)).map(([id, builder]): ServedGraph => ({
    id,
    description: `the fixture ${id}`,
    // Each is a builder of its own type; all compile alike.
    graph: (builder as { compile(options: object): unknown }).compile({ checkpointer }),
    hooks: hooksOf(seen, false),
  }));
  const gated = (builders(seen).ask as { compile(options: object): unknown }).compile({ checkpointer });
  return [...made, { id: 'gated', description: 'an interrupt behind a gate', graph: gated, hooks: hooksOf(seen, true) }];
}

/** The same graphs for a server that loads them by itself. */
export const bareGraphs = () => builders(newSeen());
