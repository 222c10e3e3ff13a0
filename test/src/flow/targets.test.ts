import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { PlannedWrite } from '../../../src/contracts/proposals.ts';
import { LookAgain, type Session } from '../../../src/flow/parts.ts';
import { notTouched, targetName, Targets, targetsOf } from '../../../src/flow/targets.ts';
import { fixedClock } from '../../../src/testing/index.ts';

it('writes to one record go one after the other, in the order they came; to different ones side by side', async () => {
  const targets = new Targets();
  const seen: string[] = [];
  const work = (name: string, ms: number) => async () => {
    seen.push(`${name} begins`);
    await wait(ms);
    seen.push(`${name} ends`);
  };
  await Promise.all([
    targets.write('account', work('first', 30)),
    targets.write('account', work('second', 1)),
    targets.write('deal', work('other', 5)),
  ]);
  expect(seen).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends']);
});

it('one that fails keeps nobody waiting', async () => {
  const targets = new Targets();
  const failed = targets.write('account', () => Promise.reject(new Error('no')));
  const next = targets.write('account', async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});

it('a record is touched by what ended after a moment, and no other is', async () => {
  const targets = new Targets();
  await targets.write('account', async () => undefined);
  const since = targets.moment;
  expect(targets.isTouchedSince('account', since)).toBe(false);
  await targets.write('account', async () => undefined);
  expect(targets.isTouchedSince('account', since)).toBe(true);
  expect(targets.isTouchedSince('deal', since)).toBe(false);
});

it('a write decided before another to the same record ended is decided again; one to another record, or decided after it, is not', async () => {
  // Only what is looked at: the ledger is a name here.
  const parts = { effects: {}, clock: fixedClock('2026-01-01T00:00:00Z') } as unknown as Session['parts'];
  const write = (id: string): PlannedWrite => ({ connection: 'crm', target: { type: 'Account', id } }) as PlannedWrite;
  const targets = targetsOf(parts.effects);
  const early = { parts, since: targets.moment };
  await targets.write(targetName('crm', { type: 'Account', id: '001' }), async () => undefined);
  expect(() => notTouched(early, write('001'))).toThrow(LookAgain);
  expect(notTouched(early, write('002'))).toMatchObject({ target: { id: '002' } });
  expect(notTouched({ parts, since: targets.moment }, write('001'))).toMatchObject({ target: { id: '001' } });
});
