import { describe, expect, it } from 'vitest';
import { compileEnsemble, createTreeExplainer, readLightgbm } from '../../../../src/learning/trees/index.ts';
import { expectSame, foreignCases } from './imports.ts';

/** Written by hand after the format: one split on a number, below it one on a category (levels 1 and 33 go left). */
const byHand = (decision = '10 1', objective = 'regression', extra = ''): string => `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=${objective}
feature_names=amount region
feature_infos=[0:9] 1:2:33
tree_sizes=300
${extra}
Tree=0
num_leaves=3
num_cat=1
split_feature=0 1
split_gain=8 4
threshold=2.5 0
decision_type=${decision}
left_child=-1 -2
right_child=1 -3
leaf_value=10 20 30
leaf_weight=2 3 5
leaf_count=2 3 5
internal_value=0 0
internal_weight=10 8
internal_count=10 8
cat_boundaries=0 2
cat_threshold=2 2
is_linear=0
shrinkage=1


end of trees

feature_importances:
amount=1
`;

const score = (text: string, ...row: number[]): number | undefined =>
  compileEnsemble(readLightgbm(text)).scoreRow(Float64Array.from(row))[0];

describe('a model in LightGBM’s text format', () => {
  it.each(foreignCases('lightgbm.json'))('$name: scores and contributions are those of LightGBM', (foreign) => {
    expectSame(readLightgbm(String(foreign.model)), foreign, foreign.sigmoid ?? 1);
  });

  it('a value on the threshold goes left', () => {
    expect(score(byHand(), 2.5, 1)).toBe(10);
    expect(score(byHand(), 2.500001, 1)).toBe(20);
  });

  it('a listed category goes left, any other and a missing one right', () => {
    expect([1, 33, 2, 0, Number.NaN].map((region) => score(byHand(), 9, region))).toEqual([20, 20, 30, 30, 30]);
  });

  it.each([
    ['none, default right: missing is read as zero', '0 1', Number.NaN, 10],
    ['NaN, default right', '8 1', Number.NaN, 20],
    ['NaN, default left', '10 1', Number.NaN, 10],
    ['zero, default right: zero is missing', '4 1', 0, 20],
    ['zero, default left', '6 1', Number.NaN, 10],
  ])('missing as %s', (_, decision, amount, expected) => {
    expect(score(byHand(decision), amount, 1)).toBe(expected);
  });

  it('covers are its row counts: contributions sum to the score from the mean over rows', () => {
    const explainer = createTreeExplainer(readLightgbm(byHand()));
    expect(explainer.expected[0]).toBeCloseTo(0.2 * 10 + 0.3 * 20 + 0.5 * 30, 12);
    const [amount = 0, region = 0] = explainer.explainRow(Float64Array.of(9, 2));
    expect(amount + region + (explainer.expected[0] ?? 0)).toBeCloseTo(30, 12);
  });

  it('features keep their names, and the levels of a category are its numbers', () => {
    const { features } = readLightgbm(byHand());
    expect(features[0]).toEqual({ name: 'amount', kind: 'number' });
    expect(features[1]).toMatchObject({ name: 'region', kind: 'category' });
    expect(features[1]?.kind === 'category' ? features[1].levels.length : 0).toBe(34);
  });

  it.each([
    ['linear trees', byHand().replace('is_linear=0', 'is_linear=1'), 'input.invalid'],
    ['averaged output', byHand('10 1', 'regression', 'average_output'), 'input.invalid'],
    ['the objective lambdarank', byHand('10 1', 'lambdarank'), 'input.invalid'],
    ['reg_sqrt', byHand('10 1', 'regression sqrt'), 'input.invalid'],
    ['version v2', byHand().replace('version=v4', 'version=v2'), 'input.invalid'],
    ['does not begin with "tree"', '{}', 'input.malformed'],
    ['ends before', byHand().replace('end of trees', ''), 'input.malformed'],
    ['leaf_value', byHand().replace('leaf_value=10 20 30', 'leaf_value=10 x'), 'input.malformed'],
  ])('%s: refused by name', (what, text, code) => {
    expect(() => readLightgbm(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(what) }));
  });
});
