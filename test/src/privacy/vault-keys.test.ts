import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { VaultStore } from '../../../src/contracts/vault.ts';
import { memoryVaultStore } from '../../../src/testing/memory-vault-store.ts';
import { privacyParts, vaultStores } from './privacy-parts.ts';

const john = { kind: 'PERSON', value: 'John Smith' } as const;
const ann = { kind: 'PERSON', value: 'Ann Lee' } as const;

describe.each(vaultStores)('changing keys, %s', (_, store) => {
  it('a new installation key takes over in the middle of a thread and touches no row', async () => {
    const { vault, store: held, key } = privacyParts(store());
    await vault.tokenise('t', [john]);
    const before = await held.readThread('t');
    const next = randomBytes(32);
    await vault.rotate(next);
    expect(await held.readThread('t')).toEqual(before);
    expect(await vault.tokenise('t', [ann, john])).toEqual(['<PERSON_2>', '<PERSON_1>']);
    expect(await privacyParts(held, next).vault.entries('t')).toHaveLength(2);
    await expect(privacyParts(held, key).vault.entries('t')).rejects.toMatchObject({
      code: 'privacy.vault_unavailable',
      retry: 'never',
      message: 'The vault key was changed on 2026-05-04 and this is the old one; start again with the new key',
    });
    await expect(privacyParts(held, randomBytes(32)).vault.tokenise('u', [john])).rejects.toMatchObject({ retry: 'later' });
  });

  it('a new data key seals everything again: nothing changes but the bytes, and the old key is destroyed', async () => {
    const { vault, store: held, key } = privacyParts(store());
    for (const thread of ['a', 'b', 'c']) await vault.tokenise(thread, [john, ann]);
    await vault.addSafe('a', ['4500001234'], { store: true });
    const { ref } = await vault.putBlob(Buffer.from('raw'));
    const seen: number[] = [];
    expect(await vault.rotateDataKey({ onProgress: ({ threads, blobs }) => seen.push(threads + blobs) })).toBe(true);
    expect(seen).toEqual([1, 2, 3, 4]);
    const after = privacyParts(held, key).vault;
    expect((await after.thread('a')).entries.map((entry) => entry.value)).toEqual(['John Smith', 'Ann Lee']);
    expect([...(await after.thread('a')).safe]).toEqual(['4500001234']);
    expect(Buffer.from((await after.getBlob(ref)) ?? []).toString()).toBe('raw');
    expect(await held.getMeta('vault.data_key')).toBeUndefined();
    expect(await after.tokenise('a', [john])).toEqual(['<PERSON_1>']);
  });

  it('one that was stopped is taken up where it stood, and everything opens in between', async () => {
    const { vault, store: held, key } = privacyParts(store());
    for (const thread of ['a', 'b', 'c']) await vault.tokenise(thread, [john]);
    const stop = new AbortController();
    expect(await vault.rotateDataKey({ signal: stop.signal, onProgress: () => stop.abort() })).toBe(false);
    const next = privacyParts(held, key).vault;
    for (const thread of ['a', 'b', 'c']) expect(await next.entries(thread)).toHaveLength(1);
    const seen: number[] = [];
    expect(await next.rotateDataKey({ onProgress: ({ threads }) => seen.push(threads) })).toBe(true);
    expect(seen).toEqual([1, 2]);
    expect(await held.getMeta('vault.generation')).toBe('2');
  });

  it('a process that still holds the old data key writes nothing under it', async () => {
    const { vault, store: held, key } = privacyParts(store());
    const other = privacyParts(held, key);
    await other.vault.tokenise('t', [john]);
    await vault.rotateDataKey();
    expect(await other.vault.tokenise('t', [john, ann])).toEqual(['<PERSON_1>', '<PERSON_2>']);
    const { ref } = await other.vault.putBlob(Buffer.from('raw'));
    const fresh = privacyParts(held, key).vault;
    expect(await fresh.entries('t')).toHaveLength(2);
    expect(await fresh.getBlob(ref)).toBeDefined();
  });
});

describe('a vault that cannot be trusted stays closed', () => {
  it('a flipped bit in a value, a key or a note opens nothing', async () => {
    const parts = privacyParts();
    await parts.vault.addSafe('t', ['4500001234']);
    await parts.vault.tokenise('t', [john]);
    const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
    const changed = (change: Partial<VaultStore>): VaultStore => ({ ...parts.store, ...change });
    const read = (id: string) => parts.store.readThread(id);
    const flipped: VaultStore[] = [
      changed({
        readThread: async (id) => {
          const thread = await read(id);
          return thread && { ...thread, rows: thread.rows.map((row) => ({ ...row, ciphertext: row.ciphertext && flip(row.ciphertext) })) };
        },
      }),
      changed({
        readThread: async (id) => {
          const thread = await read(id);
          return thread && { ...thread, keys: thread.keys.map((key) => ({ ...key, wrapped: flip(key.wrapped) })) };
        },
      }),
      changed({
        readThread: async (id) => {
          const thread = await read(id);
          return thread && { ...thread, notes: thread.notes.map((note) => ({ ...note, ciphertext: flip(note.ciphertext) })) };
        },
      }),
      changed({
        getMeta: async (name) => {
          const value = await parts.store.getMeta(name);
          return value && Buffer.from(flip(Buffer.from(value, 'base64'))).toString('base64');
        },
      }),
    ];
    for (const store of flipped) {
      const { privacy, vault } = privacyParts(store, parts.key);
      await expect(vault.tokenise('t', [ann])).rejects.toMatchObject({ code: 'privacy.vault_unavailable' });
      await expect(privacy.restore('t', '<PERSON_1>')).rejects.toMatchObject({ code: 'privacy.vault_unavailable' });
      await expect(privacy.findLeak('t', 'hello')).rejects.toMatchObject({ code: 'privacy.vault_unavailable' });
    }
    expect(await parts.vault.entries('t', { fresh: true })).toHaveLength(1);
  });

  it('a store that fails in the middle of an allocation gives no token, and the next try none of another value', async () => {
    const store = memoryVaultStore();
    let isDown = true;
    const flaky: VaultStore = {
      ...store,
      append: (...given) => (isDown ? Promise.reject(new Error('disk full')) : store.append(...given)),
    };
    const { vault } = privacyParts(flaky);
    await vault.addSafe('t', ['4500001234']);
    await expect(vault.tokenise('t', [john])).rejects.toMatchObject({ code: 'privacy.vault_unavailable' });
    expect(await vault.entries('t')).toEqual([]);
    isDown = false;
    expect(await vault.tokenise('t', [ann])).toEqual(['<PERSON_1>']);
    expect([...(await vault.thread('t', { fresh: true })).safe]).toEqual(['4500001234']);
  });
});
