import type { Clock } from '../contracts/time.ts';
import type { LongWork, VaultStore, VaultThread } from '../contracts/vault.ts';
import type { DataKey, KeyRing } from './key-ring.ts';
import type { RandomBytes } from './seal.ts';
import { resealThread } from './sealed-thread.ts';
import { pages } from './pages.ts';
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
 * the old one; then what is there is gone through once and sealed again, piece by piece; the old key is destroyed last. As
 * long as it is there, the work is taken up where a killed one stopped. False when it was stopped before the end.
 */
export async function resealAll(parts: Parts, { onProgress, signal }: LongWork): Promise<boolean> {
  const { store, ring } = parts;
  ring.forget();
  const data = (await ring.hasOlder()) ? await ring.current() : await ring.advance();
  const done = { threads: 0, blobs: 0 };
  for await (const threadId of pages((after) => store.threadIds(after, pageSize))) {
    if (signal?.aborted) return false;
    if (await resealOne(parts, threadId, data)) onProgress?.({ ...done, threads: (done.threads += 1) });
  }
  for await (const ref of pages((after) => store.blobRefs(after, pageSize))) {
    if (signal?.aborted) return false;
    if (await resealBlob(parts, ref, data)) onProgress?.({ ...done, blobs: (done.blobs += 1) });
  }
  await ring.retireOlder();
  await store.scrub();
  return true;
}

/** False when nothing of it was under an older key. */
async function resealOne({ store, ring, randomBytes }: Parts, threadId: string, data: DataKey): Promise<boolean> {
  for (;;) {
    const thread = await store.readThread(threadId);
    if (!thread || !isOlder(thread, data)) return false;
    const sealed = await resealThread(threadId, thread, data, (generation) => ring.of(generation), randomBytes);
    // Refused only when the thread changed in between; then it is read again.
    if ((await store.replace(threadId, thread.revision, data.generation, sealed)) !== undefined) return true;
  }
}

function isOlder({ rows, keys, notes }: VaultThread, { generation }: DataKey): boolean {
  return [...rows.filter((row) => row.ciphertext), ...keys, ...notes].some((each) => each.generation < generation);
}
