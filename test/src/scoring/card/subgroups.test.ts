import { describe, expect, it } from 'vitest';
import type { Example, ModelValue } from '../../../../src/contracts/models.ts';
import { createRandom } from '../../../../src/learning/index.ts';
import { heldOutScores, subgroupsOf } from '../../../../src/scoring/card/index.ts';
import { trainingRows } from '../../../../src/scoring/training/rows.ts';
import { smallHistory, smallModel } from '../../../support/small-model.ts';

const options = { target: 'left', kind: 'binary', rows: 'held-out' } as const;
const example = (entity: string, left: boolean | number | null, guarded: Record<string, ModelValue>): Example => ({
  entity,
  asOf: '2024-01-01T00:00:00Z',
  outcomeAt: '2024-02-01T00:00:00Z',
  values: {},
  targets: { left },
  protected: guarded,
});
/** So many people of a group, of whom every second leaves. */
const people = (group: string, many: number, from = 0): Example[] =>
  Array.from({ length: many }, (_, n) => example(`employee:${group}-${from + n}`, n % 2 === 0, { gender: group }));
const half = (rows: readonly Example[]): number[] => rows.map(() => 0.5);

describe('a subgroup report', () => {
  it('says of each group what was said, what came true, and how well the two agree', () => {
    const random = createRandom(3);
    const rows = [...people('f', 400), ...people('m', 400)];
    // Of women the score is right, of men it is the same for all.
    const scores = rows.map(({ targets, protected: of }) =>
      of?.['gender'] === 'f' ? (targets['left'] === true ? 0.6 : 0.2) + random.next() * 0.3 : 0.5,
    );
    const [report] = subgroupsOf(rows, scores, options);
    const [women, men] = report?.groups ?? [];
    expect(report).toMatchObject({ feature: 'gender', rows: 'held-out', threshold: 0.5, hidden: 0 });
    expect(women).toMatchObject({ group: 'f', people: 400, rows: 400, observed: { value: 0.5 } });
    expect(women?.auc?.value).toBe(1);
    expect(women?.selectionRate).toBeCloseTo(0.5, 2);
    expect(men).toMatchObject({ group: 'm', meanScore: 0.5, selectionRate: 1, auc: { value: 0.5 } });
  });

  it('an amount is judged by its error', () => {
    const rows = people('f', 30).map((each, n) => ({ ...each, targets: { left: n } }));
    const [report] = subgroupsOf(
      rows,
      rows.map((_, n) => n + 2),
      { ...options, kind: 'amount' },
    );
    expect(report?.groups).toEqual([
      { group: 'f', people: 30, rows: 30, meanScore: 16.5, observed: { value: 14.5 }, meanAbsoluteError: 2 },
    ]);
    expect(report?.threshold).toBeUndefined();
  });

  it('a group of fewer than twenty people is not shown, however many rows they have', () => {
    const few = people('x', 19);
    const rows = [...people('f', 50), ...people('m', 40), ...few, ...few, ...few];
    const [report] = subgroupsOf(rows, half(rows), options);
    expect(report?.groups.map(({ group }) => group)).toEqual(['f']);
  });

  it('what is not shown cannot be told by subtraction: the next smallest goes with it', () => {
    const rows = [...people('f', 50), ...people('m', 40), ...people('x', 3)];
    const [report] = subgroupsOf(rows, half(rows), options);
    expect(report?.groups.map(({ group }) => group)).toEqual(['f']);
    expect(report?.hidden).toBe(2);
    expect(JSON.stringify(report)).not.toContain('"x"');
  });

  it('numbers are put into bands, and those who did not say are a group', () => {
    const rows = Array.from({ length: 200 }, (_, n) => example(`employee:${n}`, n % 2 === 0, { age: n < 40 ? null : 20 + (n % 40) }));
    const [report] = subgroupsOf(rows, half(rows), options);
    expect(report?.groups.map(({ group }) => group)).toEqual([
      '20 to below 30',
      '30 to below 40',
      '40 to below 50',
      '50 and more',
      'not stated',
    ]);
    expect(report?.groups.reduce((sum, { people: of }) => sum + of, 0)).toBe(200);
  });

  it('rows without an outcome or a score do not count', () => {
    const rows = [...people('f', 30), example('employee:open', null, { gender: 'f' })];
    const [report] = subgroupsOf(rows, [...half(people('f', 29)), Number.NaN, 0.5], options);
    expect(report?.groups).toMatchObject([{ people: 29 }]);
  });

  it('too few of an answer give no AUC and no slope', () => {
    const rows = people('f', 40).map((each, n) => ({ ...each, targets: { left: n < 5 } }));
    const [report] = subgroupsOf(rows, half(rows), options);
    expect(report?.groups[0]?.auc).toBeUndefined();
    expect(report?.groups[0]?.calibrationSlope).toBeUndefined();
  });

  it('a model without protected features has none; other numbers of scores than rows are refused', () => {
    expect(subgroupsOf([{ ...example('a:1', true, {}) }], [0.5], options)).toEqual([]);
    expect(() => subgroupsOf(people('f', 2), [0.5], options)).toThrow(/2 rows and 1 scores/);
  });
});

describe('held-out scores', () => {
  it('come from a fit that had not seen the entity', async () => {
    const { observations, moments } = smallHistory(300);
    const rows = trainingRows(smallModel, moments, observations);
    const head = smallModel.heads['late'];
    if (!head) throw new Error('the small model has this head');
    const seen: Set<string>[] = [];
    const watched = {
      ...head,
      fit: (...args: Parameters<typeof head.fit>) => (seen.push(new Set(args[0].map(({ entity }) => entity))), head.fit(...args)),
    };
    const scores = await heldOutScores(watched, rows, smallModel.features, { seed: 1 });
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect([...(seen[0] ?? [])].some((entity) => seen[1]?.has(entity))).toBe(false);
    expect((seen[0]?.size ?? 0) + (seen[1]?.size ?? 0)).toBe(300);
  });
});
