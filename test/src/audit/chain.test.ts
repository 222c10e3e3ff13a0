import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keepHead, verifyLog } from '../../../src/audit/chain.ts';
import { migrationsFolder } from '../../../src/config/home.ts';
import type { AuditHead, AuditRecord } from '../../../src/contracts/audit.ts';
import { openSqlite, type SqliteStorage } from '../../../src/storage/sqlite/open.ts';
import { fixedClock } from '../../../src/testing/index.ts';

let storage: SqliteStorage | undefined;
let folder = '';
afterEach(() => {
  storage?.close();
  rmSync(folder, { recursive: true, force: true });
});

const { publicKey, privateKey } = generateKeyPairSync('ed25519');

async function log(
  rows: number,
): Promise<{ db: SqliteStorage['databases']['main']; heads: AuditHead[]; check: () => ReturnType<typeof verifyLog> }> {
  folder = mkdtempSync(join(tmpdir(), 'countersign-audit-'));
  storage = openSqlite({ folder, migrations: migrationsFolder(), synchronous: 'OFF', skipCheck: true });
  const { audit, databases } = storage;
  const clock = fixedClock();
  const heads: AuditHead[] = [];
  for (let i = 0; i < rows; i += 1) {
    await audit.append([
      {
        at: clock.now().toISOString(),
        actor: 'system',
        action: 'effect.applied',
        runId: `run_${i}`,
        subject: { type: 'Task', id: String(i) },
        body: { n: i, key: `CS-${i}` },
      },
    ]);
    if (i % 10 === 9) {
      clock.advance(60_000);
      await keepHead({ store: audit, clock, privateKey, publish: async (head) => void heads.push(head) });
    }
  }
  async function* all(): AsyncGenerator<AuditRecord> {
    for (const row of await audit.list({ limit: 100_000 })) yield row;
  }
  return { db: databases.main, heads, check: () => verifyLog(all(), heads, publicKey) };
}

describe('the audit log', () => {
  it('verifies as it was written, and says which rows no head protects yet', async () => {
    const { check } = await log(25);
    expect(await check()).toEqual({ rows: 25, heads: 2, breaks: [], unprotected: 5 });
  });

  it.each([
    ['a body was edited', `UPDATE audit SET body = '{"n":999}' WHERE seq = 7`],
    ['an actor was edited', `UPDATE audit SET actor = 'person:carl' WHERE seq = 7`],
    ['a time was edited', `UPDATE audit SET at = '2020-01-01T00:00:00Z' WHERE seq = 24`],
    ['a row was deleted', 'DELETE FROM audit WHERE seq = 12'],
    [
      'two rows were swapped',
      `UPDATE audit SET seq = CASE seq WHEN 4 THEN -5 WHEN 5 THEN -4 END WHERE seq IN (4, 5); UPDATE audit SET seq = -seq WHERE seq < 0`,
    ],
    ['the tail was cut off before the last head', 'DELETE FROM audit WHERE seq > 15'],
    ['everything was deleted', 'DELETE FROM audit'],
  ])('notices when %s', async (_what, sql) => {
    const { db, check } = await log(25);
    db.exec(sql);
    expect((await check()).breaks.length).toBeGreaterThan(0);
  });

  it('notices a full rewrite with correct hashes, because the heads are signed', async () => {
    const { heads } = await log(20);
    storage?.close();
    rmSync(folder, { recursive: true, force: true });
    const forged = await log(0);
    for (let i = 0; i < 20; i += 1)
      await storage?.audit.append([{ at: '2024-05-17T16:00:00.000Z', actor: 'system', action: 'nothing.happened', body: {} }]);
    forged.heads.push(...heads);
    expect((await forged.check()).breaks).toContainEqual({ seq: 10, problem: 'differs from the signed head' });
  });

  it('refuses a head that somebody else signed', async () => {
    const { heads, check } = await log(10);
    heads.push({ ...(heads[0] as AuditHead), seq: 5 });
    expect((await check()).breaks).toContainEqual({ seq: 5, problem: 'the signature of this head is not valid' });
  });

  it('a piece of work that fails leaves no gap in the chain', async () => {
    const { check } = await log(5);
    const failing = storage?.effects.reserve([], { runId: 'none', token: 1 }, '2024-01-01T00:00:00Z', [
      { at: '2024-01-01T00:00:00Z', actor: 'x', action: 'x', body: {} },
    ]);
    const fine = storage?.audit.append([{ at: '2024-01-01T00:00:00Z', actor: 'x', action: 'after', body: {} }]);
    await expect(failing).rejects.toMatchObject({ code: 'run.fenced' });
    await fine;
    expect(await check()).toMatchObject({ rows: 6, breaks: [] });
  });
});
