import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from '@langchain/langgraph-checkpoint-validation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CountersignSaver } from '../../../src/runs/saver.ts';
import { openSqlite, type SqliteStorage } from '../../../src/storage/sqlite/open.ts';

const migrations = new URL('../../../src/storage/sqlite/migrations', import.meta.url).pathname;
const folders: string[] = [];
const opened: SqliteStorage[] = [];

function fresh(): SqliteStorage {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-saver-'));
  folders.push(folder);
  const storage = openSqlite({ folder, migrations, synchronous: 'OFF', checkpointSynchronous: 'OFF', skipCheck: true });
  opened.push(storage);
  return storage;
}

afterAll(() => {
  for (const storage of opened) storage.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

// The conformance suite was written for a runner with global functions.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });
validate({ checkpointerName: 'CountersignSaver', createCheckpointer: async () => new CountersignSaver(fresh().checkpoints) });

describe('the checkpoint saver', () => {
  const config = { configurable: { thread_id: 't', checkpoint_ns: '' } };
  const checkpoint = (id: string, values: Record<string, unknown>, versions: Record<string, number>) => ({
    v: 4,
    id,
    ts: '2026-01-01T00:00:00.000Z',
    channel_values: values,
    channel_versions: versions,
    versions_seen: {},
  });

  it.each([
    ['Date', { at: new Date(0) }, 'x.at'],
    ['BigInt', { n: [1n] }, 'x.n[0]'],
    ['NaN', { n: Number.NaN }, 'x.n'],
    ['Buffer', { b: Buffer.from('a') }, 'x.b'],
    ['Map', { m: new Map() }, 'x.m'],
    ['Set', { deep: { s: new Set() } }, 'x.deep.s'],
  ])('refuses a %s in the state and names its path', async (_kind, value, path) => {
    const saver = new CountersignSaver(fresh().checkpoints);
    await expect(
      saver.put(config, checkpoint('1', { x: value }, { x: 1 }), { source: 'loop', step: 0, parents: {} }, { x: 1 }),
    ).rejects.toMatchObject({ code: 'state.invalid', field: path });
  });

  it('refuses a state value over 256 KiB', async () => {
    const saver = new CountersignSaver(fresh().checkpoints);
    await expect(
      saver.put(config, checkpoint('1', { x: 'a'.repeat(300_000) }, { x: 1 }), { source: 'loop', step: 0, parents: {} }, { x: 1 }),
    ).rejects.toMatchObject({ code: 'state.too_large' });
  });

  it('keeps the newest checkpoint and its values when it prunes', async () => {
    const storage = fresh();
    const saver = new CountersignSaver(storage.checkpoints);
    let at = await saver.put(
      config,
      checkpoint('1', { a: 'one', b: 'kept' }, { a: 1, b: 1 }),
      { source: 'loop', step: 0, parents: {} },
      { a: 1, b: 1 },
    );
    at = await saver.put(at, checkpoint('2', { a: 'two', b: 'kept' }, { a: 2, b: 1 }), { source: 'loop', step: 1, parents: {} }, { a: 2 });
    expect(await saver.prune('t')).toBe(1);
    expect((await saver.getTuple(at))?.checkpoint.channel_values).toEqual({ a: 'two', b: 'kept' });
    expect(storage.databases.checkpoints.prepare('SELECT count(*) AS n FROM channels').get()).toEqual({ n: 2 });
  });
});
