import { createReadStream, statSync } from 'node:fs';
import { CountersignError } from '../contracts/errors.ts';
import { mediaOf } from '../privacy/index.ts';

export type Source = { readonly chunks: AsyncIterable<Uint8Array>; readonly bytes: number | undefined };

/** Opens a file, or standard input for `-`. What is not there or cannot be read is said before the first byte. */
export function openSource(path: string, standardInput: AsyncIterable<Uint8Array>): Source {
  if (path === '-') return { chunks: standardInput, bytes: undefined };
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new CountersignError('resource.not_found', 'There is no such file', { field: 'file' });
  if (found.isDirectory()) throw new CountersignError('input.invalid', 'This is a folder; name a file', { field: 'file' });
  // A pipe has no size; it is read to its end.
  return { chunks: fileChunks(path), bytes: found.isFile() ? found.size : undefined };
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) yield chunk as Uint8Array;
  } catch (cause) {
    throw new CountersignError('resource.not_found', 'The file cannot be read; look at its rights', { field: 'file', cause });
  }
}

/** Lines as bytes, without their ends; a line longer than `limit` is refused before it fills the memory. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      held.push(chunk.subarray(start, end));
      yield Buffer.concat(held);
      held = [];
      size = 0;
      number += 1;
      start = end + 1;
    }
    held.push(chunk.subarray(start));
    size += chunk.byteLength - start;
    if (size > limit)
      throw new CountersignError('input.too_large', `Line ${number} is longer than ${limit} bytes`, { field: `line ${number}` });
  }
  if (size > 0) yield Buffer.concat(held);
}

/** Everything up to `limit` bytes. */
export async function wholeOf(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > limit)
      throw new CountersignError(
        'input.too_large',
        `A text or an array may have ${limit / 1_048_576} MiB at most; JSON lines may have any size`,
        { field: 'file' },
      );
    held.push(chunk);
  }
  return Buffer.concat(held);
}

/** UTF-8 or a refusal that says what the bytes are instead. `place` is the file or a line of it. */
export function decode(bytes: Uint8Array, place: string, field: string): string {
  const kind = mediaOf(bytes);
  if (kind !== undefined) throw new CountersignError('input.unsupported_media', `${place} is ${kind}; only text is looked into`, { field });
  // UTF-16 has a NUL in every other byte of a Latin text.
  if (bytes.includes(0))
    throw new CountersignError('input.unsupported_media', `${place} holds NUL bytes, so it is binary or UTF-16; only UTF-8 is read`, {
      field,
    });
  try {
    // A byte order mark stays: positions count from the text's true beginning.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CountersignError('input.malformed', `${place} is not valid UTF-8`, { field });
  }
}
