import type { Clock } from '../contracts/time.ts';
import type { LongWork, VaultStore } from '../contracts/vault.ts';
import type { DataKey, KeyRing } from './key-ring.ts';
import type { RandomBytes } from './seal.ts';
import { resealThread } from './sealed-thread.ts';
import { resealBlob } from './vault-blobs.ts';

type Parts = {
  readonly store: VaultStore;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly randomBytes: RandomBytes;
};

const pageSize = 100;

/**
 * Exchanges the data key. From the first step on everything new is sealed under the new one, because the store refuses
 * the old one; then what is there is sealed again, piece by piece; the old key is destroyed last. What is still under an
 * older key is the only list of work, so a killed one is taken up where it stopped. False when it was stopped before the end.
 */
export async function resealAll(parts: Parts, { onProgress, signal }: LongWork): Promise<boolean> {
  const { store, ring } = parts;
  ring.forget();
  let data = await ring.current();
  const isTakenUp = await hasOlder(store, data);
  if (!isTakenUp) data = await ring.advance();
  const done = { threads: 0, blobs: 0 };
  for (let left = await store.olderThan(data.generation, pageSize); left.threads.length + left.blobs.length > 0;) {
    for (const threadId of left.threads) {
      if (signal?.aborted) return false;
      await resealOne(parts, threadId, data);
      onProgress?.({ ...done, threads: (done.threads += 1) });
    }
    for (const ref of left.blobs) {
      if (signal?.aborted) return false;
      await resealBlob(parts, ref, data);
      onProgress?.({ ...done, blobs: (done.blobs += 1) });
    }
    left = await store.olderThan(data.generation, pageSize);
  }
  await ring.retireOlder();
  await store.scrub();
  return true;
}

async function hasOlder(store: VaultStore, data: DataKey): Promise<boolean> {
  const { threads, blobs } = await store.olderThan(data.generation, 1);
  return threads.length + blobs.length > 0;
}

async function resealOne({ store, ring, randomBytes }: Parts, threadId: string, data: DataKey): Promise<void> {
  // Refused only when the thread changed in between; then it is read again.
  for (let kept: number | undefined; kept === undefined;) {
    const thread = await store.readThread(threadId);
    if (!thread || thread.revision === 0) return;
    const sealed = await resealThread(threadId, thread, data, (generation) => ring.of(generation), randomBytes);
    kept = await store.replace(threadId, thread.revision, data.generation, sealed);
  }
}
