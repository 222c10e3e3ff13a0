import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../../src/approvals/evidence.ts';
import type { Approval, ApprovalStatus } from '../../../src/contracts/approvals.ts';
import { PromotionThresholds, type CaseOnRecord, type PromotionEvidence } from '../../../src/contracts/phases.ts';
import type { Proposal } from '../../../src/contracts/proposals.ts';

const proposal = (number: number, facts = `facts ${number}`): Proposal => ({
  id: `prp_${number}`,
  hash: `hash ${number}`,
  factsHash: facts,
  runId: 'run_1',
  threadId: 'thread',
  workflow: 'order-status',
  workflowVersion: '1.0.0',
  record: { connection: 'erp', type: 'SalesOrder', id: `SO-${number}` },
  requesters: [],
  title: '',
  reasons: [],
  evidence: [],
  traits: { tags: [] },
  writes: [],
  createdAt: new Date(Date.UTC(2024, 4, 1, 0, number)).toISOString(),
});

const approval = (status: ApprovalStatus, editors: readonly string[] = []): Approval => ({
  id: 'apr_1',
  proposalId: '',
  proposalHash: '',
  runId: 'run_1',
  threadId: 'thread',
  workflow: 'order-status',
  status,
  revision: 1,
  asked: { rule: 'routine, assisted', reason: '', role: 'controller', needed: 1, editorCounts: false },
  requesters: [],
  votes: [],
  editors: [...editors],
  notes: [],
  title: '',
  createdAt: '2024-05-01T00:00:00.000Z',
  expiresAt: '2024-05-04T00:00:00.000Z',
});

const many = (from: number, count: number, status: ApprovalStatus, editors: readonly string[] = []): CaseOnRecord[] =>
  Array.from({ length: count }, (_each, index) => ({
    proposal: proposal(from + index),
    approval: approval(status, editors),
    effects: ['applied'],
    verdicts: [],
  }));

const thresholds = PromotionThresholds.parse({});
const gather = (cases: readonly CaseOnRecord[], to: 'assisted' | 'automatic' = 'automatic', openExceptions = 0) =>
  gatherEvidence(
    { workflow: 'order-status', version: '1.0.0', since: '2024-05-01T00:00:00.000Z', isCapped: false, openExceptions, cases },
    thresholds,
    to,
  );

describe('the evidence for a wider phase', () => {
  it('counts what people did with the proposals, and over which time', () => {
    const found = gather([
      ...many(1, 19, 'approved'),
      ...many(20, 1, 'approved', ['person:carl']),
      ...many(21, 1, 'rejected'),
      ...many(22, 2, 'expired'),
      { proposal: proposal(24), effects: ['refused', 'parked'], verdicts: [] },
    ]);
    expect(found).toMatchObject({ seen: 24, decided: 21, unchanged: 19, edited: 1, rejected: 1, undecided: 2 });
    expect(found.effects).toEqual({ applied: 23, refused: 1, inDoubt: 1 });
    expect([found.firstCaseAt, found.lastCaseAt]).toEqual(['2024-05-01T00:01:00.000Z', '2024-05-01T00:24:00.000Z']);
    expect(found.agreement).toBeCloseTo(19 / 21, 10);
  });

  it('an edit and the proposal it came from are one case', () => {
    const edited = { proposal: proposal(2, 'facts 1'), approval: approval('approved', ['person:carl']), effects: [], verdicts: [] };
    expect(gather([{ proposal: proposal(1), effects: [], verdicts: [] }, edited])).toMatchObject({
      seen: 1,
      decided: 1,
      edited: 1,
      unchanged: 0,
    });
  });

  it('twenty cases, all approved as proposed, carry the automatic phase', () => {
    expect(gather(many(1, 20, 'approved')).blockers).toEqual([]);
  });

  it('what is too little is named, each thing by itself', () => {
    expect(gather(many(1, 3, 'approved'), 'automatic', 2).blockers).toEqual([
      '3 cases seen, 20 are asked for',
      '2 exceptions are open, at most 0 may be',
      '3 cases decided by people, 20 are asked for',
    ]);
    const poor = [...many(1, 18, 'approved'), ...many(19, 2, 'rejected')];
    expect(gather(poor).blockers).toEqual(['90.0 % approved unchanged, 95.0 % are asked for']);
  });

  it('the assisted phase asks for cases seen, because read-only asks nobody', () => {
    const seen = many(1, 20, 'approved').map(({ proposal: made }) => ({ proposal: made, effects: [], verdicts: [] }));
    expect(gather(seen, 'assisted').blockers).toEqual([]);
    expect(gather(seen, 'automatic').blockers).toEqual(['0 cases decided by people, 20 are asked for']);
  });

  it('a verdict of somebody who may decide stands for a decision nobody was asked for; thumbs are told and decide nothing', () => {
    const verdict = (by: string, kind: 'accept' | 'edit' | 'override' | 'up' | 'down', counts = true) => ({ by, kind, counts });
    const one = (number: number, ...verdicts: ReturnType<typeof verdict>[]): CaseOnRecord => ({
      proposal: proposal(number),
      effects: [],
      verdicts,
    });
    const found = gather([
      one(1, verdict('person:carl', 'accept')),
      one(2, verdict('person:carl', 'accept'), verdict('person:cora', 'override')),
      one(3, verdict('person:carl', 'override'), verdict('person:carl', 'accept'), verdict('person:carl', 'up')),
      one(4, verdict('person:olivia', 'accept', false), verdict('person:olivia', 'down', false)),
      one(5, verdict('person:cora', 'edit')),
    ]);
    expect(found).toMatchObject({ seen: 5, decided: 4, unchanged: 2, edited: 1, rejected: 1, byVerdict: 4, thumbs: { up: 1, down: 1 } });
    const approved: CaseOnRecord = { ...one(6, verdict('person:cora', 'override')), approval: approval('approved') };
    expect(gather([approved])).toMatchObject({ unchanged: 1, rejected: 0, byVerdict: 0 });
  });
});

describe('the evidence of a workflow that writes both ways', () => {
  const of = (report: PromotionEvidence['report']) =>
    gatherEvidence(
      {
        workflow: 'customer-sync',
        version: '1.0.0',
        since: '2024-05-01T00:00:00.000Z',
        isCapped: false,
        openExceptions: 0,
        cases: many(1, 20, 'approved'),
        report,
        now: '2024-05-20T12:00:00.000Z',
      },
      thresholds,
      'automatic',
    ).blockers;

  it('carries it where both systems agreed of late', () => {
    expect(of({ comparedAt: '2024-05-20T02:00:00.000Z', differences: 0, isComplete: true })).toEqual([]);
  });

  it.each<[string, PromotionEvidence['report'], string]>([
    ['never compared', null, 'run integrity first'],
    ['compared too long ago', { comparedAt: '2024-05-18T02:00:00.000Z', differences: 0, isComplete: true }, 'at most 48 hours ago'],
    ['differing', { comparedAt: '2024-05-20T02:00:00.000Z', differences: 3, isComplete: true }, '3 differences'],
    ['not compared to the end', { comparedAt: '2024-05-20T02:00:00.000Z', differences: 0, isComplete: false }, 'reached a bound'],
  ])('does not with systems %s, and says what to do', (_, report, words) => {
    expect(of(report)).toEqual([expect.stringContaining(words)]);
  });
});
