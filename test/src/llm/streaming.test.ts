import { SimpleChatModel } from '@langchain/core/language_models/chat_models';
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { beforeAll, describe, expect, it } from 'vitest';
import { installLightContext } from '../../../src/flow/without-run-tree.ts';
import { NarratorChatModel } from '../../../src/llm/index.ts';
import { messagesFor, prompts } from './narration.ts';
import { drawOrder } from '../../../evals/faithfulness/orders.ts';

const turns = 64;
const messages = messagesFor('order-status.customer-update', 'en', drawOrder(3).sheet);

/** Answers word by word within one turn of the event loop, as a cached or fake model does. */
class InstantModel extends SimpleChatModel {
  override _llmType(): string {
    return 'instant';
  }
  override async _call(): Promise<string> {
    return 'never asked';
  }
  override async *_streamResponseChunks(
    _messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for (let n = 0; n < 100; n += 1) {
      yield new ChatGenerationChunk({ text: `word${n} `, message: new AIMessageChunk(`word${n} `) });
      await runManager?.handleLLMNewToken(`word${n} `);
    }
  }
}

function chatGraph(model: BaseChatModel) {
  return new StateGraph(Annotation.Root({ text: Annotation<string>() }))
    .addNode('answer', async () => ({ text: (await model.invoke(messages)).text }))
    .addEdge(START, 'answer')
    .addEdge('answer', END)
    .compile();
}

async function streamed(model: BaseChatModel): Promise<string[][]> {
  const graph = chatGraph(model);
  return Promise.all(
    Array.from({ length: turns }, async () => {
      const seen: string[] = [];
      for await (const [message] of await graph.stream({}, { streamMode: 'messages' })) if (message.text !== '') seen.push(message.text);
      return seen;
    }),
  );
}

async function spoken(model: BaseChatModel): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of await model.stream(messages)) if (chunk.text !== '') chunks.push(chunk.text);
  return chunks;
}

describe.each([
  ['the built-in narrator', new NarratorChatModel({ prompts })],
  ['a model that answers within one turn of the event loop', new InstantModel({})],
])('64 turns at once with %s', (_name, model: BaseChatModel) => {
  beforeAll(() => {
    // Read by LangChain when callbacks run; the programs set it before anything is loaded.
    expect(process.env['LANGCHAIN_CALLBACKS_BACKGROUND']).toBe('false');
    expect(installLightContext()).toBe(true);
  });

  it('lose no chunk, and none turns up in the turn of somebody else or in a later one', async () => {
    const whole = await spoken(model);
    expect(whole.length).toBeGreaterThan(1);
    for (const wave of [await streamed(model), await streamed(model)]) {
      expect(wave).toHaveLength(turns);
      for (const turn of wave) expect(turn).toEqual(whole);
    }
  });
});
