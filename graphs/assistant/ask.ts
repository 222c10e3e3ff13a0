import type { BaseMessage } from '@langchain/core/messages';
import type { Mention } from 'countersign/flow';
import type { State } from './state.ts';

export function lastHuman(messages: readonly BaseMessage[]): BaseMessage | undefined {
  return messages.findLast((message) => message.type === 'human');
}

export function readingOf(message: BaseMessage | undefined): { reading: string; mentions: readonly Mention[] } {
  // Put there by the engine when the message entered; a client's own are not taken over.
  const { reading, mentions } = message?.additional_kwargs ?? {};
  return {
    reading: typeof reading === 'string' ? reading : (message?.text ?? ''),
    mentions: Array.isArray(mentions) ? (mentions as readonly Mention[]) : [],
  };
}

/** What a person typed, and beside it the ids of the records its names mean; a model knows the names as tokens alone. */
export function withRecords(text: string, state: State): string {
  const named = readingOf(lastHuman(state.messages)).mentions;
  const lines = named.map(({ kind, keys }) => `${kind} ${keys.slice(0, 5).join(keys.length > 1 ? ' or ' : '')}`);
  return lines.length === 0 ? text : `${text}\n\n[Records the names may mean, in their order: ${lines.join('; ')}]`;
}

/**
 * What the asker says themselves, up to the first line that is quoted (`>`), as in a reply to an e-mail: words of somebody else are
 * no question and ask for nothing. A message that is all quotation stays whole.
 */
export function ownWords(text: string): string {
  const quoted = /^[ \t]*>/m.exec(text)?.index ?? text.length;
  const own = text.slice(0, quoted);
  return own.trim() === '' ? text : own;
}
