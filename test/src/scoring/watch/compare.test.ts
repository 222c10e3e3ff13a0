import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../../../src/contracts/model-store.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { compare, type Judged } from '../../../../src/scoring/watch/compare.ts';
import { dayOf } from '../../../support/small-model.ts';

const of = { model: 'm', environment: 'production', champion: { role: 'champion', version: 1 }, challenger: { version: 2 } } as const;
const binary = { id: 'm', judgedBy: { output: 'p', target: 'late', kind: 'binary' } } as const;

const judged = (n: number, role: Prediction['role'], p: number, late: boolean): Judged => ({
  prediction: {
    id: `${role}${n}`,
    model: 'm',
    version: role === 'shadow' ? 2 : 1,
    definition: '1.0.0',
    environment: 'production',
    role,
    correlationId: `c${n}`,
    entity: `invoice:${n}`,
    asOf: dayOf(n),
    at: dayOf(n),
    output: { p },
    factors: [],
    inputs: [],
    notes: [],
    tookMs: 1,
  },
  outcome: { model: 'm', entity: `invoice:${n}`, asOf: dayOf(n), at: dayOf(n + 30), targets: { late }, by: 'service:erp' },
});

/** Outcomes happen with the chance `truth`; each side says its own. */
function cases(count: number, says: { champion: (truth: number) => number; challenger: (truth: number) => number }) {
  const random = createRandom(7);
  const rows = Array.from({ length: count }, (_, n) => {
    const truth = 0.1 + 0.8 * random.next();
    return { n, truth, late: random.next() < truth };
  });
  return [
    rows.map(({ n, truth, late }) => judged(n, 'champion', says.champion(truth), late)),
    rows.map(({ n, truth, late }) => judged(n, 'shadow', says.challenger(truth), late)),
  ] as const;
}
const flat = (): number => 0.5;
const right = (truth: number): number => truth;

describe('a challenger beside the champion', () => {
  it('that knows more may be promoted', () => {
    const [champion, challenger] = cases(600, { champion: flat, challenger: right });
    const found = compare(binary, champion, challenger, of);
    expect(found).toMatchObject({ outcomes: 600, mayBePromoted: true, blockers: [] });
    expect(found.difference?.high).toBeLessThan(0);
    expect(found.calibrationSlope).toBeGreaterThan(0.8);
  });

  it('that knows the same is not', () => {
    const [champion, challenger] = cases(600, { champion: right, challenger: right });
    expect(compare(binary, champion, challenger, of).blockers).toEqual([expect.stringMatching(/interval of the difference of log loss/)]);
  });

  it('whose probabilities are too extreme is not, however well it ranks', () => {
    const bold = (truth: number): number => (truth > 0.5 ? Math.min(0.97, truth + 0.25) : Math.max(0.03, truth - 0.25));
    const [champion, challenger] = cases(900, { champion: flat, challenger: bold });
    const found = compare(binary, champion, challenger, of);
    expect(found.mayBePromoted).toBe(false);
    expect(found.blockers.join()).toMatch(/calibration slope is 0\.[3-7]/);
  });

  it('with too few outcomes, or too few of one answer, says how many it takes', () => {
    const [champion, challenger] = cases(100, { champion: flat, challenger: right });
    expect(compare(binary, champion, challenger, of).blockers[0]).toBe(
      'there are 100 outcomes that both have said something of; it takes 200',
    );
    const rare = Array.from({ length: 300 }, (_, n) => judged(n, 'champion', 0.1, n < 3));
    expect(compare(binary, rare, rare, of).blockers).toEqual(['there are 3 yes and 297 no; it takes 20 of each']);
  });

  it('is held against the same record at the same moment alone', () => {
    const [champion, challenger] = cases(400, { champion: flat, challenger: right });
    const shifted = challenger.map(({ prediction, outcome }) => ({ prediction: { ...prediction, asOf: dayOf(5000) }, outcome }));
    expect(compare(binary, champion, shifted, of).outcomes).toBe(0);
  });

  it('of an amount is compared by how far off it was', () => {
    const amount = { id: 'm', judgedBy: { output: 'p', target: 'late', kind: 'amount' } } as const;
    const rows = Array.from({ length: 300 }, (_, n) => n);
    const champion = rows.map((n) => judged(n, 'champion', n % 2, n % 2 === 0));
    const challenger = rows.map((n) => judged(n, 'shadow', n % 2 === 0 ? 1 : 0, n % 2 === 0));
    expect(compare(amount, champion, challenger, of)).toMatchObject({
      mayBePromoted: true,
      difference: { metric: 'absolute error', estimate: -1 },
    });
  });
});
