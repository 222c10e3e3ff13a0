import { randomBytes } from 'node:crypto';
import type { VaultStore } from '../../../src/contracts/privacy.ts';
import { createPrivacy, createVault } from '../../../src/privacy/index.ts';
import { memoryVaultStore } from '../../../src/testing/memory-vault-store.ts';

/** A clock that moves when told to. */
export function handClock(start = '2026-05-04T08:00:00.000Z') {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    advance: (ms: number) => {
      at += ms;
    },
  };
}

export function privacyParts(store: VaultStore = memoryVaultStore(), key: Uint8Array = randomBytes(32)) {
  const clock = handClock();
  const vault = createVault({ store, key, clock, ttlMs: 86_400_000, randomBytes: (size) => randomBytes(size) });
  return { store, key, clock, vault, privacy: createPrivacy({ vault }) };
}
