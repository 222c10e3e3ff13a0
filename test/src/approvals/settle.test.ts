import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, settle, type Decider } from '../../../src/approvals/settle.ts';
import { judge } from '../../../src/approvals/policy.ts';
import { defaultRoles } from '../../../src/config/roles.ts';
import type { Approval, Decision } from '../../../src/contracts/approvals.ts';
import type { Policy } from '../../../src/contracts/authoring.ts';

const at = '2024-05-17T16:00:00.000Z';
const approval = (change: Partial<Approval> = {}): Approval => ({
  id: 'apr_1',
  proposalId: 'prp_1',
  proposalHash: 'h1',
  runId: 'run_1',
  threadId: 't',
  workflow: 'w',
  status: 'waiting',
  revision: 0,
  asked: { rule: 'r', reason: 'why', role: 'controller', needed: 1, editorCounts: false },
  requesters: ['person:olivia'],
  votes: [],
  editors: [],
  notes: [],
  title: 'x',
  createdAt: at,
  expiresAt: '2024-05-18T16:00:00.000Z',
  ...change,
});
const who = (id: string, roles: readonly string[] = ['controller'], lent: readonly string[] = []): Decider => ({
  principal: { id, name: id, roles },
  roles: { ...defaultRoles, junior: { may: ['approvals.decide'], approveUpTo: { EUR: '1000.00' }, tools: [] } },
  lent,
});
const approve: Decision = { verdict: 'approve', hash: 'h1' };

describe('a decision', () => {
  it('approves when the role fits', () => {
    expect(settle(approval(), approve, who('person:carl'), at)).toMatchObject({
      kind: 'changed',
      next: { status: 'approved', closedBy: 'person:carl' },
    });
  });

  it('that arrives after the deadline expires the approval instead of approving it', () => {
    expect(settle(approval(), approve, who('person:carl'), '2024-05-18T16:00:00.001Z')).toMatchObject({
      kind: 'expired',
      next: { status: 'expired' },
    });
  });

  it('on another proposal than the one looked at is refused', () => {
    expect(settle(approval(), { verdict: 'approve', hash: 'h0' }, who('person:carl'), at)).toMatchObject({
      kind: 'refused',
      code: 'approval.stale',
    });
  });

  it('by the requester is refused, whatever their role', () => {
    expect(settle(approval({ requesters: ['person:carl'] }), approve, who('person:carl', ['controller', 'admin']), at)).toMatchObject({
      code: 'approval.not_allowed',
    });
  });

  it('needs as many distinct people as the policy says', () => {
    const two = approval({ asked: { rule: 'r', reason: '', role: 'controller', needed: 2, editorCounts: false } });
    const first = settle(two, approve, who('person:carl'), at);
    expect(first).toMatchObject({ kind: 'changed', next: { status: 'waiting', votes: [{ by: 'person:carl' }] } });
    const next = first.kind === 'changed' ? first.next : two;
    expect(settle(next, approve, who('person:carl'), at)).toMatchObject({ code: 'approval.not_allowed' });
    expect(settle(next, approve, who('person:cora'), at)).toMatchObject({ kind: 'changed', next: { status: 'approved' } });
  });

  it('above the role’s amount limit is refused, at the limit it is not', () => {
    const junior = who('person:jo', ['junior']);
    const of = (amount: string, currency = 'EUR') =>
      approval({ asked: { rule: 'r', reason: '', role: 'junior', needed: 1, editorCounts: false }, amount: { amount, currency } });
    expect(settle(of('1000.01'), approve, junior, at)).toMatchObject({ code: 'approval.not_allowed' });
    expect(settle(of('1000.00'), approve, junior, at)).toMatchObject({ kind: 'changed' });
    expect(settle(of('1.00', 'USD'), approve, junior, at)).toMatchObject({ code: 'approval.not_allowed' });
  });

  it('by somebody who holds the role on loan counts', () => {
    expect(settle(approval(), approve, who('person:dora', [], ['controller']), at)).toMatchObject({ kind: 'changed' });
  });

  it('by an editor does not count unless the policy says so', () => {
    expect(settle(approval({ editors: ['person:carl'] }), approve, who('person:carl'), at)).toMatchObject({ code: 'approval.not_allowed' });
    expect(
      settle(
        approval({ editors: ['person:carl'], asked: { rule: 'r', reason: '', role: 'controller', needed: 1, editorCounts: true } }),
        approve,
        who('person:carl'),
        at,
      ),
    ).toMatchObject({ kind: 'changed' });
  });

  it('after a forward belongs to the person it was forwarded to', () => {
    const forwarded = approval({ assignee: 'person:cora' });
    expect(settle(forwarded, approve, who('person:carl'), at)).toMatchObject({ code: 'approval.not_allowed' });
    expect(settle(forwarded, approve, who('person:cora', ['controller']), at)).toMatchObject({ kind: 'changed' });
  });

  it('a question keeps the clock running and decides nothing', () => {
    const asked = settle(approval(), { verdict: 'ask', hash: 'h1', question: 'who said so?' }, who('person:carl'), at);
    expect(asked).toMatchObject({
      kind: 'changed',
      next: { status: 'waiting', expiresAt: '2024-05-18T16:00:00.000Z', notes: [{ kind: 'ask' }] },
    });
  });

  it('the asker may withdraw, nobody else may', () => {
    const withdraw: Decision = { verdict: 'withdraw', hash: 'h1', reason: 'not needed' };
    expect(settle(approval(), withdraw, who('person:olivia', []), at)).toMatchObject({ kind: 'changed', next: { status: 'withdrawn' } });
    expect(settle(approval(), withdraw, who('person:carl'), at)).toMatchObject({ code: 'approval.not_allowed' });
  });

  it('once closed, stays closed whatever comes', () => {
    const verdicts: Decision[] = [
      approve,
      { verdict: 'reject', hash: 'h1', reason: 'r' },
      { verdict: 'ask', hash: 'h1', question: 'q' },
      { verdict: 'forward', hash: 'h1', to: 'x' },
      { verdict: 'withdraw', hash: 'h1', reason: 'r' },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom('approved', 'rejected', 'expired', 'superseded', 'withdrawn'),
        fc.constantFrom(...verdicts),
        fc.constantFrom('person:carl', 'person:olivia'),
        (status, decision, person) => {
          expect(settle(approval({ status }), decision, who(person), at)).toMatchObject({ kind: 'refused', code: 'approval.closed' });
        },
      ),
    );
  });
});

