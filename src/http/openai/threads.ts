import { createHash } from 'node:crypto';
import type { ChatBody } from './schemas.ts';
import { textOf } from './schemas.ts';

/**
 * Chat front ends send a whole conversation each time and know no threads. One that goes on where an answer of ours ended
 * belongs to that answer's thread; anything else begins a new one. Kept in memory: forgotten, a conversation starts afresh.
 */
export class KnownConversations {
  readonly #threads = new Map<string, string>();
  readonly #most: number;

  constructor(most = 20_000) {
    this.#most = most;
  }

  /** The thread of the conversation before its last message. */
  find(principal: string, messages: ChatBody['messages']): string | undefined {
    const before = messages.slice(
      0,
      messages.findLastIndex(({ role }) => role === 'user'),
    );
    return before.some(({ role }) => role === 'user') ? this.#threads.get(keyOf(principal, before)) : undefined;
  }

  /** Remembers where the conversation goes on once the answer stands behind it. */
  keep(principal: string, messages: ChatBody['messages'], answer: string, threadId: string): void {
    const key = keyOf(principal, [...messages, { role: 'assistant', content: answer }]);
    this.#threads.delete(key);
    this.#threads.set(key, threadId);
    const [oldest] = this.#threads.keys();
    if (this.#threads.size > this.#most && oldest !== undefined) this.#threads.delete(oldest);
  }
}

/** By what people and the assistant said; front ends change system messages and white space. */
function keyOf(principal: string, messages: ChatBody['messages']): string {
  const said = messages
    .filter(({ role }) => role === 'user' || role === 'assistant')
    .map(({ role, content }) => [role, textOf(content).replace(/\s+/g, ' ').trim()]);
  return createHash('sha256')
    .update(JSON.stringify([principal, said]))
    .digest('base64url');
}
