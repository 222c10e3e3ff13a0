import { generationName, type SealedBlob, type VaultAddition, type VaultStore, type VaultThread } from '../contracts/vault.ts';

/** A vault store in memory, for tests. It keeps ciphertext only, like the real ones. */
export function memoryVaultStore(): VaultStore {
  const shelf = new Shelf();
  const { threads, blobs, meta } = shelf;
  return {
    async readThread(threadId, unless) {
      const thread = threads.get(threadId);
      if ((thread?.revision ?? 0) === unless) return undefined;
      return thread ?? { revision: 0, rows: [], keys: [], notes: [] };
    },
    append: async (threadId, revision, generation, addition) => shelf.write(threadId, revision, generation, addition),
    replace: async (threadId, revision, generation, sealed) => shelf.write(threadId, revision, generation, sealed),
    eraseEntities: async (threadId, entities) => shelf.erase(threadId, new Set(entities)),
    threadIds: async (after, limit) => page([...threads.keys()], after, limit),
    async putBlob(ref, blob, expiresAt) {
      if (!shelf.isGeneration(blob.generation)) return false;
      blobs.set(ref, { ...blob, expiresAt });
      return true;
    },
    async resealBlob(ref, blob) {
      const held = blobs.get(ref);
      if (held) blobs.set(ref, { ...held, ...blob });
    },
    getBlob: async (ref) => blobs.get(ref),
    blobRefs: async (after, limit) => page([...blobs.keys()], after, limit),
    deleteBlobs: async (refs) => refs.filter((ref) => blobs.delete(ref)).length,
    async deleteThread(threadId) {
      threads.delete(threadId);
    },
    expire: async (at) => shelf.expire(at),
    async scrub() {},
    getMeta: async (name) => meta.get(name),
    async changeMeta(expected, next) {
      if (Object.entries(expected).some(([name, value]) => meta.get(name) !== value)) return false;
      for (const [name, value] of Object.entries(next)) {
        if (value === undefined) meta.delete(name);
        else meta.set(name, value);
      }
      return true;
    },
    async close() {},
  };
}

class Shelf {
  readonly threads = new Map<string, VaultThread>();
  readonly blobs = new Map<string, SealedBlob & { expiresAt: string }>();
  readonly meta = new Map<string, string>();
  /** Counts over all threads, so that a thread made anew never has the revision of the old one. */
  #revision = 0;

  isGeneration(generation: number): boolean {
    return (this.meta.get(generationName) ?? '1') === String(generation);
  }

  write(threadId: string, seen: number, generation: number, added: VaultAddition): number | undefined {
    const thread = this.threads.get(threadId) ?? { revision: 0, rows: [], keys: [], notes: [] };
    if (thread.revision !== seen || !this.isGeneration(generation)) return undefined;
    const revision = (this.#revision += 1);
    this.threads.set(threadId, {
      revision,
      rows: placed(thread.rows, added.rows, (row) => `${row.kind}_${row.index}_${row.alias}`),
      keys: placed(thread.keys, added.keys, (key) => String(key.entity)),
      notes: placed(thread.notes, added.notes, (note) => String(note.seq)),
    });
    return revision;
  }

  erase(threadId: string, entities: ReadonlySet<number>): number {
    const thread = this.threads.get(threadId);
    const hit = thread?.rows.filter((row) => row.ciphertext && entities.has(row.entity)) ?? [];
    if (!thread || hit.length === 0) return 0;
    this.threads.set(threadId, {
      ...thread,
      revision: (this.#revision += 1),
      rows: thread.rows.map((row) => (entities.has(row.entity) ? { ...row, ciphertext: undefined } : row)),
      keys: thread.keys.filter((key) => !entities.has(key.entity)),
    });
    return hit.length;
  }

  expire(at: string): number {
    let removed = 0;
    for (const [threadId, thread] of this.threads) {
      const rows = thread.rows.filter((row) => row.expiresAt > at);
      const notes = thread.notes.filter((note) => note.expiresAt > at);
      if (rows.length === thread.rows.length && notes.length === thread.notes.length) continue;
      removed += thread.rows.length - rows.length;
      const keys = thread.keys.filter((key) => rows.some((row) => row.entity === key.entity));
      if (rows.length + notes.length === 0) this.threads.delete(threadId);
      else this.threads.set(threadId, { revision: (this.#revision += 1), rows, keys, notes });
    }
    for (const [ref, blob] of this.blobs) if (blob.expiresAt <= at && this.blobs.delete(ref)) removed += 1;
    return removed;
  }
}

function placed<T>(held: readonly T[], added: readonly T[], place: (each: T) => string): T[] {
  const byPlace = new Map(held.map((each) => [place(each), each]));
  for (const each of added) byPlace.set(place(each), each);
  return [...byPlace.values()];
}

function page(all: readonly string[], after: string, limit: number): string[] {
  return all
    .toSorted()
    .filter((each) => each > after)
    .slice(0, limit);
}
