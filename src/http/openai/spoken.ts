import type { Turn } from '../../contracts/serving.ts';

/** What the assistant says in a turn, as text: its message's chunks, or the message itself where none were streamed. */
export async function* spokenBy(turn: Turn): AsyncGenerator<{ readonly text: string }> {
  const begun = new Set<string>();
  let last: { id: string; content: string } | undefined;
  const earlier = new Set<string>();
  let isFirst = true;
  for await (const { mode, namespace, data } of turn.events) {
    if (namespace.length > 0) continue;
    if (mode === 'messages') {
      const chunk = chunkOf(data);
      if (!chunk || chunk.content === '') continue;
      // A second message of the same turn, such as one that takes the place of another, begins a paragraph of its own.
      const lead = begun.size > 0 && !begun.has(chunk.id) ? '\n\n' : '';
      begun.add(chunk.id);
      yield { text: lead + chunk.content };
    } else if (mode === 'values') {
      const messages = messagesOf(data);
      if (isFirst) for (const { id } of messages) earlier.add(id);
      isFirst = false;
      last = messages.findLast(({ type }) => type === 'ai');
    }
  }
  if (begun.size === 0 && last && !earlier.has(last.id)) yield { text: last.content };
}

/** A chunk's type as Python's server writes it, and as this one does. */
const speaks = new Set(['AIMessageChunk', 'ai']);

function chunkOf(data: unknown): { readonly id: string; readonly content: string } | undefined {
  const message: unknown = Array.isArray(data) ? data[0] : undefined;
  if (!isFields(message) || !speaks.has(String(message['type'])) || typeof message['content'] !== 'string') return undefined;
  return { id: String(message['id']), content: message['content'] };
}

function messagesOf(data: unknown): readonly { readonly id: string; readonly type: string; readonly content: string }[] {
  const messages: unknown = isFields(data) ? data['messages'] : undefined;
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((each: unknown) =>
    isFields(each) && typeof each['content'] === 'string'
      ? [{ id: String(each['id']), type: String(each['type']), content: each['content'] }]
      : [],
  );
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
