import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyLog } from '../../../src/audit/chain.ts';
import { migrationsFolder } from '../../../src/config/home.ts';
import { Contact } from '../../../src/contracts/business.ts';
import { createLeakFinder } from '../../../src/privacy/index.ts';
import { openSqlite } from '../../../src/storage/sqlite/open.ts';
import { ownFolder, privacyParts, vaultStores } from './privacy-parts.ts';

const ann = {
  ref: { connection: 'crm', type: 'Contact', id: 'c1' },
  id: 'c1',
  lastName: 'Bergström',
  name: 'Ann Bergström',
  email: 'a.b@lee.se',
  phone: '+46 8 1234567',
  isPrimary: true,
  optedOut: false,
};
const finder = (() => {
  const find = createLeakFinder([{ token: '<PERSON_1>', kind: 'PERSON', value: 'Ann Bergström' }]);
  return (text: string) => find(text) !== undefined;
})();

describe.each(vaultStores)('erasing a person, %s', (_, store) => {
  it('takes every writing and every facet of theirs in every thread, and leaves everybody else', async () => {
    const { vault, privacy } = privacyParts(store());
    await privacy.protect('t1', Contact, ann);
    await vault.tokenise('t1', [
      { kind: 'PERSON', value: 'Bo Ek' },
      { kind: 'TEXT', value: 'call ann bergstrom back' },
      { kind: 'TEXT', value: 'call Bo back' },
    ]);
    await vault.tokenise('t2', [{ kind: 'PERSON', value: 'ANN BERGSTRÖM' }]);
    const erased = await vault.eraseSubject({ kind: 'PERSON', value: 'Ann Bergström' }, { finder });
    expect(erased.isComplete).toBe(true);
    expect(erased.tokens.map(({ threadId, token }) => `${threadId} ${token}`).toSorted()).toEqual([
      't1 <EMAIL_1>',
      't1 <PERSON_1>',
      't1 <PERSON_1b>',
      't1 <PHONE_1>',
      't1 <TEXT_1>',
      't2 <PERSON_1>',
    ]);
    expect((await vault.entries('t1')).map((entry) => entry.value).toSorted()).toEqual(['Bo Ek', 'call Bo back']);
    expect(await vault.entries('t2')).toEqual([]);
  });

  it('leaves tombstones: the token reads (erased), and the same name seen again is somebody new', async () => {
    const { vault, privacy } = privacyParts(store());
    await privacy.protect('t', Contact, ann);
    await vault.eraseSubject({ value: 'Ann Bergström' }, { finder });
    expect(await privacy.restore('t', { text: 'Dear <PERSON_1>' })).toEqual({ text: 'Dear (erased)' });
    expect((await vault.thread('t')).erased.has('<PERSON_1>')).toBe(true);
    expect(await vault.tokenise('t', [{ kind: 'PERSON', value: 'Ann Bergström' }])).toEqual(['<PERSON_2>']);
    expect((await vault.eraseSubject({ value: 'Bo Ek' }, { finder: () => false })).tokens).toEqual([]);
  });

  it('deletes raw bodies that hold the name in any written form, and tells how far it is', async () => {
    const { vault } = privacyParts(store());
    const put = async (text: string) => (await vault.putBlob(Buffer.from(text))).ref;
    const hit = [await put('{"by":"Ann Bergstr\\u00f6m"}'), await put('<Name>BERGSTRÖM, Ann</Name>')];
    const other = await put('{"by":"Bo Ek"}');
    const seen: number[] = [];
    const { blobs } = await vault.eraseSubject({ value: 'Ann Bergström' }, { finder, onProgress: (done) => seen.push(done.blobs) });
    expect(blobs).toBe(2);
    expect(seen.at(-1)).toBe(3);
    for (const ref of hit) expect(await vault.getBlob(ref)).toBeUndefined();
    expect(await vault.getBlob(other)).toBeDefined();
  });

  it('stops where it is told to and finishes when called again', async () => {
    const { vault } = privacyParts(store());
    for (const thread of ['a', 'b', 'c']) await vault.tokenise(thread, [{ kind: 'PERSON', value: 'Ann Bergström' }]);
    const stop = new AbortController();
    const half = await vault.eraseSubject({ value: 'Ann Bergström' }, { finder, signal: stop.signal, onProgress: () => stop.abort() });
    expect(half).toMatchObject({ isComplete: false, tokens: [{ threadId: 'a' }] });
    expect((await vault.eraseSubject({ value: 'Ann Bergström' }, { finder })).tokens.map((each) => each.threadId)).toEqual(['b', 'c']);
  });

  it('another process stops serving what was erased', async () => {
    const here = privacyParts(store());
    const there = privacyParts(here.store, here.key);
    await here.vault.tokenise('t', [{ kind: 'PERSON', value: 'Ann Bergström' }]);
    expect(await there.vault.entries('t')).toHaveLength(1);
    await here.vault.eraseSubject({ value: 'Ann Bergström' }, { finder });
    there.clock.advance(6000);
    expect(await there.vault.entries('t')).toEqual([]);
    expect(await there.vault.tokenise('t', [{ kind: 'PERSON', value: 'Bo Ek' }])).toEqual(['<PERSON_2>']);
  });
});

describe('after an erasure', () => {
  it('the files hold neither value, key nor ciphertext of it, and the audit log still verifies', async () => {
    const folder = ownFolder('erasure');
    const storage = openSqlite({ folder, migrations: migrationsFolder() });
    const { vault, privacy } = privacyParts(storage.vault);
    const safe = await privacy.protect('t', Contact, ann);
    const { commitment, ref } = await vault.putBlob(Buffer.from('{"by":"Ann Bergström"}'));
    await storage.audit.append([
      { at: '2026-05-04T08:00:00.000Z', actor: 'system', action: 'seen', body: { name: safe.name, commitment } },
    ]);
    const stored = await storage.vault.readThread('t');
    const blob = await storage.vault.getBlob(ref);
    const gone = [
      ...(stored?.keys ?? []).map((key) => key.wrapped),
      ...(stored?.rows ?? []).flatMap((row) => row.ciphertext ?? []),
      blob?.sealed,
    ].flatMap((each) => (each ? [Buffer.from(each)] : []));
    const onDisk = () => Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));
    expect(gone.every((bytes) => onDisk().includes(bytes))).toBe(true);
    await vault.eraseSubject({ value: 'Ann Bergström' }, { finder });
    await storage.audit.append([{ at: '2026-05-04T08:01:00.000Z', actor: 'person:dpo', action: 'subject.erased', body: { tokens: 1 } }]);
    expect(gone.length).toBeGreaterThan(4);
    expect(gone.filter((bytes) => onDisk().includes(bytes))).toEqual([]);
    expect(onDisk().includes('Bergstr')).toBe(false);
    const { publicKey } = generateKeyPairSync('ed25519');
    const rows = async function* () {
      yield* await storage.audit.list({ limit: 10 });
    };
    expect(await verifyLog(rows(), [], publicKey)).toMatchObject({ rows: 2, breaks: [] });
    storage.close();
  });
});
