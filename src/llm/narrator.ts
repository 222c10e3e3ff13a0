import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { PromptRegistry } from '../prompting/index.ts';
import { formatFact, languageOf, pluralFor } from './format-fact.ts';
import { readBlock, type SheetBlock, type ShownFact } from './sheet-block.ts';

const nothing = { input_tokens: 0, output_tokens: 0, total_tokens: 0 };

const cannot: Readonly<Record<string, string>> = {
  en: "I can't put this into words: no language model is configured, and the built-in narrator has no sentences for it.",
  de: 'Das kann ich nicht in Worte fassen: Es ist kein Sprachmodell eingerichtet, und der eingebaute Erzähler hat dafür keine Sätze.',
  fr: 'Je ne peux pas le formuler : aucun modèle de langage n’est configuré et le narrateur intégré n’a pas de phrases pour cela.',
  es: 'No puedo expresarlo: no hay ningún modelo de lenguaje configurado y el narrador integrado no tiene frases para ello.',
};

const cannotTalk: Readonly<Record<string, string>> = {
  en: "I can't answer this: no language model answers here, and the built-in narrator does not hold conversations.",
  de: 'Das kann ich nicht beantworten: Hier antwortet kein Sprachmodell, und der eingebaute Erzähler führt keine Gespräche.',
  fr: 'Je ne peux pas répondre : aucun modèle de langage ne répond ici et le narrateur intégré ne tient pas de conversation.',
  es: 'No puedo responder: aquí no responde ningún modelo de lenguaje y el narrador integrado no mantiene conversaciones.',
};

/** What the narrator says in a conversation, which it cannot hold: always this, whatever it was asked. */
export function cannotConverse(locale: string): string {
  return cannotTalk[languageOf(locale)] ?? '';
}

type Told = { readonly text: string; readonly factIds: readonly string[]; readonly abstained: boolean };

/**
 * The built-in narrator: a chat model without a model. It reads the facts in the message it is given, the same a language
 * model would be given, and fills the prompt's own sentences with them. The same message always gives the same text, every
 * value in it is a fact, and what it has no sentences for it declines to write. It asks for no tools and holds no
 * conversation: there the gateway lets it say so, see `cannotConverse`.
 */
export class NarratorChatModel extends BaseChatModel {
  readonly #prompts: PromptRegistry;

  constructor({ prompts }: { readonly prompts: PromptRegistry }) {
    super({});
    this.#prompts = prompts;
  }

  override _llmType(): string {
    return 'countersign-narrator';
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const told = this.#tell(messages);
    const message = new AIMessage({ content: told.text, response_metadata: metadataOf(told) });
    Object.assign(message, { usage_metadata: nothing });
    return { generations: [{ text: told.text, message }], llmOutput: {} };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const told = this.#tell(messages);
    const sentences = told.text.match(/[^.!?\n]*(?:[.!?\n]+\s*|$)/g)?.filter((sentence) => sentence !== '') ?? [];
    for (const [at, text] of sentences.entries()) {
      // Giving way between sentences: a stream that answers within one turn of the event loop loses tokens in LangGraph.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      const isLast = at === sentences.length - 1;
      const message = new AIMessageChunk({ content: text, response_metadata: isLast ? metadataOf(told) : {} });
      if (isLast) Object.assign(message, { usage_metadata: nothing });
      yield new ChatGenerationChunk({ text, message });
      await runManager?.handleLLMNewToken(text);
    }
  }

  #tell(messages: readonly BaseMessage[]): Told {
    const block = blockIn(messages);
    const prompt = block && this.#prompts.find(block.prompt, block.version);
    const locale = prompt && block ? writingLocale(block.locale, prompt.languageFor(block.locale)) : 'en';
    const told = prompt && block && realise(block, locale, (view, printer) => prompt.narrate(locale, view, printer));
    return told ?? { text: cannot[languageOf(block?.locale ?? 'en')] ?? '', factIds: [], abstained: true };
  }
}

/** Fills sentences with facts and notes which it used. Undefined where there are no sentences. */
function realise(
  block: SheetBlock,
  locale: string,
  narrate: (
    view: Readonly<Record<string, unknown>>,
    printer: {
      print: (value: string | number | boolean) => string;
      plural: (value: string | number | boolean, one: string, other: string) => string;
    },
  ) => string | undefined,
): Told | undefined {
  const facts = new Map<string | number | boolean, ShownFact>(block.facts.map((fact) => [fact.id, fact]));
  const used = new Set<string>();
  const text = narrate(block.view, {
    print: (value) => {
      const fact = facts.get(value);
      if (!fact) return String(value);
      used.add(fact.id);
      return formatFact(fact, locale);
    },
    plural: (value, one, other) => {
      const fact = facts.get(value);
      return fact ? pluralFor(fact, one, other, locale) : other;
    },
  });
  return text === undefined ? undefined : { text, factIds: [...used], abstained: false };
}

/** The reader's own locale if the prompt speaks its language (`de-AT`), otherwise the language the prompt falls back to. */
function writingLocale(locale: string, language: string): string {
  return locale.slice(0, 2).toLowerCase() === language ? locale : language;
}

function blockIn(messages: readonly BaseMessage[]): SheetBlock | undefined {
  for (const message of messages.toReversed()) {
    if (message.type !== 'human' || typeof message.content !== 'string') continue;
    const block = readBlock(message.content);
    if (block) return block;
  }
  return undefined;
}

function metadataOf({ factIds, abstained }: Told): Record<string, unknown> {
  return { engine: 'narrator', deterministic: true, factIds, ...(abstained ? { abstained } : {}) };
}
