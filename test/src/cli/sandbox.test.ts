import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateCompany, startSandbox, type CompanySandbox } from '../../../src/sandbox/index.ts';
import { fixedClock } from '../../../src/testing/index.ts';
import { call } from './terminal.ts';

let box: CompanySandbox;
beforeAll(async () => {
  box = await startSandbox({ file: ':memory:', clock: fixedClock(), seed: generateCompany() });
});
afterAll(() => box.close());

describe('sandbox act', () => {
  it('does to a real order what was asked and tells what became of it', async () => {
    const ended = await call(['sandbox', 'act', 'ship', 'SO-78911', '--sandbox-url', box.url]);
    expect(ended).toEqual({ code: 0, out: 'order SO-78911 is now shipped\n', error: '' });
    const delayed = await call(['sandbox', 'act', 'delay', 'SO-78912', '--days', '4', '--no-notify', '--json'], {
      env: { COUNTERSIGN_SANDBOX_URL: box.url },
    });
    expect(JSON.parse(delayed.out)).toMatchObject({ order: 'SO-78912', webhook: [] });
  });

  it('says what the ERP has against it', async () => {
    const ended = await call(['sandbox', 'act', 'ship', 'SO-1', '--sandbox-url', box.url]);
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.error).toMatch(/^error sandbox\.404: .*SO-1/);
    const bad = await call(['sandbox', 'act', 'delay', 'SO-78912', '--days', '999', '--sandbox-url', box.url]);
    expect(bad.error).toMatch(/^error sandbox\.400: .*\nfield: days\n/);
  });
});
