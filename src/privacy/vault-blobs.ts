import type { Clock } from '../contracts/time.ts';
import type { VaultStore } from '../contracts/vault.ts';
import type { DataKey, KeyRing } from './key-ring.ts';
import { open, seal, sha256Hex, type RandomBytes } from './seal.ts';

type Parts = {
  readonly store: VaultStore;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly randomBytes: RandomBytes;
};

const blobContext = (ref: string): string => `blob\u0000${ref}`;

/** Keeps raw bytes under the data key, with a salted commitment that can be shown without them. */
export async function putBlob({ store, ring, clock, ttlMs, randomBytes }: Parts, bytes: Uint8Array) {
  const ref = `blob_${Buffer.from(randomBytes(16)).toString('hex')}`;
  const salt = randomBytes(16);
  const expiresAt = new Date(clock.now().getTime() + ttlMs).toISOString();
  const sealed = (data: DataKey) => ({ sealed: seal(data.key, bytes, blobContext(ref), randomBytes), generation: data.generation });
  if (!(await store.putBlob(ref, sealed(await ring.current()), expiresAt))) {
    // The data key was changed by another process; under the new one it is kept.
    ring.forget();
    if (!(await store.putBlob(ref, sealed(await ring.current()), expiresAt))) throw new Error('the data key changed twice at once');
  }
  return { ref, sha256: sha256Hex(bytes), salt: Buffer.from(salt).toString('hex'), commitment: sha256Hex(salt, bytes) };
}

export async function getBlob({ store, ring }: Pick<Parts, 'store' | 'ring'>, ref: string): Promise<Uint8Array | undefined> {
  const blob = await store.getBlob(ref);
  return blob && open(await ring.of(blob.generation), blob.sealed, blobContext(ref));
}

/** False when it was not under an older key. */
export async function resealBlob({ store, ring, randomBytes }: Parts, ref: string, data: DataKey): Promise<boolean> {
  const blob = await store.getBlob(ref);
  if (!blob || blob.generation >= data.generation) return false;
  const bytes = open(await ring.of(blob.generation), blob.sealed, blobContext(ref));
  await store.resealBlob(ref, { sealed: seal(data.key, bytes, blobContext(ref), randomBytes), generation: data.generation });
  return true;
}
