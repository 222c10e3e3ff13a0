import { randomUUID } from 'node:crypto';
import type { BaseMessage } from '@langchain/core/messages';
import type { Pregel } from '@langchain/langgraph';
import { assistants } from '../../graphs/index.ts';
import { servedAssistants } from '../../src/app/assistant.ts';
import { sleep } from '../../src/app/system.ts';
import type { Answer, AnswerEvent, Block } from '../../src/contracts/answer.ts';
import type { Principal } from '../../src/contracts/principal.ts';
import type { ServedGraph } from '../../src/contracts/served.ts';
import type { Connection } from '../../src/contracts/ports.ts';
import type { FixedClock } from '../../src/testing/index.ts';
import { openRig, type Rig, type RigOptions } from './rig.ts';

export type Turn = {
  /** What the asker reads: all texts of the answer, names restored. */
  readonly text: string;
  readonly answer: Answer;
  readonly blocks: readonly Block[];
  readonly intents: readonly string[];
  readonly events: readonly AnswerEvent[];
  /** The message chunks as they came, joined. */
  readonly streamed: string;
  readonly state: Record<string, unknown>;
  readonly parked: readonly { readonly id: string; readonly value: unknown }[];
};

export type Chat = {
  readonly threadId: string;
  say(text: string): Promise<Turn>;
  resume(value: unknown, by?: Principal): Promise<Turn>;
};

export type ChatRig = Rig & {
  readonly served: ServedGraph;
  chat(by?: Principal): Chat;
};

export const olivia: Principal = { id: 'person:olivia', name: 'Olivia Ortega', roles: ['operations'] };
export const carl: Principal = { id: 'person:carl', name: 'Carl Castle', roles: ['controller'] };

/** A clock that runs, beginning at a moment of the company's own. */
export function movedClock(from: string): FixedClock {
  const start = performance.now();
  let base = Date.parse(from);
  return {
    now: () => new Date(base + Math.round(performance.now() - start)),
    advance: (ms) => {
      base += ms;
    },
    set: (iso) => {
      base = Date.parse(iso) - Math.round(performance.now() - start);
    },
  };
}

/** The assistant over a company, without HTTP: the same graph, hooks and gate as the server has. */
export async function openChatRig(
  options: Omit<RigOptions, 'connections'> & { connections: ReadonlyMap<string, Connection>; now?: string },
): Promise<ChatRig> {
  const rig = await openRig({ ...options, clock: options.clock ?? movedClock(options.now ?? '2024-05-17T10:00:00.000Z'), sleep });
  const [served] = servedAssistants(rig.core, assistants, {
    decide: (...given) => rig.services.approvals.decide(...given),
    cancel: (...given) => rig.services.runs.cancel(...given),
  });
  if (!served) throw new Error('there is no assistant');
  rig.core.worker.start();
  return {
    ...rig,
    served,
    chat: (by = olivia) => openChat(served, by, async (runId) => intentsOf(await rig.storage.audit.list({ runId, limit: 20 }))),
    close() {
      void rig.core.worker.stop(100);
      rig.close();
    },
  };
}

function intentsOf(records: readonly { action: string; body: Record<string, unknown> }[]): string[] {
  const last = records.findLast(({ action }) => action === 'assistant.answered');
  return (last?.body['intents'] as string[] | undefined) ?? [];
}

function openChat(served: ServedGraph, by: Principal, intents: (runId: string) => Promise<string[]>): Chat {
  const threadId = randomUUID();
  // Built by LangGraph; contracts keep it opaque.
  const graph = served.graph as Pregel<never, never>;
  const run = async (input: unknown, runBy: Principal): Promise<Turn> => {
    const runId = randomUUID();
    const signal = AbortSignal.timeout(20_000);
    const context = { runId, threadId, by: runBy, signal };
    const config = { configurable: { thread_id: threadId, ...served.hooks.configurable(context) }, signal, recursionLimit: 50 };
    const events: AnswerEvent[] = [];
    let streamed = '';
    const stream = await graph.stream(input, { ...config, streamMode: ['messages', 'custom'], durability: 'exit' } as never);
    for await (const [mode, data] of stream as unknown as AsyncIterable<[string, unknown]>) {
      if (mode === 'custom') events.push(data as AnswerEvent);
      else {
        const [chunk] = data as [BaseMessage];
        if (chunk.type === 'ai' && typeof chunk.content === 'string' && chunk.constructor.name === 'AIMessageChunk')
          streamed += chunk.content;
      }
    }
    const snapshot = await graph.getState(config as never);
    const state = snapshot.values as Record<string, unknown>;
    const messages = state['messages'] as BaseMessage[];
    const answer = messages.at(-1)?.additional_kwargs['answer'] as Answer;
    const shown = (await served.hooks.reveal(threadId, answer)) as Answer;
    return {
      answer: shown,
      blocks: shown.blocks,
      text: shown.blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n'),
      intents: await intents(runId),
      events,
      streamed,
      state,
      parked: snapshot.tasks.flatMap((task) => task.interrupts.map(({ id, value }) => ({ id: id ?? '', value }))),
    };
  };
  return {
    threadId,
    async say(text) {
      const context = { runId: randomUUID(), threadId, by, signal: AbortSignal.timeout(20_000) };
      return run(await served.hooks.enter(context, { messages: [{ role: 'user', content: text }] }), by);
    },
    async resume(value, resumeBy = by) {
      const { Command } = await import('@langchain/langgraph');
      const snapshot = await graph.getState({ configurable: { thread_id: threadId } } as never);
      const parked = snapshot.tasks.flatMap((task) => task.interrupts.map((each) => ({ id: each.id ?? '', value: each.value as unknown })));
      const context = { runId: randomUUID(), threadId, by: resumeBy, signal: AbortSignal.timeout(20_000) };
      const answers = await served.hooks.decide?.(context, parked, value);
      return run(new Command({ resume: answers }), resumeBy);
    },
  };
}
