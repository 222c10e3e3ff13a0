import { z } from 'zod';
import type { VaultAddition, VaultKey, VaultNote, VaultRow, VaultThread } from '../contracts/vault.ts';
import type { Anchor, Line } from './book.ts';
import type { DataKey } from './key-ring.ts';
import { decodeNumber, decodeText, encodeNumber, encodeText, nonceBytes, open, seal, type RandomBytes } from './seal.ts';
import { tokenText } from './tokens.ts';

/** What a note holds once opened: business ids, and which record an entity is. */
const Note = z.object({ safe: z.array(z.string()), anchors: z.array(z.tuple([z.number(), z.string(), z.string()])) });

export type Opened = {
  readonly lines: readonly Line[];
  readonly anchors: readonly Anchor[];
  readonly safe: readonly string[];
  /** Keys of the entities by number, for adding writings to them. */
  readonly keys: ReadonlyMap<number, Uint8Array>;
  readonly lastNote: number;
};

type KeyOf = (generation: number) => Promise<Uint8Array>;

/** Opens a thread as stored. A flipped bit, a moved row or another key makes it throw. */
export async function openThread(threadId: string, { rows, keys: wrapped, notes }: VaultThread, keyOf: KeyOf): Promise<Opened> {
  const keys = new Map<number, Uint8Array>();
  for (const each of wrapped) keys.set(each.entity, open(await keyOf(each.generation), each.wrapped, keyContext(threadId, each.entity)));
  const lines: Line[] = [];
  for (const row of rows) {
    const { kind, index, alias, entity } = row;
    const plain = row.ciphertext && (await openRow(threadId, row, row.ciphertext, keys, keyOf));
    const number = plain && decodeNumber(plain);
    const value = number ?? (plain && decodeText(plain));
    lines.push({ token: tokenText(kind, index, alias), kind, index, alias, entity, value, isNumber: number !== undefined });
  }
  const anchors: Anchor[] = [];
  const safe: string[] = [];
  for (const note of notes) {
    const plain = open(await keyOf(note.generation), note.ciphertext, noteContext(threadId, note.seq));
    const { safe: ids, anchors: records } = Note.parse(JSON.parse(decodeText(plain)));
    safe.push(...ids);
    for (const [entity, type, id] of records) anchors.push({ entity, type, id });
  }
  return { lines, anchors, safe, keys, lastNote: Math.max(0, ...notes.map((note) => note.seq)) };
}

async function openRow(
  threadId: string,
  row: VaultRow,
  ciphertext: Uint8Array,
  keys: ReadonlyMap<number, Uint8Array>,
  keyOf: KeyOf,
): Promise<Uint8Array> {
  if (row.legacy !== undefined) return open(await keyOf(row.generation), ciphertext, `${threadId}\u0000${row.kind}\u0000${row.legacy}`);
  const key = keys.get(row.entity);
  if (!key) throw new Error('the key of an entity is missing');
  return open(key, ciphertext, rowContext(threadId, row));
}

export type Addition = {
  readonly lines: readonly Line[];
  readonly anchors: readonly Anchor[];
  readonly safe: readonly string[];
  readonly lastNote: number;
  readonly expiresAt: string;
};

/** Seals what is added. Entities without a key get one, which `keys` then holds too. */
export function sealAddition(
  threadId: string,
  { lines, anchors, safe, lastNote, expiresAt }: Addition,
  data: DataKey,
  keys: Map<number, Uint8Array>,
  randomBytes: RandomBytes,
): VaultAddition {
  const { generation } = data;
  // One call for all keys and nonces: asking the system each time costs more than the sealing.
  const random = drawn(randomBytes, lines.length * bytesPerLine + nonceBytes);
  const wrapped: VaultKey[] = [];
  const rows: VaultRow[] = [];
  for (const line of lines) {
    const { kind, index, alias, entity, value = '', isNumber } = line;
    let key = keys.get(entity);
    if (!key) {
      keys.set(entity, (key = random(32)));
      wrapped.push({ entity, wrapped: seal(data.key, key, keyContext(threadId, entity), random), generation });
    }
    const ciphertext = seal(key, isNumber ? encodeNumber(value) : encodeText(value), rowContext(threadId, line), random);
    rows.push({ kind, index, alias, entity, ciphertext, generation, expiresAt });
  }
  const notes: VaultNote[] = [];
  if (anchors.length + safe.length > 0) {
    const plain = JSON.stringify({ safe, anchors: anchors.map(({ entity, type, id }) => [entity, type, id]) });
    const seq = lastNote + 1;
    notes.push({ seq, ciphertext: seal(data.key, encodeText(plain), noteContext(threadId, seq), random), generation, expiresAt });
  }
  return { rows, keys: wrapped, notes };
}

/** A key, its nonce and the value's. */
const bytesPerLine = 32 + 2 * nonceBytes;

function drawn(randomBytes: RandomBytes, size: number): RandomBytes {
  const pool = randomBytes(size);
  let at = 0;
  return (wanted) => {
    if (at + wanted > size) throw new Error('more random bytes were used than drawn');
    return pool.subarray(at, (at += wanted));
  };
}

/** Everything of a thread that the data key seals, again under another one. Rows from before entity keys get theirs on the way. */
export async function resealThread(
  threadId: string,
  thread: VaultThread,
  data: DataKey,
  keyOf: KeyOf,
  randomBytes: RandomBytes,
): Promise<VaultAddition> {
  const { generation } = data;
  const { keys } = await openThread(threadId, thread, keyOf);
  const all = new Map(keys);
  const rows: VaultRow[] = [];
  for (const row of thread.rows) {
    if (row.legacy === undefined || !row.ciphertext) {
      rows.push({ ...row, generation });
      continue;
    }
    const plain = await openRow(threadId, row, row.ciphertext, keys, keyOf);
    const key = all.get(row.entity) ?? randomBytes(32);
    all.set(row.entity, key);
    const { legacy: _legacy, ...rest } = row;
    rows.push({ ...rest, ciphertext: seal(key, plain, rowContext(threadId, row), randomBytes), generation });
  }
  const wrapped = [...all].map(([entity, key]) => ({
    entity,
    wrapped: seal(data.key, key, keyContext(threadId, entity), randomBytes),
    generation,
  }));
  const notes: VaultNote[] = [];
  for (const note of thread.notes) {
    const context = noteContext(threadId, note.seq);
    const plain = open(await keyOf(note.generation), note.ciphertext, context);
    notes.push({ ...note, ciphertext: seal(data.key, plain, context, randomBytes), generation });
  }
  return { rows, keys: wrapped, notes };
}

function rowContext(threadId: string, { kind, index, alias, entity }: Pick<Line, 'kind' | 'index' | 'alias' | 'entity'>): string {
  return `${threadId}\u0000${kind}\u0000${index}\u0000${alias}\u0000${entity}`;
}

function keyContext(threadId: string, entity: number): string {
  return `${threadId}\u0000key\u0000${entity}`;
}

function noteContext(threadId: string, seq: number): string {
  return `${threadId}\u0000note\u0000${seq}`;
}
