import { z } from 'zod';
import { businessId, organisation } from '../../contracts/classes.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { Privacy } from '../../contracts/privacy.ts';
import { wordsOf } from '../../matching/names.ts';
import type { Directory, Mention } from './parts.ts';

/** The longest message a person may type. */
export const longestMessage = 8000;

/** A message as it enters state: redacted, with the records its names may mean. */
export type EnteredMessage = {
  readonly type: 'human';
  readonly id?: string;
  readonly content: string;
  readonly additional_kwargs: {
    /** The same with words of the assistant's own language left readable, for its rules; no model is shown it. */
    readonly reading: string;
    /** Places in `reading`. */
    readonly mentions: readonly Mention[];
  };
};

export type EnterParts = {
  readonly privacy: Privacy;
  readonly directory: Pick<Directory, 'find'>;
  readonly isOwnWord: (word: string, alsoSlips: boolean) => boolean;
};

const TextPart = z.looseObject({ type: z.literal('text'), text: z.string() });
const Content = z.union([z.string(), z.array(z.union([z.string(), TextPart])).max(50)]);
const MessageInput = z.union([
  z.string(),
  z.looseObject({ type: z.string().optional(), role: z.string().optional(), id: z.string().max(100).nullish(), content: Content }),
  z.tuple([z.string(), z.string()]),
]);
const TalkInput = z.looseObject({ messages: z.union([MessageInput, z.array(MessageInput).min(1).max(50)]) });

/**
 * What a client may put into a conversation: words of a person. Messages of other speakers would be words put into the
 * assistant's mouth, so they are refused. Of several messages each is taken, in order.
 */
export async function enterMessages(
  parts: EnterParts,
  threadId: string,
  input: unknown,
  signal: AbortSignal,
): Promise<{ readonly messages: readonly EnteredMessage[] }> {
  const parsed = TalkInput.safeParse(input);
  if (!parsed.success)
    throw new CountersignError('input.invalid', 'The input is { messages: [{ role: "user", content: "…" }] }', { field: 'input.messages' });
  const given = Array.isArray(parsed.data.messages) && !isPair(parsed.data.messages) ? parsed.data.messages : [parsed.data.messages];
  const messages: EnteredMessage[] = [];
  for (const [at, each] of given.entries()) messages.push(await enterOne(parts, threadId, readMessage(each, at), signal));
  return { messages };
}

function isPair(value: readonly unknown[]): boolean {
  return value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'string' && /^(?:user|human)$/.test(value[0]);
}

function readMessage(given: unknown, at: number): { readonly id?: string; readonly text: string } {
  const field = `input.messages[${at}]`;
  if (typeof given === 'string') return { text: checked(given, field) };
  if (Array.isArray(given)) {
    refuseOthers(String(given[0]), field);
    return { text: checked(String(given[1]), field) };
  }
  // The schema let nothing else through.
  const message = given as { type?: string; role?: string; id?: string | null; content: z.infer<typeof Content> };
  refuseOthers(message.role ?? message.type ?? 'human', field);
  const text =
    typeof message.content === 'string'
      ? message.content
      : message.content.map((part) => (typeof part === 'string' ? part : part.text)).join('\n');
  return { text: checked(text, field), ...(message.id ? { id: message.id } : {}) };
}

function refuseOthers(role: string, field: string): void {
  if (!['human', 'user'].includes(role))
    throw new CountersignError('input.invalid', `A client speaks for the person who asks: role user, not ${role.slice(0, 20)}`, {
      field: `${field}.role`,
    });
}

function checked(text: string, field: string): string {
  if (text.trim() === '') throw new CountersignError('input.invalid', 'The message is empty', { field: `${field}.content` });
  if (text.length > longestMessage)
    throw new CountersignError('input.too_large', `A message has at most ${longestMessage} characters`, { field: `${field}.content` });
  return text.normalize('NFC');
}

