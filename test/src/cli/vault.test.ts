import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CountersignError } from '../../../src/contracts/errors.ts';
import { startServer, type TestServer } from './server.ts';
import { call, type Ended, type Setting } from './terminal.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.data.heard.length = 0;
});

const ask = (argv: readonly string[], setting: Setting = {}): Promise<Ended> =>
  call(argv, { ...setting, env: { COUNTERSIGN_URL: server.url, COUNTERSIGN_KEY: server.key } });

/** Answers questions in turn. */
const answering = (...words: string[]) => {
  const left = [...words];
  return { ask: () => Promise.resolve(left.shift() ?? '') };
};

describe('vault erase', () => {
  it('takes the value from a pipe, so that no shell remembers it, and says how much went and not whom', async () => {
    const ended = await ask(['vault', 'erase', '--reason', 'asked by mail', '--kind', 'PERSON'], answering('Ursula Brinkmann'));
    expect(server.data.heard).toEqual([{ value: 'Ursula Brinkmann', kind: 'PERSON', reason: 'asked by mail' }]);
    expect(ended).toMatchObject({ code: 0, out: 'erased 5 tokens in 2 threads and 1 raw bodies; the audit log names it era_1\n' });
    expect(ended.out + ended.error).not.toContain('Ursula');
  });

  it('asks a person again, because it cannot be undone', async () => {
    const ended = await ask(['vault', 'erase', '--reason', 'x'], { isInteractive: true, ...answering('Ursula', 'no') });
    expect(ended.out).toBe('nothing was erased\n');
    expect(server.data.heard).toEqual([]);
    await ask(['vault', 'erase', '--reason', 'x'], { isInteractive: true, ...answering('Ursula', 'erase') });
    expect(server.data.heard).toHaveLength(1);
  });

  it('wants a reason for the audit log', async () => {
    const ended = await ask(['vault', 'erase'], answering('Ursula'));
    expect(ended.code).toBe(2);
    expect(ended.error).toContain('--reason');
  });
});

describe('vault keys', () => {
  it('say what was done, and whether an interrupted change was finished', async () => {
    const rotateKey = async () => ({ at: '2024-05-20T09:00:00.000Z', isResumed: true });
    expect((await ask(['vault', 'rotate-key'], { local: { rotateKey } })).out).toBe(
      'the vault has a new installation key; an interrupted change was finished\n',
    );
    expect(JSON.parse((await ask(['vault', 'rotate-key', '--json'], { local: { rotateKey } })).out)).toMatchObject({ isResumed: true });
  });

  it('show progress, and a stop ends with another code and the way to go on', async () => {
    const rotateDataKey = async (_: object, progress: (done: { threads: number; blobs: number }) => void) => {
      progress({ threads: 40, blobs: 7 });
      return { at: '2024-05-20T09:00:00.000Z', isComplete: false };
    };
    const ended = await ask(['vault', 'rotate-data-key'], { local: { rotateDataKey } });
    expect(ended).toEqual({
      code: 1,
      out: 'stopped; run it again to go on where it was\n',
      error: 'sealed again: 40 threads, 7 raw bodies\n',
    });
  });

  it('are refused while the server runs, with what to do', async () => {
    const rotateKey = () => Promise.reject(new CountersignError('config.locked', 'Process 17 uses this data folder', { field: 'dataDir' }));
    expect((await ask(['vault', 'rotate-key'], { local: { rotateKey } })).error).toContain(
      'Stop the server that uses this data folder first.',
    );
  });
});
