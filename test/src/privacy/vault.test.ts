import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memoryVaultStore } from '../../../src/testing/memory-vault-store.ts';
import { createVault } from '../../../src/privacy/index.ts';
import { privacyParts } from './privacy-parts.ts';

const john = { kind: 'PERSON', value: 'John Smith' } as const;

describe('the vault', () => {
  it('gives a value the same token for the life of a thread, and another thread its own', async () => {
    const { vault } = privacyParts();
    expect(await vault.tokenise('t1', [john, { kind: 'ORG', value: 'Acme' }, { kind: 'PERSON', value: 'JOHN  smith' }])).toEqual([
      '<PERSON_1>',
      '<ORG_1>',
      '<PERSON_1b>',
    ]);
    expect(await vault.tokenise('t1', [{ kind: 'PERSON', value: 'Ann Lee' }, john])).toEqual(['<PERSON_2>', '<PERSON_1>']);
    expect(await vault.tokenise('t2', [{ kind: 'PERSON', value: 'Ann Lee' }])).toEqual(['<PERSON_1>']);
    expect((await vault.entries('t1')).map((entry) => entry.value)).toEqual(['John Smith', 'Acme', 'JOHN  smith', 'Ann Lee']);
  });

  it('twenty calls at once agree on the tokens', async () => {
    const { vault } = privacyParts();
    const all = await Promise.all(Array.from({ length: 20 }, () => vault.tokenise('t', [john, { kind: 'PERSON', value: 'Ann Lee' }])));
    expect(new Set(all.map(String)).size).toBe(1);
    expect(await vault.entries('t')).toHaveLength(2);
  });

  it('another process with the same key reads them back, one with another key cannot', async () => {
    const { vault, store, key, clock } = privacyParts();
    await vault.tokenise('t', [john]);
    expect(await privacyParts(store, key).vault.entries('t')).toEqual([{ token: '<PERSON_1>', kind: 'PERSON', value: 'John Smith' }]);
    const stranger = createVault({ store, key: randomBytes(32), clock, ttlMs: 1000, randomBytes });
    await expect(stranger.entries('t')).rejects.toMatchObject({ code: 'privacy.vault_unavailable', retry: 'later' });
  });

  it('the store holds no plaintext, no bare hash, and nothing that links two threads', async () => {
    const { vault, store } = privacyParts();
    await vault.tokenise('t1', [john]);
    await vault.tokenise('t2', [john]);
    const [one, two] = [await store.readThread('t1'), await store.readThread('t2')];
    expect(Buffer.from(one?.rows[0]?.ciphertext ?? [])).toHaveLength(12 + 16 + 'John Smith'.length);
    const bytes = [one, two].map((thread) => [...(thread?.rows ?? []), ...(thread?.keys ?? [])].flatMap((each) => Object.values(each)));
    const secrets = bytes.map(
      (values) => new Set(values.flatMap((value) => (value instanceof Uint8Array ? [Buffer.from(value).toString('hex')] : []))),
    );
    expect(secrets[0]?.size).toBe(2);
    expect([...(secrets[0] ?? [])].some((each) => secrets[1]?.has(each))).toBe(false);
    expect(JSON.stringify(bytes)).not.toMatch(/john|smith/i);
  });

  it('a row moved to another thread does not open', async () => {
    const { vault, store } = privacyParts();
    await vault.tokenise('t1', [john]);
    const stolen = await store.readThread('t1');
    if (stolen) await store.append('t2', 0, 1, stolen);
    await expect(vault.entries('t2')).rejects.toMatchObject({ code: 'privacy.vault_unavailable' });
  });

  it('every failure of the store closes the vault and says no more than that', async () => {
    const broken = new Proxy(memoryVaultStore(), { get: () => () => Promise.reject(new Error('disk I/O error near John Smith')) });
    const { vault } = privacyParts(broken);
    for (const call of [
      () => vault.tokenise('t', [john]),
      () => vault.entries('t'),
      () => vault.putBlob(new Uint8Array([1])),
      () => vault.getBlob('x'),
      () => vault.deleteThread('t'),
      () => vault.expire('2026-01-01T00:00:00Z'),
      () => vault.close(),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'privacy.vault_unavailable', message: expect.not.stringContaining('John') });
    }
  });

  it('a store that comes back is used again', async () => {
    const store = memoryVaultStore();
    let down = true;
    const flaky = { ...store, getMeta: (name: string) => (down ? Promise.reject(new Error('down')) : store.getMeta(name)) };
    const { vault } = privacyParts(flaky);
    await expect(vault.tokenise('t', [john])).rejects.toThrow();
    down = false;
    expect(await vault.tokenise('t', [john])).toEqual(['<PERSON_1>']);
  });

  it('a blob comes back byte for byte with a salted commitment an auditor can recompute', async () => {
    const { vault } = privacyParts();
    const bytes = randomBytes(5000);
    const { ref, sha256, salt, commitment } = await vault.putBlob(bytes);
    expect(Buffer.from((await vault.getBlob(ref)) ?? [])).toEqual(bytes);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(commitment).toBe(createHash('sha256').update(Buffer.from(salt, 'hex')).update(bytes).digest('hex'));
    expect(await vault.getBlob('blob_none')).toBeUndefined();
  });

  it('an erased thread and an expired value are gone, from memory too', async () => {
    const { vault, clock } = privacyParts();
    await vault.tokenise('t1', [john]);
    await vault.tokenise('t2', [john]);
    await vault.deleteThread('t1');
    expect(await vault.entries('t1')).toEqual([]);
    clock.advance(2 * 86_400_000);
    expect(await vault.expire(clock.now().toISOString())).toBe(1);
    expect(await vault.entries('t2')).toEqual([]);
  });

  it('what another process erased is served no longer than the freshness allows', async () => {
    const { vault, store, clock } = privacyParts();
    await vault.tokenise('t', [john]);
    await store.deleteThread('t');
    expect(await vault.entries('t')).toHaveLength(1);
    expect(await vault.entries('t', { fresh: true })).toEqual([]);
    clock.advance(6000);
    expect(await vault.entries('t')).toEqual([]);
  });

  it('a recent thread is read from the store once', async () => {
    const store = memoryVaultStore();
    let reads = 0;
    const counted = { ...store, readThread: (id: string) => ((reads += 1), store.readThread(id)) };
    const { vault } = privacyParts(counted);
    await vault.tokenise('t', [john]);
    for (let round = 0; round < 10; round += 1) await vault.tokenise('t', [john]);
    expect(reads).toBe(1);
  });
});
