import type { TokenKind } from '../contracts/classes.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { TokenEntry, Vault, VaultRow, VaultStore } from '../contracts/privacy.ts';
import type { Clock } from '../contracts/time.ts';
import { identityOf } from './fold.ts';
import { deriveKey, keyedHash, open, seal, sha256Hex, type RandomBytes } from './seal.ts';
import { tokenText } from './tokens.ts';

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

type Keys = { readonly data: Uint8Array; readonly entity: Uint8Array };
type Thread = { readonly entries: readonly TokenEntry[]; readonly byEntity: ReadonlyMap<string, string>; readonly readAt: number };
type Context = VaultOptions & { readonly cache: Map<string, Thread>; keys: Promise<Keys> | undefined; erasures: number };

const dataKeyName = 'vault.data_key';

/**
 * The vault over a store of ciphertext. A data key, wrapped by the installation key, encrypts the values; a key derived
 * from it hashes them for look-up, so nobody who reads the store can test a guess. Any failure closes: callers get
 * privacy.vault_unavailable and nothing goes on without its tokens.
 */
export function createVault(options: VaultOptions): Vault {
  if (options.key.length !== 32) throw new CountersignError('config.invalid', 'The vault key must have 32 bytes');
  const context: Context = { ...options, cache: new Map(), keys: undefined, erasures: 0 };
  const { store, clock } = options;
  return {
    tokenise: (threadId, values) => guarded(() => tokenise(context, threadId, values)),
    entries: (threadId, wanted) => guarded(async () => (await loaded(context, threadId, wanted?.fresh ?? false)).entries),
    putBlob: (bytes) => guarded(() => putBlob(context, bytes)),
    getBlob: (ref) => guarded(() => getBlob(context, ref)),
    deleteThread: (threadId) =>
      guarded(async () => {
        forget(context, threadId);
        await store.deleteThread(threadId);
        forget(context, threadId);
      }),
    expire: (at) =>
      guarded(async () => {
        const removed = await store.expire(at);
        if (removed > 0) forget(context);
        return removed;
      }),
    close: () =>
      guarded(async () => {
        forget(context);
        context.keys = undefined;
        await store.close();
      }),
  };

  async function putBlob({ randomBytes, ttlMs }: Context, bytes: Uint8Array) {
    const { data } = await keysOf(context);
    const ref = `blob_${Buffer.from(randomBytes(16)).toString('hex')}`;
    const salt = randomBytes(16);
    await store.putBlob(ref, seal(data, bytes, `blob\u0000${ref}`, randomBytes), new Date(clock.now().getTime() + ttlMs).toISOString());
    return { ref, sha256: sha256Hex(bytes), salt: Buffer.from(salt).toString('hex'), commitment: sha256Hex(salt, bytes) };
  }

  async function getBlob(_: Context, ref: string): Promise<Uint8Array | undefined> {
    const sealed = await store.getBlob(ref);
    return sealed && open((await keysOf(context)).data, sealed, `blob\u0000${ref}`);
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CountersignError && cause.code === 'privacy.vault_unavailable') throw cause;
    throw new CountersignError('privacy.vault_unavailable', 'The vault cannot be read or written; nothing was sent', {
      retry: 'later',
      cause,
    });
  }
}

async function tokenise(
  context: Context,
  threadId: string,
  values: readonly { kind: TokenKind; value: string }[],
): Promise<readonly string[]> {
  if (values.length === 0) return [];
  const { data, entity: entityKey } = await keysOf(context);
  let thread = await loaded(context, threadId, false);
  const entities = values.map(({ kind, value }) => keyedHash(entityKey, `${kind}\u0000${threadId}\u0000${identityOf(kind, value)}`));
  const missing = new Map<string, Omit<VaultRow, 'index'>>();
  const expiresAt = new Date(context.clock.now().getTime() + context.ttlMs).toISOString();
  for (const [at, { kind, value }] of values.entries()) {
    const entity = entities[at] ?? '';
    if (thread.byEntity.has(entity) || missing.has(entity)) continue;
    missing.set(entity, {
      kind,
      entity,
      ciphertext: seal(data, Buffer.from(value, 'utf8'), bound(threadId, kind, entity), context.randomBytes),
      expiresAt,
    });
  }
  if (missing.size > 0) {
    const erasures = context.erasures;
    const rows = await context.store.addTokens(threadId, [...missing.values()]);
    thread = remember(context, threadId, merged(data, threadId, context.cache.get(threadId) ?? thread, rows, context.clock), erasures);
  }
  return entities.map((entity) => {
    const token = thread.byEntity.get(entity);
    if (token === undefined) throw new Error('the store lost a token it had accepted');
    return token;
  });
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
  const { data } = await keysOf(context);
  const erasures = context.erasures;
  const rows = await context.store.findTokens(threadId);
  // Fewer rows than we hold means somebody erased: start over instead of serving what is gone.
  const basis = known && rows.length >= known.entries.length ? known : undefined;
  return remember(context, threadId, merged(data, threadId, basis, rows, context.clock), erasures);
}

function merged(dataKey: Uint8Array, threadId: string, basis: Thread | undefined, rows: readonly VaultRow[], clock: Clock): Thread {
  const readAt = clock.now().getTime();
  const unseen = rows.filter((row) => !basis?.byEntity.has(row.entity));
  if (basis && unseen.length === 0) return { ...basis, readAt };
  const byEntity = new Map(basis?.byEntity);
  const entries = [...(basis?.entries ?? [])];
  for (const row of unseen) {
    const token = tokenText(row.kind, row.index);
    const value = Buffer.from(open(dataKey, row.ciphertext, bound(threadId, row.kind, row.entity))).toString('utf8');
    byEntity.set(row.entity, token);
    entries.push({ token, kind: row.kind, value });
  }
  return { entries, byEntity, readAt };
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

function bound(threadId: string, kind: TokenKind, entity: string): string {
  return `${threadId}\u0000${kind}\u0000${entity}`;
}

function keysOf(context: Context): Promise<Keys> {
  context.keys ??= loadKeys(context).catch((cause: unknown) => {
    // A failure is not remembered; the next call tries again.
    context.keys = undefined;
    throw cause;
  });
  return context.keys;
}

async function loadKeys({ store, key, randomBytes }: Context): Promise<Keys> {
  const wrapping = deriveKey(key, 'vault-wrap');
  let wrapped = await store.getMeta(dataKeyName);
  if (wrapped === undefined) {
    await store.setMeta(dataKeyName, Buffer.from(seal(wrapping, randomBytes(32), dataKeyName, randomBytes)).toString('base64'));
    // Read back: if another process was first, its key counts.
    wrapped = await store.getMeta(dataKeyName);
    if (wrapped === undefined) throw new Error('the data key was not kept');
  }
  const data = open(wrapping, Buffer.from(wrapped, 'base64'), dataKeyName);
  return { data, entity: deriveKey(data, 'vault-entity') };
}
