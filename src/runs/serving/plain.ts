import { isBaseMessage, type BaseMessage } from '@langchain/core/messages';
import { tokenBody } from '../../contracts/tokens.ts';

const token = new RegExp(tokenBody, 'i');
/** Nearly every text fails the first look, which costs a tenth of the second; there is one for every token that is streamed. */
export const mayHoldToken = (text: string): boolean => /_[1-9]/.test(text) && token.test(text);

/**
 * State and chunks as JSON: messages become flat objects with a `type`, as the protocol's clients read them. Written out
 * by hand because `toDict` takes 18 µs a message, and a turn has hundreds of chunks.
 */
export function plain(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isBaseMessage(value)) return message(value);
  if (value instanceof Date) return value.toISOString();
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON();
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) copy[key] = key === 'configurable' ? shownConfigurable(member) : plain(member);
  return copy;
}

const members = [
  'name',
  'tool_calls',
  'invalid_tool_calls',
  'tool_call_chunks',
  'usage_metadata',
  'tool_call_id',
  'status',
  'artifact',
  'role',
] as const;

function message(given: BaseMessage): Record<string, unknown> {
  const flat: Record<string, unknown> = {
    content: plain(given.content),
    additional_kwargs: plain(given.additional_kwargs),
    response_metadata: plain(given.response_metadata),
  };
  if (given.id !== undefined) flat['id'] = given.id;
  for (const member of members) {
    const value: unknown = Reflect.get(given, member);
    if (value !== undefined) flat[member] = plain(value);
  }
  flat['type'] = given.getType();
  return flat;
}

const shown = new Set(['thread_id', 'checkpoint_id', 'checkpoint_ns', 'checkpoint_map', 'run_id', 'assistant_id', 'graph_id']);

/** What the graph's own code finds in `configurable` (services, the person's roles) stays inside. */
function shownConfigurable(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return undefined;
  return Object.fromEntries(Object.entries(value).filter(([key]) => shown.has(key)));
}
