import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/contracts/effects.ts';
import { effectKey } from '../../../src/effects/key.ts';
import { afterLookup, afterSend, nextStep } from '../../../src/effects/next-step.ts';

const effect = (change: Partial<Effect>): Effect => ({
  key: 'CS-1',
  proposalId: 'p',
  runId: 'r',
  workflow: 'w',
  slot: 's',
  tool: 't',
  connection: 'c',
  target: { type: 'Task' },
  state: 'reserved',
  requestHash: 'h',
  attempts: 0,
  lookups: 0,
  updatedAt: '2024-01-01T00:00:00Z',
  ...change,
});
const now = new Date('2024-01-01T00:00:10Z');

describe('what an effect does next', () => {
  it.each([
    ['reserved', {}, 'send'],
    ['sending', {}, 'doubt'],
    ['uncertain', { settleAt: '2024-01-01T00:00:11Z' }, 'wait'],
    ['uncertain', { settleAt: '2024-01-01T00:00:09Z' }, 'look-up'],
    ['applied', {}, 'stop'],
    ['refused', {}, 'stop'],
    ['parked', {}, 'stop'],
  ] as const)('%s %o → %s', (state, change, expected) => {
    expect(nextStep(effect({ state, ...change }), now).do).toBe(expected);
  });

  it('an absent write is sent again only where the target refuses a second one', () => {
    expect(afterLookup(effect({}), { kind: 'absent' }, true).to).toBe('reserved');
    expect(afterLookup(effect({ lookups: 0 }), { kind: 'absent' }, false).to).toBe('uncertain');
    expect(afterLookup(effect({ lookups: 2 }), { kind: 'absent' }, false).to).toBe('parked');
  });

  it('never resends when two records could be it, and keeps asking while nobody answers', () => {
    expect(afterLookup(effect({}), { kind: 'ambiguous', count: 2 }, true).to).toBe('parked');
    expect(afterLookup(effect({}), { kind: 'unreachable', reason: 'x' }, true).to).toBe('uncertain');
  });

  it('a duplicate is looked up at once, a lost answer after the settle delay', () => {
    expect(afterSend({ kind: 'duplicate', status: 400, reason: 'x' }, 5000)).toMatchObject({ to: 'uncertain', settleInMs: 0 });
    expect(afterSend({ kind: 'uncertain', reason: 'x' }, 5000)).toMatchObject({ to: 'uncertain', settleInMs: 5000 });
  });
});

describe('the key of an effect', () => {
  const parts = {
    workflow: 'w',
    connection: 'crm',
    record: 'SalesOrder/1',
    tool: 't',
    slot: 's',
    identity: { status: 'shipped', lines: [{ id: '10' }] },
    ordinal: 1,
  };

  it('fits 35 characters and every vendor charset', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (identity, ordinal) => {
        expect(effectKey({ ...parts, identity: identity as never, ordinal })).toMatch(/^CS-[0-9A-HJKMNP-TV-Z]{26}$/);
      }),
    );
  });

  it('does not depend on the order of members', () => {
    expect(effectKey({ ...parts, identity: { b: 1, a: 2 } })).toBe(effectKey({ ...parts, identity: { a: 2, b: 1 } }));
  });

  it.each(['workflow', 'connection', 'record', 'tool', 'slot'] as const)('differs when %s differs', (part) => {
    expect(effectKey({ ...parts, [part]: 'other' })).not.toBe(effectKey(parts));
  });

  it('a second transition to the same facts has another key', () => {
    expect(effectKey({ ...parts, ordinal: 2 })).not.toBe(effectKey(parts));
  });
});
