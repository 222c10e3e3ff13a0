import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { RunnableConfig } from '@langchain/core/runnables';

/**
 * Says what was written elsewhere, piece by piece, the way LangGraph listens for a model's words. It is no way to a model: the
 * pieces come from the gateway or from the narrator, and all this does is put them on the stream under one message id.
 */
class Speaker extends BaseChatModel {
  readonly #id: string;
  readonly #pieces: AsyncIterable<string> | Iterable<string>;

  constructor(id: string, pieces: AsyncIterable<string> | Iterable<string>) {
    super({});
    this.#id = id;
    this.#pieces = pieces;
  }

  override _llmType(): string {
    return 'countersign-speaker';
  }

  override async _generate(): Promise<ChatResult> {
    let text = '';
    for await (const piece of this.#pieces) text += piece;
    return { generations: [{ text, message: new AIMessage({ id: this.#id, content: text }) }] };
  }

  override async *_streamResponseChunks(
    _messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const text of this.#pieces) {
      const message = new AIMessageChunk({ id: this.#id, content: text });
      const chunk = new ChatGenerationChunk({ text, message });
      yield chunk;
      await runManager?.handleLLMNewToken(text, { prompt: 0, completion: 0 }, undefined, undefined, undefined, { chunk });
    }
  }
}

/** Puts pieces of a text on the stream; answers with the whole of it. */
export async function speak(config: RunnableConfig, id: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<string> {
  let whole = '';
  for await (const chunk of await new Speaker(id, pieces).stream([], config)) if (typeof chunk.content === 'string') whole += chunk.content;
  return whole;
}

/** A finished text in the pieces a reader sees it grow by: words, never half of one, never half a token. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/\s*(?:<[A-Z]+_\d+[a-z]{0,3}>|[^\s<]|<)+\s*$|\s*(?:<[A-Z]+_\d+[a-z]{0,3}>|[^\s<]|<)+/g) ?? (text === '' ? [] : [text]);
}

/** Pieces on their way from where they come up to where they are said; nothing is dropped however fast they come. */
export function createPipe(): AsyncIterable<string> & { push(piece: string): void; end(): void } {
  const waiting: string[] = [];
  let isOver = false;
  let wake: (() => void) | undefined;
  return {
    push(piece) {
      waiting.push(piece);
      wake?.();
    },
    end() {
      isOver = true;
      wake?.();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const piece = waiting.shift();
        if (piece !== undefined) yield piece;
        else if (isOver) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
