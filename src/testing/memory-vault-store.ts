import type { VaultRow, VaultStore } from '../contracts/privacy.ts';

/** A vault store in memory, for tests. It keeps ciphertext only, like the real ones. */
export function memoryVaultStore(): VaultStore {
  const threads = new Map<string, VaultRow[]>();
  const blobs = new Map<string, { ciphertext: Uint8Array; expiresAt: string }>();
  const meta = new Map<string, string>();
  return {
    async findTokens(threadId) {
      return [...(threads.get(threadId) ?? [])];
    },
    async addTokens(threadId, rows) {
      const kept = threads.get(threadId) ?? [];
      threads.set(threadId, kept);
      for (const row of rows) {
        if (kept.some((known) => known.entity === row.entity)) continue;
        kept.push({ ...row, index: kept.filter((known) => known.kind === row.kind).length + 1 });
      }
      return [...kept];
    },
    async putBlob(ref, ciphertext, expiresAt) {
      blobs.set(ref, { ciphertext, expiresAt });
    },
    async getBlob(ref) {
      return blobs.get(ref)?.ciphertext;
    },
    async deleteThread(threadId) {
      threads.delete(threadId);
    },
    async expire(at) {
      let removed = 0;
      for (const [threadId, rows] of threads) {
        const kept = rows.filter((row) => row.expiresAt > at);
        removed += rows.length - kept.length;
        threads.set(threadId, kept);
      }
      for (const [ref, blob] of blobs) if (blob.expiresAt <= at && blobs.delete(ref)) removed += 1;
      return removed;
    },
    async getMeta(name) {
      return meta.get(name);
    },
    async setMeta(name, value) {
      meta.set(name, value);
    },
    async close() {},
  };
}