describe('time alone', () => {
  it('escalates once, then expires; an expiry is not a rejection', () => {
    const waiting = approval({ escalateAt: '2024-05-17T20:00:00.000Z' });
    expect(age(waiting, '2024-05-17T19:00:00.000Z', 'admin')).toBeUndefined();
    const escalated = age(waiting, '2024-05-17T20:00:00.000Z', 'admin');
    expect(escalated).toMatchObject({ action: 'approval.escalated', next: { escalatedTo: 'admin', status: 'waiting' } });
    expect(age(escalated?.next ?? waiting, '2024-05-17T21:00:00.000Z', 'admin')).toBeUndefined();
    expect(age(waiting, '2024-05-18T16:00:00.001Z', 'admin')).toMatchObject({ action: 'approval.expired', next: { status: 'expired' } });
  });

  it('after an escalation the role it went to may decide', () => {
    expect(settle(approval({ escalatedTo: 'admin' }), approve, who('person:ada', ['admin']), at)).toMatchObject({ kind: 'changed' });
  });
});

describe('a policy', () => {
  const policy: Policy = {
    version: '1',
    rules: [
      { name: 'blocked', reason: 'never', when: { tags: ['forbidden'] }, verdict: { effect: 'deny' } },
      {
        name: 'big',
        reason: 'large',
        when: { amountAtLeast: { EUR: '10000.00' } },
        verdict: { effect: 'ask', role: 'controller', needed: 2 },
      },
      { name: 'small', reason: 'routine', when: {}, verdict: { effect: 'allow' } },
    ],
    otherwise: { effect: 'deny' },
  };
  const of = (amount: string | undefined, tags: string[] = [], currency = 'EUR') => ({
    writes: [],
    traits: { tags, ...(amount === undefined ? {} : { amount: { amount, currency } }) },
  });

  it.each([
    ['below the limit', of('9999.99'), 'automatic', { kind: 'allow' }],
    ['at the limit', of('10000.00'), 'automatic', { kind: 'ask', needed: 2 }],
    ['with an unknown amount', of(undefined), 'automatic', { kind: 'ask' }],
    ['in a currency the rule does not list', of('1.00', [], 'JPY'), 'automatic', { kind: 'ask' }],
    ['with a forbidden tag', of('1.00', ['forbidden']), 'automatic', { kind: 'deny' }],
    ['allowed, but assisted', of('1.00'), 'assisted', { kind: 'ask', role: 'boss' }],
    ['allowed, but read-only', of('1.00'), 'read-only', { kind: 'stop' }],
    ['denied, even in assisted', of('1.00', ['forbidden']), 'assisted', { kind: 'deny' }],
  ] as const)('%s', (_name, proposal, phase, expected) => {
    expect(judge(policy, phase, proposal, 'boss')).toMatchObject(expected);
  });
});
