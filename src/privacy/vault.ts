import { CountersignError } from '../contracts/errors.ts';
import type { Clock } from '../contracts/time.ts';
import type { Surface, ThreadValues, Vault, VaultStore } from '../contracts/vault.ts';
import { Book } from './book.ts';
import { eraseSubject } from './erase.ts';
import { KeyRing } from './key-ring.ts';
import { resealAll } from './reseal.ts';
import type { RandomBytes } from './seal.ts';
import { openThread, sealAddition } from './sealed-thread.ts';
import { getBlob, putBlob } from './vault-blobs.ts';

export type VaultOptions = {
  readonly store: VaultStore;
  /** The installation key, 32 bytes. It wraps the data key and is never stored. */
  readonly key: Uint8Array;
  readonly clock: Clock;
  /** How long a value can be restored, counted from its first use. */
  readonly ttlMs: number;
  readonly randomBytes: RandomBytes;
  /** How many threads stay decrypted in memory. */
  readonly cachedThreads?: number;
  /** After this time the store is asked again whether another process added or erased values. */
  readonly freshMs?: number;
};

/** A thread in memory, as of a revision of the store. `unstored` are business ids that are not stored yet. */
type Thread = {
  readonly book: Book;
  readonly keys: Map<number, Uint8Array>;
  readonly safe: Set<string>;
  readonly unstored: Set<string>;
  revision: number;
  lastNote: number;
  readAt: number;
};
type Context = VaultOptions & {
  readonly ring: KeyRing;
  readonly cache: Map<string, Thread>;
  /** The last change of each thread that is under way: changes of one thread follow one another. */
  readonly writing: Map<string, Promise<unknown>>;
  erasures: number;
};

/**
 * The vault over a store of ciphertext. Every entity's values are sealed under a key of its own, that key under the data
 * key, and that one under the installation key: destroying an entity's key destroys its values wherever a copy of them
 * lies. Any failure closes: callers get privacy.vault_unavailable and nothing goes on without its tokens.
 */
export function createVault(options: VaultOptions): Vault {
  const context: Context = { ...options, ring: new KeyRing(options), cache: new Map(), writing: new Map(), erasures: 0 };
  const { store, ring } = context;
  return {
    tokenise: (threadId, values) => guarded(() => tokenise(context, threadId, values)),
    addSafe: (threadId, values, wanted) => guarded(() => addSafe(context, threadId, values, wanted?.store ?? false)),
    entries: (threadId, wanted) => guarded(async () => (await loaded(context, threadId, wanted?.fresh ?? false)).book.entries),
    thread: (threadId, wanted) => guarded(async () => valuesOf(await loaded(context, threadId, wanted?.fresh ?? false))),
    putBlob: (bytes) => guarded(() => putBlob(context, bytes)),
    getBlob: (ref) => guarded(() => getBlob(context, ref)),
    deleteThread: (threadId) =>
      guarded(async () => {
        forget(context, threadId);
        await store.deleteThread(threadId);
        forget(context, threadId);
      }),
    eraseSubject: (subject, work) => guarded(() => eraseSubject(context, subject, work).finally(() => forget(context))),
    rotate: (newKey) => guarded(() => ring.rewrap(newKey)),
    rotateDataKey: (work = {}) => guarded(() => resealAll(context, work).finally(() => forget(context))),
    expire: (at) =>
      guarded(async () => {
        const removed = await store.expire(at);
        if (removed > 0) forget(context);
        return removed;
      }),
    close: () =>
      guarded(async () => {
        forget(context);
        ring.forget();
        await store.close();
      }),
  };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CountersignError && (cause.code === 'privacy.vault_unavailable' || cause.code === 'config.invalid')) throw cause;
    throw new CountersignError('privacy.vault_unavailable', 'The vault cannot be read or written; nothing was sent', {
      retry: 'later',
      cause,
    });
  }
}

/** Known values are answered from memory; new ones cost one call to the store, however many they are. */
async function tokenise(context: Context, threadId: string, values: readonly Surface[]): Promise<readonly string[]> {
  if (values.length === 0) return [];
  const known = context.writing.has(threadId) ? undefined : (await loaded(context, threadId, false)).book.known(values);
  return known ?? inTurn(context, threadId, () => add(context, threadId, values));
}

async function addSafe(context: Context, threadId: string, values: readonly string[], store: boolean): Promise<void> {
  const thread = await loaded(context, threadId, false);
  for (const value of values) {
    if (thread.safe.has(value)) continue;
    thread.safe.add(value);
    thread.unstored.add(value);
  }
  if (store && thread.unstored.size > 0) await inTurn(context, threadId, () => add(context, threadId, []));
}

