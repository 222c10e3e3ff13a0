import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from './server.ts';
import { call, type Ended } from './terminal.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.data.heard.length = 0;
});

const ask = (...argv: string[]): Promise<Ended> =>
  call(['prompts', ...argv], { env: { COUNTERSIGN_URL: server.url, COUNTERSIGN_KEY: server.key } });

describe('countersign prompts', () => {
  it('lists what speaks, and shows versions with the text', async () => {
    expect((await ask('list')).out).toMatch(/order-status\.summary\s+1\.0\.1/);
    const { out } = await ask('show', 'order-status.summary', '--version', '1.0.0');
    expect(out).toContain('speaks 1.0.1; no labels');
    expect(out).toContain('text of order-status.summary');
    expect(out).toMatch(/1\.0\.0\s+40\s+95 %\s+10 %\s+25 %\s+0 %\s+3 %\s+0\.1200\s+850/);
    expect(out).toContain('1.0.1 is approved less often than 1.0.0: 20 of 40, before 38 of 40');
    expect(out).toContain('prompts rollback order-status.summary --label production --reason …   goes back to 1.0.0');
    expect(JSON.parse((await ask('show', 'order-status.summary', '--json')).out)).toMatchObject({ text: { version: '1.0.1' } });
  });

  it('moves labels and rolls back, with the reason', async () => {
    expect((await ask('label', 'order-status.summary', 'production', '1.0.0', '--reason', 'r')).out).toContain('production 1.0.0');
    expect((await ask('rollback', 'order-status.summary', '--reason', 'worse')).out).toContain('speaks 1.0.0');
    expect(server.data.heard).toEqual([
      { id: 'order-status.summary', label: 'production', version: '1.0.0', reason: 'r' },
      { id: 'order-status.summary', label: 'production', reason: 'worse' },
    ]);
    expect(await ask('label', 'order-status.summary', 'production', '1.0.0')).toMatchObject({ code: 2 });
    expect(await ask('label', 'order-status.summary', 'staging', '1.0.0', '--reason', 'r')).toMatchObject({ code: 2 });
  });

  it('checks and compares files without a server', async () => {
    expect(await call(['prompts', 'check'])).toMatchObject({ code: 0, out: expect.stringContaining('all as released') });
    const { out, code } = await call(['prompts', 'diff', 'order-status.summary', '--from', '1.0.0', '--to', '1.0.1']);
    expect(code).toBe(0);
    expect(out).toMatch(/^\+version: 1\.0\.1$/m);
    expect(await call(['prompts', 'diff', 'no.such'])).toMatchObject({ code: 1, error: expect.stringContaining('There is no prompt') });
    expect(await call(['prompts', 'check', '--folder', 'nowhere'])).toMatchObject({ code: 1 });
  });
});