/**
 * Names of known records are looked up in the raw text and told to the vault first, so that they become tokens however they
 * are spelt; then everything else that is personal does. Places are those of the text that enters.
 */
async function enterOne(
  { privacy, directory, isOwnWord }: EnterParts,
  threadId: string,
  { id, text }: { readonly id?: string; readonly text: string },
  signal: AbortSignal,
): Promise<EnteredMessage> {
  const named = numbered(text, await directory.find(text, signal));
  for (const { kind, start, end } of named.mentions)
    if (kind === 'customer' && !/^\d+$/.test(named.text.slice(start, end)))
      await privacy.protect(threadId, Named, { name: named.text.slice(start, end) });
  const numbers = [...named.text.matchAll(documentNumber)].map(([found]) => found);
  const products = named.mentions.flatMap(({ kind, start, end }) => (kind === 'material' ? [named.text.slice(start, end)] : []));
  if (numbers.length + products.length > 0) await privacy.protect(threadId, Ids, [...numbers, ...products]);
  const redacted = await privacy.redactText(threadId, named.text, { signal });
  // `Bestand von` reads like a name to a detector; to the rules it is what is asked for.
  const withoutNumbers = named.text.replace(documentNumber, (found) => ' '.repeat(found.length));
  const hidden = redacted.spans.filter(({ start, end }) => !isOwn(withoutNumbers.slice(start, end), isOwnWord));
  const reading = put(named.text, hidden);
  const mentions = named.mentions.map((each) => ({
    ...each,
    start: moved(hidden, each.start, false),
    end: moved(hidden, each.end, true),
  }));
  return { type: 'human', ...(id === undefined ? {} : { id }), content: redacted.text, additional_kwargs: { reading, mentions } };
}

/**
 * A product's name without a digit may be somebody's too: hidden as a person's, `Chai` would stop every answer that names the
 * product. Its number says the same and is nobody's. What is to be written down, behind a colon or in quotes, stays as it is.
 */
function numbered(text: string, found: readonly Mention[]): { readonly text: string; readonly mentions: readonly Mention[] } {
  const written = /:\s|["“„«]/u.exec(text)?.index ?? text.length;
  const swaps: Hidden[] = found.flatMap(({ kind, keys, start, end }) => {
    const isNamed = kind === 'material' && start < written && !/\d/.test(text.slice(start, end));
    return isNamed ? [{ start, end, with: keys.slice(0, 3).join('/') }] : [];
  });
  const place = (each: Mention): Mention => ({ ...each, start: moved(swaps, each.start, false), end: moved(swaps, each.end, true) });
  return { text: put(text, swaps), mentions: found.map((each) => place(each)) };
}

type Hidden = { readonly start: number; readonly end: number; readonly with: string };

function put(text: string, hidden: readonly Hidden[]): string {
  let out = '';
  let at = 0;
  for (const span of hidden) {
    out += text.slice(at, span.start) + span.with;
    at = span.end;
  }
  return out + text.slice(at);
}

/** Where a place of the text stands once what is hidden is replaced. */
function moved(hidden: readonly Hidden[], at: number, isEnd: boolean): number {
  let place = at;
  for (const span of hidden) {
    if (span.end <= at) place += span.with.length - (span.end - span.start);
    else if (span.start < at) return place - (at - span.start) + (isEnd ? span.with.length : 0);
  }
  return place;
}

/** Words of the assistant's own, and in small letters also their slips; a name is hardly ever written so. */
function isOwn(text: string, isOwnWord: EnterParts['isOwnWord']): boolean {
  return wordsOf(text).every(({ text: word, start, end }) =>
    isOwnWord(word, text.slice(start, end) === text.slice(start, end).toLowerCase()),
  );
}

const documentNumber = /(?<![\p{L}\p{N}-])[A-Z]{2,5}-\d{2,10}(?![\p{L}\p{N}])/gu;
const Ids = z.array(businessId());
const Named = z.object({ name: organisation() });
