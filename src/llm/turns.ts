import { CountersignError } from '../contracts/errors.ts';
import type { ChatMessage } from '../contracts/privacy.ts';
import type { PastCall, Turn } from './payload.ts';

const roles: Readonly<Record<string, Turn['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  ai: 'assistant',
  tool: 'tool',
  function: 'tool',
};
/** Parts of a content that are read, and those only the model that wrote them has use for. */
const readable = new Set(['text', 'input_text', 'output_text', 'refusal']);
const own = new Set(['reasoning', 'thinking', 'tool_call', 'tool_use']);
type Fields = Readonly<Record<string, unknown>>;

/**
 * Protected messages as they leave: role, text, calls and whose result. Every other member stays here. Ids of calls come from
 * outside and say nothing to a model, so others are given out; the name of a call is that of a tool on offer or `unavailable`.
 */
export function turnsOf(messages: readonly ChatMessage[], wireNameOf: (name: string) => string | undefined): readonly Turn[] {
  const ids = new Map<string, string>();
  return messages.map((message, at): Turn => {
    const field = `messages[${at}]`;
    const role = roles[String(message.role ?? message['type'])];
    if (!role) throw invalid('A message says of no known role who speaks', `${field}.role`);
    const content = textOf(message.content, `${field}.content`);
    if (role === 'assistant') {
      const calls = Array.isArray(message['tool_calls']) ? message['tool_calls'] : [];
      return { role, content, calls: calls.map((call, index) => pastCall(call, `${field}.tool_calls[${index}]`, ids, wireNameOf)) };
    }
    if (role !== 'tool') return { role, content };
    const callId = ids.get(String(message['tool_call_id']));
    if (callId === undefined) throw invalid('A result answers no earlier call', `${field}.tool_call_id`);
    return { role, content, callId };
  });
}

function textOf(content: unknown, field: string): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (!Array.isArray(content)) return JSON.stringify(content);
  const texts = content.flatMap((part: unknown, at) => {
    if (typeof part === 'string') return [part];
    const fields = isFields(part) ? part : {};
    const type = typeof fields['type'] === 'string' ? fields['type'] : 'text';
    if (own.has(type)) return [];
    const text = fields['text'] ?? fields['refusal'];
    if (!readable.has(type) || typeof text !== 'string')
      throw new CountersignError('input.unsupported_media', 'A conversation carries text alone', { field: `${field}[${at}]` });
    return [text];
  });
  return texts.join('\n');
}

function pastCall(call: unknown, field: string, ids: Map<string, string>, wireNameOf: (name: string) => string | undefined): PastCall {
  if (!isFields(call)) throw invalid('A call of a tool has no known shape', field);
  const inner = isFields(call['function']) ? call['function'] : call;
  const given = String(call['id']);
  // Nine letters and digits are an id to every provider, also to those that take no other.
  const id = `call${String(ids.size + 1).padStart(5, '0')}`;
  ids.set(given, id);
  const args = treeOf(inner['arguments'] ?? inner['args'] ?? {}, `${field}.arguments`);
  return { id, name: wireNameOf(String(inner['name'])) ?? 'unavailable', args: isFields(args) ? args : { arguments: args } };
}

function treeOf(args: unknown, field: string): unknown {
  if (typeof args !== 'string') return args;
  try {
    return JSON.parse(args === '' ? '{}' : args);
  } catch {
    // What is no JSON may hold anything, so it is not kept as a cause.
    throw invalid('The arguments of an earlier call are no JSON', field);
  }
}

function invalid(message: string, field: string): CountersignError {
  return new CountersignError('input.invalid', message, { field });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
