import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readEnsemble, readXgboost } from '../../../../src/learning/trees/index.ts';
import { expectSame, fixture, foreignCases, type Foreign } from './imports.ts';

const cases = foreignCases('xgboost.json');

type Saved = {
  learner: {
    gradient_booster: { name: string; model: { trees: { left_children: number[] }[] } };
    objective: { name: string };
    learner_model_param: { base_score: string; num_target?: string };
  };
};
const changed = (change: (saved: Saved) => void, name = 'binary'): object => {
  // The fixture is a model as XGBoost saves it; only the parts named in Saved are changed here.
  const saved = JSON.parse(String(cases.find((entry) => entry.name === name)?.model)) as Saved;
  change(saved);
  return saved;
};

describe('a model saved by XGBoost', () => {
  it.each(cases)('$name: scores and contributions are those of XGBoost', (foreign) => {
    expectSame(readXgboost(String(foreign.model)), foreign);
  });

  it('is read the same from text and from an object, and survives JSON', () => {
    const read = readXgboost(String(cases[0]?.model));
    expect(readXgboost(changed(() => undefined))).toEqual(read);
    expect(readEnsemble(JSON.parse(JSON.stringify(read)))).toEqual(read);
  });

  it('keeps the names of its features, and takes others when given', () => {
    const foreign = cases.find(({ name }) => name === 'categories in sets');
    const { features } = readXgboost(String(foreign?.model));
    expect(features.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['a number', 'b number', 'c number', 'd category']);
    const renamed = readXgboost(String(cases[0]?.model), {
      features: ['x', 'y', 'z'].map((name) => ({ name, kind: 'number' })),
    });
    expect(renamed.features.map(({ name }) => name)).toEqual(['x', 'y', 'z']);
  });

  it('takes the base score as 1.7, 2.x and 3.x write it', () => {
    const margin = (text: string): number | undefined =>
      readXgboost(
        changed((saved) => {
          saved.learner.learner_model_param.base_score = text;
        }),
      ).base[0];
    expect(margin('2E-1')).toBeCloseTo(Math.log(0.2 / 0.8), 12);
    expect(margin('[2E-1]')).toBe(margin('2E-1'));
    const perClass = readXgboost(
      changed((saved) => {
        saved.learner.learner_model_param.base_score = '[1E-1,2E-1,3E-1]';
      }, 'three classes'),
    );
    expect(perClass.base).toEqual([0.1, 0.2, 0.3]);
  });

  it.each([
    ['dart', (saved: Saved) => void (saved.learner.gradient_booster.name = 'dart')],
    ['gblinear', (saved: Saved) => void (saved.learner.gradient_booster.name = 'gblinear')],
    ['rank:ndcg', (saved: Saved) => void (saved.learner.objective.name = 'rank:ndcg')],
    ['several targets', (saved: Saved) => void (saved.learner.learner_model_param.num_target = '2')],
  ])('with %s is refused by name', (what, change) => {
    expect(() => readXgboost(changed(change))).toThrow(what);
  });

  it('that is not whole or not JSON is refused with a sentence, not a crash', () => {
    expect(() => readXgboost('binf')).toThrow(expect.objectContaining({ code: 'input.malformed' }));
    expect(() => readXgboost({})).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    const cyclic = changed((saved) => void saved.learner.gradient_booster.model.trees[0]?.left_children.fill(0));
    expect(() => readXgboost(cyclic)).toThrow('cycle');
    const beyond = changed((saved) => void saved.learner.gradient_booster.model.trees[0]?.left_children.fill(999));
    expect(() => readXgboost(beyond)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });

  it('with categories has NaN among its thresholds, which is no JSON, and is read all the same', () => {
    const text = String(cases.find(({ name }) => name === 'categories in sets')?.model);
    expect(text).toMatch(/[[,]NaN[\],]/);
    expect(() => JSON.parse(text) as unknown).toThrow();
    // A name that looks like one stays a name.
    expect(readXgboost(text.replace('"a"', '"a,NaN,"')).features[0]?.name).toBe('a,NaN,');
  });
});

const python = '/usr/bin/python3';
const probe = spawnSync(python, ['-c', 'import xgboost'], { encoding: 'utf8' });

describe('beside XGBoost itself', () => {
  it.skipIf(probe.status !== 0)(
    `freshly trained models score and explain alike${probe.status === 0 ? '' : ` (skipped: ${python} cannot import xgboost)`}`,
    () => {
      const ran = spawnSync(python, [fileURLToPath(fixture('xgboost.py'))], {
        encoding: 'utf8',
        maxBuffer: 1 << 26,
        env: { OMP_NUM_THREADS: '1' },
      });
      const fresh = JSON.parse(ran.stdout) as Foreign[];
      expect(fresh).toHaveLength(cases.length);
      for (const foreign of fresh) expectSame(readXgboost(String(foreign.model)), foreign);
    },
  );
});
