import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../../src/contracts/model-services.ts';
import { dueFor, type DueFacts } from '../../../../src/scoring/watch/due.ts';

const settings = { maxAgeDays: 90, restDays: 7 };
const trained = (daysAgo: number): string => new Date(Date.UTC(2026, 0, 1) - daysAgo * 86_400_000).toISOString();
const facts = (daysAgo: number, more: Partial<DueFacts> = {}): DueFacts => ({
  champion: 2,
  newest: { number: 2, createdAt: trained(daysAgo), rows: 500 },
  moments: 500,
  now: '2026-01-01T00:00:00.000Z',
  ...more,
});
const steady: DriftReport = { model: 'm', version: 2, rows: 900, features: [], retrain: false, reasons: [] };
const drifted = (more: Partial<DriftReport>): DriftReport => ({ ...steady, retrain: true, ...more });

describe('a model is trained again', () => {
  it('when it is older than allowed and labelled moments are new', () => {
    expect(dueFor(facts(91, { moments: 534 }), settings)).toEqual({
      isDue: true,
      waitsForHistory: false,
      reasons: [
        { cause: 'schedule', words: 'version 2 was trained 91 days ago, at most 90 days are allowed, and 34 labelled moments are new' },
      ],
      words: 'version 2 was trained 91 days ago, at most 90 days are allowed, and 34 labelled moments are new',
    });
  });

  it('when columns have drifted, named', () => {
    const drift = drifted({
      features: [
        { feature: 'amount', verdict: 'alert' },
        { feature: 'terms', verdict: 'steady' },
        { feature: 'region', verdict: 'alert' },
      ],
    });
    expect(dueFor(facts(8, { drift }), settings).reasons).toEqual([
      { cause: 'drift', words: 'amount, region are spread differently than in training' },
    ]);
  });

  it('when the scores alone have drifted', () => {
    expect(dueFor(facts(8, { drift: drifted({ score: { verdict: 'alert' } }) }), settings).reasons).toEqual([
      { cause: 'drift', words: 'the scores are spread differently than in training' },
    ]);
  });

  it('when its probabilities no longer match outcomes', () => {
    const drift = drifted({ calibration: { slope: 0.553, outcomes: 412, verdict: 'alert' } });
    expect(dueFor(facts(8, { drift }), settings).reasons).toEqual([
      { cause: 'calibration', words: 'probabilities no longer match outcomes (slope 0.55 over 412 outcomes)' },
    ]);
  });

  it('for every reason there is at once', () => {
    const drift = drifted({ score: { verdict: 'alert' }, calibration: { slope: 2, outcomes: 300, verdict: 'alert' } });
    expect(dueFor(facts(200, { moments: 501, drift }), settings).reasons.map(({ cause }) => cause)).toEqual([
      'schedule',
      'drift',
      'calibration',
    ]);
  });
});

describe('a model is left alone', () => {
  it.each([
    ['while no version is in use', { newest: undefined, champion: undefined }, 'no version is in use here'],
    ['while another version is on trial', { shadow: 3 }, 'version 3 is on trial as shadow; decide on it first'],
  ] as const)('%s', (_when, more, words) => {
    const drift = drifted({ score: { verdict: 'alert' } });
    const { newest, champion, ...rest } = facts(400, { moments: 900, drift });
    const asked = { ...rest, ...('newest' in more ? {} : { newest, champion }), ...('shadow' in more ? more : {}) } as DueFacts;
    expect(dueFor(asked, settings)).toEqual({ isDue: false, reasons: [], words, waitsForHistory: false });
  });

  it('shortly after the last training, whatever has moved: what was learned has to be tried first', () => {
    const drift = drifted({ score: { verdict: 'alert' } });
    const newest = { number: 5, createdAt: trained(6), rows: 10 };
    expect(dueFor(facts(0, { newest, drift }), settings)).toMatchObject({
      isDue: false,
      words: 'version 5 was trained 6 days ago; nothing is trained again within 7 days',
    });
  });

  it('at exactly the age that is allowed', () => {
    expect(dueFor(facts(90, { moments: 900 }), settings)).toMatchObject({ isDue: false, waitsForHistory: false });
  });

  it('when it is old and nothing held here is new; history that is read may bring something', () => {
    expect(dueFor(facts(91, { drift: steady }), settings)).toEqual({
      isDue: false,
      reasons: [],
      words: 'version 2 was trained 91 days ago, at most 90 days are allowed, but no labelled moment held here is new',
      waitsForHistory: true,
    });
  });

  it('when too little was predicted to tell', () => {
    const drift: DriftReport = {
      ...steady,
      features: [{ feature: 'amount', verdict: 'too-few' }],
      calibration: { slope: 1, outcomes: 3, verdict: 'too-few' },
    };
    expect(dueFor(facts(30, { drift }), settings).words).toBe('version 2 was trained 30 days ago and nothing has moved beyond chance');
  });
});
