import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/contracts/json.ts';
import type { Corrected, Feedback, FeedbackCount, Prediction } from '../../../../src/contracts/model-store.ts';
import { compare } from '../../../../src/scoring/watch/compare.ts';
import { feedbackEvidence, feedbackWords } from '../../../../src/scoring/watch/feedback.ts';

const judgedBy = { output: 'p', target: 'late', kind: 'binary' } as const;
const sides = { champion: 1, challenger: 2 };
const said = (version: number, counts: Partial<Record<Feedback['kind'], number>>): FeedbackCount[] =>
  Object.entries(counts).map(([kind, count]) => ({ role: 'champion', version, kind: kind as Feedback['kind'], count }));
const spoken = (role: Prediction['role'], p: Json): Prediction => ({
  id: role,
  model: 'm',
  version: role === 'shadow' ? 2 : 1,
  definition: '1.0.0',
  environment: 'production',
  role,
  correlationId: 'c',
  asOf: '2026-01-01T00:00:00Z',
  at: '2026-01-01T00:00:00Z',
  output: { p },
  factors: [],
  inputs: [],
  notes: [],
  tookMs: 1,
});
const correction = (value: Json | undefined, champion: Json, shadow: Json): Corrected => ({
  feedback: {
    id: 'f',
    predictionId: 'champion',
    kind: 'override',
    reason: 'known',
    by: 'person:olivia',
    at: '2026-01-01T00:00:00Z',
    ...(value === undefined ? {} : { value }),
  },
  answer: spoken('champion', champion),
  shadow: spoken('shadow', shadow),
});
const times = (count: number, each: Corrected): Corrected[] => Array.from({ length: count }, () => each);

describe('what people made of the answers of a version', () => {
  it('is shown as shares of their verdicts with Wilson intervals, thumbs beside them', () => {
    const counts = [...said(1, { accept: 80, edit: 15, override: 5, up: 3 }), ...said(2, { down: 1 }), ...said(9, { override: 500 })];
    const { champion, challenger } = feedbackEvidence(judgedBy, sides, counts, []);
    expect(champion).toMatchObject({ version: 1, verdicts: 100, accepted: { count: 80, share: 0.8 }, up: 3, down: 0 });
    // Wilson, 95 %, 5 of 100.
    expect(champion.overridden?.low).toBeCloseTo(0.0215, 4);
    expect(champion.overridden?.high).toBeCloseTo(0.1118, 4);
    expect(challenger).toEqual({ version: 2, verdicts: 0, up: 0, down: 1 });
  });

  it('holds a challenger back that was overridden clearly more often', () => {
    const evidence = feedbackEvidence(
      judgedBy,
      sides,
      [...said(1, { accept: 90, override: 10 }), ...said(2, { accept: 20, override: 20 })],
      [],
    );
    expect(feedbackWords(evidence)).toEqual({
      remarks: [],
      blockers: ['people overrode 50 % (35 to 65) of its answers, those of champion 1 in 10 % (6 to 17); the intervals lie apart'],
    });
  });

  it('is worth knowing where the champion, or the business rule, was: outcomes decide', () => {
    const counts = [...said(0, { accept: 20, override: 20 }), ...said(2, { accept: 90, override: 10 })];
    expect(feedbackWords(feedbackEvidence(judgedBy, { champion: 0, challenger: 2 }, counts, []))).toEqual({
      blockers: [],
      remarks: ['people overrode 50 % (35 to 65) of the answers of the business rule, those of the challenger in 10 % (6 to 17)'],
    });
  });

  it.each([
    ['29 verdicts on one side', said(1, { accept: 290, override: 10 }), said(2, { override: 29 })],
    ['intervals that meet', said(1, { accept: 25, override: 10 }), said(2, { accept: 20, override: 15 })],
  ])('follows nothing from %s', (_what, champion, challenger) => {
    expect(feedbackWords(feedbackEvidence(judgedBy, sides, [...champion, ...challenger], []))).toEqual({ blockers: [], remarks: [] });
  });
});

describe('a value that a person put in the place of an answer', () => {
  it('says which answer lay nearer to it; ties, words and values that are no probability say nothing', () => {
    const corrected = [
      correction(0.2, 0.8, 0.4),
      correction({ p: 0.9, other: 1 }, 0.8, 0.4),
      correction(true, 0.3, 0.7),
      correction(0.5, 0.4, 0.6),
      correction('low', 0.8, 0.4),
      correction(undefined, 0.8, 0.4),
      correction(45, 0.8, 0.4),
      correction(0.5, null, 0.4),
    ];
    expect(feedbackEvidence(judgedBy, sides, [], corrected).nearer).toMatchObject({ count: 2, of: 3 });
    expect(feedbackEvidence(undefined, sides, [], corrected).nearer).toBeUndefined();
    const amount = { ...judgedBy, kind: 'amount' } as const;
    expect(feedbackEvidence(amount, sides, [], [correction(45, 30, 50)]).nearer).toMatchObject({ count: 1, of: 1 });
  });

  it('speaks against a challenger that lay further off than answers chosen for being off', () => {
    const corrected = [...times(28, correction(0.2, 0.5, 0.9)), ...times(4, correction(0.2, 0.9, 0.5))];
    expect(feedbackWords(feedbackEvidence(judgedBy, sides, [], corrected)).blockers).toEqual([
      'of 32 answers that people put another value in the place of, it lay nearer to theirs in 13 % (5 to 28) alone',
    ]);
  });

  it('never speaks for one, and is no outcome: nothing is promoted by it', () => {
    const evidence = feedbackEvidence(judgedBy, sides, [], times(400, correction(0.2, 0.9, 0.3)));
    expect(feedbackWords(evidence)).toMatchObject({ blockers: [], remarks: [expect.stringMatching(/it counts for nothing/)] });
    const of = { model: 'm', environment: 'production', champion: { role: 'champion', version: 1 }, challenger: { version: 2 } } as const;
    expect(compare({ id: 'm', judgedBy }, [], [], of, evidence)).toMatchObject({ outcomes: 0, mayBePromoted: false });
  });
});
