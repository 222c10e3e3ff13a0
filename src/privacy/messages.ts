import { CountersignError } from '../contracts/errors.ts';
import type { Destination, PrivacyPolicy } from '../contracts/privacy-policy.ts';
import type { ChatMessage, Counts, MessagesOptions } from '../contracts/privacy.ts';
import { addCounts, type Given, type Redactor } from './redact-text.ts';
import { planTree } from './redact-tree.ts';

type Texts = readonly string[];
/** What is sent for redaction, and how what comes back is put in its place. */
type Part<T> = { readonly given: readonly Given[]; readonly build: (texts: Texts) => T };
type Rules = { readonly policy: PrivacyPolicy; readonly destination: Destination };
type Fields = Readonly<Record<string, unknown>>;

/** Members of a message or part that carry no words of anybody: who speaks, which call is answered, what the part is. */
const structural = new Set([
  'role',
  'type',
  'tool_call_id',
  'id',
  'call_id',
  'tool_use_id',
  'index',
  'status',
  'is_error',
  'cache_control',
]);
const images = new Set(['image_url', 'image', 'input_image', 'image_file']);
const files = new Set(['file', 'input_file', 'document', 'audio', 'input_audio', 'video', 'video_url', 'media']);
const texts = new Set(['text', 'input_text', 'output_text', 'refusal', 'reasoning', 'thinking']);

/**
 * Chat messages in the shapes of OpenAI and LangChain: text or parts as content, the system prompt and tool results like
 * any other message, arguments of tool calls as the tree they are. One call to the vault for all of them.
 */
export async function protectMessages(
  redact: Redactor,
  policy: PrivacyPolicy,
  threadId: string,
  messages: readonly ChatMessage[],
  { destination = 'model', signal, inTokens = [] }: MessagesOptions,
): Promise<{ messages: readonly ChatMessage[]; counts: Counts }> {
  const whole = list(messages, (message, at) => {
    const part = fieldsPart(message, `messages[${at}]`, { policy, destination });
    return inTokens.includes(at) ? { ...part, given: part.given.map((each) => ({ ...each, isInTokens: true })) } : part;
  });
  const redacted = await redact(threadId, whole.given, destination, signal);
  return { messages: whole.build(redacted.map((each) => each.text)), counts: addCounts(redacted) };
}

/** A message, or a part of its content: known members by what they are, anything else as a tree. */
function fieldsPart(fields: Fields, at: string, rules: Rules): Part<Record<string, unknown>> {
  return record(fields, (name, value) => {
    const path = `${at}.${name}`;
    if (name === 'content' && Array.isArray(value)) return list(value, (part, index) => contentPart(part, `${path}[${index}]`, rules));
    if ((name === 'tool_calls' || name === 'invalid_tool_calls') && Array.isArray(value))
      return list(value, (call, index) => toolCall(call, `${path}[${index}]`, rules));
    if (name === 'function_call') return toolCall(value, path, rules);
    if (structural.has(name)) return fixed(value);
    // A tool's result is often a tree written as text, and `\nSmith` or `M\u00fcller` hides a name from whoever reads the text.
    if ((name === 'content' || name === 'text') && typeof value === 'string' && /^\s*[{[]/.test(value)) return jsonText(value, path, rules);
    return planTree(value, rules.policy, rules.destination, path);
  });
}

function contentPart(part: unknown, at: string, rules: Rules): Part<unknown> {
  if (!isFields(part)) return planTree(part, rules.policy, rules.destination, at);
  const type = typeof part['type'] === 'string' ? part['type'] : 'text' in part ? 'text' : '';
  if (texts.has(type) || type === 'tool_result' || type === 'tool_use' || type === 'tool_call') return fieldsPart(part, at, rules);
  const { images: onImages, files: onFiles, unknownParts } = rules.policy.content;
  const [rule, name] = images.has(type) ? [onImages, 'IMAGE'] : files.has(type) ? [onFiles, 'FILE'] : [unknownParts, 'PART'];
  if (rule === 'pass') return fixed(part);
  if (rule === 'drop') return fixed({ type: 'text', text: `[${name}]` });
  throw new CountersignError('privacy.blocked', `A part that cannot be read (${name.toLowerCase()}) is kept back by the policy`, {
    field: at,
  });
}

/** `{ function: { name, arguments } }` of OpenAI, `{ name, args }` of LangChain. The name is the program's own word. */
function toolCall(call: unknown, at: string, rules: Rules): Part<unknown> {
  if (!isFields(call)) return planTree(call, rules.policy, rules.destination, at);
  return record(call, (name, value) => {
    const path = `${at}.${name}`;
    if (name === 'function') return toolCall(value, path, rules);
    if (name === 'arguments' && typeof value === 'string') return jsonText(value, path, rules);
    if (name === 'name' || structural.has(name)) return fixed(value);
    return planTree(value, rules.policy, rules.destination, path);
  });
}

/** On the parsed tree, never on the JSON text: a value with a quote in it would break it. What is no JSON is text. */
function jsonText(text: string, at: string, { policy, destination }: Rules): Part<string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { given: [{ text, field: at }], build: ([redacted]) => redacted ?? '' };
  }
  const tree = planTree(parsed, policy, destination, at);
  return {
    given: tree.given,
    build: (back) => (back.every((each, index) => each === tree.given[index]?.text) ? text : JSON.stringify(tree.build(back))),
  };
}

function fixed<T>(value: T): Part<T> {
  return { given: [], build: () => value };
}

function list<T, U>(items: readonly T[], part: (item: T, at: number) => Part<U>): Part<U[]> {
  const parts = items.map(part);
  return { given: parts.flatMap((each) => each.given), build: (back) => shared(parts, back) };
}

function record(fields: Fields, part: (name: string, value: unknown) => Part<unknown>): Part<Record<string, unknown>> {
  const named = Object.entries(fields).filter(([name]) => name !== '__proto__');
  const parts = named.map(([name, value]) => part(name, value));
  return {
    given: parts.flatMap((each) => each.given),
    build: (back) => {
      const values = shared(parts, back);
      return Object.fromEntries(named.map(([name], at) => [name, values[at]]));
    },
  };
}

/** Each part takes as many texts as it gave. */
function shared<T>(parts: readonly Part<T>[], back: Texts): T[] {
  let at = 0;
  return parts.map((each) => each.build(back.slice(at, (at += each.given.length))));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
