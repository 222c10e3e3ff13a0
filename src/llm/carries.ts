import { isDeepStrictEqual } from 'node:util';
import type { Payload, Turn } from './payload.ts';

/**
 * Whether a body carries what was checked and nothing else: the messages in their order, their calls, the tools, and beside
 * them only the model's name, numbers and switches. Answers with the member that differs, or undefined.
 */
export function carriesExactly(body: string, { turns, tools }: Payload, model: string): string | undefined {
  const sent: unknown = JSON.parse(body);
  if (!isFields(sent)) return 'body';
  const { messages, tools: sentTools, model: sentModel, ...rest } = sent;
  if (sentModel !== model) return 'model';
  if (!Array.isArray(messages) || messages.length !== turns.length) return 'messages';
  const at = turns.findIndex((turn, index) => !isTurn(messages[index], turn));
  if (at >= 0) return `messages[${at}]`;
  if (!isDeepStrictEqual(sentTools ?? [], asJson(tools))) return 'tools';
  return Object.entries(rest).find((member) => !isInert(member))?.[0];
}

// Newer models of OpenAI call the system's messages the developer's.
const names: Readonly<Record<Turn['role'], readonly unknown[]>> = {
  system: ['system', 'developer'],
  user: ['user'],
  assistant: ['assistant'],
  tool: ['tool'],
};

function isTurn(sent: unknown, turn: Turn): boolean {
  if (!isFields(sent)) return false;
  const { role, content, tool_calls: calls = [], tool_call_id: callId, ...rest } = sent;
  if (!names[turn.role].includes(role) || content !== turn.content || Object.keys(rest).length > 0) return false;
  // Ollama knows a result by its place and sends no id.
  if (callId !== undefined && (turn.role !== 'tool' || callId !== turn.callId)) return false;
  const past = turn.role === 'assistant' ? turn.calls : [];
  const expected = past.map(({ id, name, args }) => ({ id, type: 'function', function: { name, arguments: args } }));
  return Array.isArray(calls) && isDeepStrictEqual(calls.map(withParsedArguments), asJson(expected));
}

/** OpenAI writes arguments as text, Ollama as a tree; what they say is compared. */
function withParsedArguments(call: unknown): unknown {
  if (!isFields(call) || !isFields(call['function'])) return call;
  const { arguments: written, ...named } = call['function'];
  return { ...call, function: { ...named, arguments: typeof written === 'string' ? parsed(written) : written } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** As it comes back from the wire: without members that are undefined, with one zero. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A switch, a number or a group of them: nothing that could be words of anybody. */
function isInert([name, value]: readonly [string, unknown]): boolean {
  if (!/^[a-z_]{1,40}$/.test(name)) return false;
  return isFields(value) ? Object.entries(value).every(isInert) : typeof value === 'number' || typeof value === 'boolean' || value === null;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