/** What others may read of a thread before it is stored would not be durable, so changes wait for one another. */
function inTurn<T>(context: Context, threadId: string, work: () => Promise<T>): Promise<T> {
  const turn = (context.writing.get(threadId) ?? Promise.resolve()).then(work, work);
  context.writing.set(threadId, turn);
  const done = (): void => {
    if (context.writing.get(threadId) === turn) context.writing.delete(threadId);
  };
  turn.finally(done).catch(() => undefined);
  return turn;
}

async function add(context: Context, threadId: string, values: readonly Surface[]): Promise<readonly string[]> {
  // Every round some process succeeded in adding something; so many in a row are a fault, not bad luck.
  for (let round = 0; round < 50; round += 1) {
    const thread = await loaded(context, threadId, round > 0);
    const tokens = await addOnce(context, threadId, thread, values);
    if (tokens) return tokens;
  }
  throw new Error('the thread never stood still');
}

/** Undefined when another process was faster; what was allocated in memory is thrown away then. */
async function addOnce(
  context: Context,
  threadId: string,
  thread: Thread,
  values: readonly Surface[],
): Promise<readonly string[] | undefined> {
  const { store, ring, clock, randomBytes, ttlMs } = context;
  const { tokens, lines, anchors } = thread.book.allocate(values);
  const safe = [...thread.unstored];
  if (lines.length + anchors.length === 0 && (values.length > 0 || safe.length === 0)) return tokens;
  let isKept = false;
  try {
    const data = await ring.current();
    const expiresAt = new Date(clock.now().getTime() + ttlMs).toISOString();
    const addition = { lines, anchors, safe, lastNote: thread.lastNote, expiresAt };
    const sealed = sealAddition(threadId, addition, data, thread.keys, randomBytes);
    const revision = await store.append(threadId, thread.revision, data.generation, sealed);
    if (revision === undefined) {
      // Either the thread or the data key moved on.
      ring.forget();
      return undefined;
    }
    isKept = true;
    thread.revision = revision;
    thread.lastNote += sealed.notes.length;
    for (const each of safe) thread.unstored.delete(each);
    return tokens;
  } finally {
    if (!isKept && context.cache.get(threadId) === thread) dropKeepingSafe(context, threadId, thread);
  }
}

/** Business ids not stored yet outlive a reading of the thread anew. */
function dropKeepingSafe(context: Context, threadId: string, thread: Thread): void {
  context.cache.set(threadId, emptyThread(thread.unstored));
}

function emptyThread(unstored: ReadonlySet<string>): Thread {
  // Revision −1 is no thread's, so the store is asked whatever the age.
  return {
    book: new Book(),
    keys: new Map(),
    safe: new Set(unstored),
    unstored: new Set(unstored),
    revision: -1,
    lastNote: 0,
    readAt: Number.NEGATIVE_INFINITY,
  };
}

async function loaded(context: Context, threadId: string, fresh: boolean): Promise<Thread> {
  const known = context.cache.get(threadId);
  const now = context.clock.now().getTime();
  if (known && !fresh && now - known.readAt < (context.freshMs ?? 5000)) {
    // Re-inserting keeps the map in order of last use.
    context.cache.delete(threadId);
    context.cache.set(threadId, known);
    return known;
  }
  const erasures = context.erasures;
  // A wrong or an old key is found out before anything is answered, even for a thread that holds nothing.
  await context.ring.current();
  const stored = await context.store.readThread(threadId, known?.revision);
  if (!stored) {
    if (known) known.readAt = now;
    return known ?? emptyThread(new Set());
  }
  const opened = await openThread(threadId, stored, (generation) => context.ring.of(generation));
  const book = new Book();
  book.load(opened.lines, opened.anchors);
  // Another call of this process may have read or added in the meantime; the later state of the two counts.
  const latest = context.cache.get(threadId);
  const unstored = new Set([...(latest?.unstored ?? [])].filter((value) => !opened.safe.includes(value)));
  const thread: Thread = {
    book,
    keys: new Map(opened.keys),
    safe: new Set([...opened.safe, ...unstored]),
    unstored,
    revision: stored.revision,
    lastNote: opened.lastNote,
    readAt: now,
  };
  if (latest && latest !== known && latest.revision > stored.revision) return latest;
  return remember(context, threadId, thread, erasures);
}

/** Caches unless somebody erased in the meantime. */
function remember(context: Context, threadId: string, thread: Thread, erasures: number): Thread {
  if (context.erasures !== erasures) return thread;
  context.cache.delete(threadId);
  context.cache.set(threadId, thread);
  if (context.cache.size > (context.cachedThreads ?? 256)) {
    const oldest = context.cache.keys().next();
    if (!oldest.done) context.cache.delete(oldest.value);
  }
  return thread;
}

function forget(context: Context, threadId?: string): void {
  context.erasures += 1;
  if (threadId === undefined) context.cache.clear();
  else context.cache.delete(threadId);
}

function valuesOf({ book, safe }: Thread): ThreadValues {
  return { entries: book.entries, erased: book.erased, safe };
}
