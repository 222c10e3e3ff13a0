import { extname } from 'node:path';
import { CountersignError } from '../contracts/errors.ts';
import type { RedactedFile } from '../contracts/redaction.ts';
import { decode, linesOf, wholeOf, type Source } from './read-bytes.ts';

export type NamedText = { readonly text: string; readonly place: string; readonly id?: string | number };
export type Texts = { readonly form: RedactedFile['form']; readonly texts: AsyncIterable<NamedText> | Iterable<NamedText> };

const wholeLimit = 64 * 1_048_576;
const lineLimit = 8 * 1_048_576;

/**
 * The texts of a source: JSON lines by the ending or by a first line that is an object with a `text`, a JSON array of
 * strings or of such objects, and otherwise one plain text. Lines are read one by one, everything else at once.
 */
export async function readTexts(path: string, source: Source): Promise<Texts> {
  const ending = extname(path).toLowerCase();
  if (ending === '.jsonl' || ending === '.ndjson') return { form: 'lines', texts: lineTexts(source.chunks) };
  const { first, again } = await peek(source.chunks);
  if (isLine(first)) return { form: 'lines', texts: lineTexts(again) };
  const text = decode(await wholeOf(again, wholeLimit), 'The file', 'file');
  const items = arrayOf(text, ending === '.json');
  if (items) return { form: 'array', texts: items };
  return { form: 'text', texts: [{ text, place: 'The text' }] };
}

/** Reads up to the end of the first line that has something on it, and gives the same bytes again from the beginning. */
async function peek(chunks: AsyncIterable<Uint8Array>): Promise<{ first: Uint8Array; again: AsyncIterable<Uint8Array> }> {
  const reader = chunks[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  let end = -1;
  let isOver = false;
  while (end < 0 && !isOver && head.byteLength <= lineLimit) {
    const next = await reader.next();
    isOver = next.done === true;
    if (next.done !== true) head = Buffer.concat([head, next.value]);
    const start = head.findIndex((byte) => byte > 32);
    end = start < 0 ? -1 : head.indexOf(10, start);
  }
  const again = async function* (): AsyncGenerator<Uint8Array> {
    yield head;
    for (let next = isOver ? undefined : await reader.next(); next && next.done !== true; next = await reader.next()) yield next.value;
  };
  return { first: end < 0 ? head : head.subarray(0, end), again: again() };
}

function isLine(bytes: Uint8Array): boolean {
  const line = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim();
  if (!line.startsWith('{')) return false;
  const value = parsed(line);
  return isObject(value) && typeof value['text'] === 'string';
}

async function* lineTexts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<NamedText> {
  let number = 0;
  for await (const bytes of linesOf(chunks, lineLimit)) {
    number += 1;
    const line = decode(bytes, `Line ${number}`, `line ${number}`).replace(/^\ufeff/, '');
    if (line.trim() !== '') yield textOf(parsed(line), `Line ${number}`);
  }
}

/** A file that calls itself JSON has to be such an array or a single such object; any other text may begin with a bracket. */
function arrayOf(whole: string, isJson: boolean): readonly NamedText[] | undefined {
  const text = whole.replace(/^\ufeff/, '');
  if (!isJson && !text.trimStart().startsWith('[')) return undefined;
  const value = parsed(text);
  if (!isJson && !(Array.isArray(value) && value.every(isTextLike))) return undefined;
  if (value === undefined) throw new CountersignError('input.malformed', 'The file is not valid JSON', { field: 'file' });
  return (Array.isArray(value) ? value : [value]).map((item, index) => textOf(item, `Item ${index}`, true));
}

const isTextLike = (item: unknown): boolean => typeof item === 'string' || (isObject(item) && typeof item['text'] === 'string');

function textOf(value: unknown, place: string, mayBeString = false): NamedText {
  if (mayBeString && typeof value === 'string') return { text: value, place };
  if (value === undefined) throw new CountersignError('input.malformed', `${place} is not valid JSON`, { field: place.toLowerCase() });
  const text = isObject(value) ? value['text'] : undefined;
  if (!isObject(value) || typeof text !== 'string')
    throw new CountersignError('input.invalid', `${place} has no field text that is a string`, { field: `${place.toLowerCase()}: text` });
  const id = value['id'];
  return { text, place, ...(typeof id === 'string' || typeof id === 'number' ? { id } : {}) };
}

/** Undefined for what is no JSON; the parser's own message would quote the text. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
