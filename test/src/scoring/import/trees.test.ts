import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Head, ModelDefinition } from '../../../../src/contracts/models.ts';
import { importVersion, type HeadImport, type ImportOptions } from '../../../../src/scoring/import/index.ts';
import { loadVersion } from '../../../../src/scoring/serving/loaded.ts';
import { inputsOf, score } from '../../../../src/scoring/serving/score.ts';
import { train } from '../../../../src/scoring/training/train.ts';
import { driftOf } from '../../../../src/scoring/watch/drift.ts';
import { renderCard } from '../../../../src/scoring/card/index.ts';
import { smallModel } from '../../../support/small-model.ts';
import { examples, levels, stamp, xgboostNow, xgboostThen, type Foreign, type TableName } from './foreign.ts';

/** The small model with the one part that is imported. */
const [late, days] = ['late', 'days'].map((name) => {
  const head = smallModel.heads[name];
  if (!head) throw new Error('the small model has these parts');
  return head;
}) as [Head, Head];
const onlyLate: ModelDefinition = {
  ...smallModel,
  heads: { late },
  answer: ({ late: said }) => ({ output: { late_probability: said?.value ?? null, days_late: 0 } }),
};
const then = xgboostThen();
const given: HeadImport = { format: 'xgboost', text: then.model, levels: { region: levels } };
const options = (head: HeadImport, more: Partial<ImportOptions> = {}): ImportOptions => ({
  definition: onlyLate,
  heads: { late: head },
  examples,
  ...stamp,
  ...more,
});
const imported = await importVersion(options(given));
const loaded = loadVersion(onlyLate, { ...imported.version, number: 1 }, imported.artefact);
const ask = (values: (typeof examples)[number]['values']) => score(onlyLate, loaded, inputsOf(onlyLate, values, undefined, stamp.at));

/** Largest differences between what is answered here and what XGBoost said of the first rows. */
async function differences(foreign: Foreign, head: HeadImport, name: 'late' | 'days' = 'late'): Promise<{ score: number; factor: number }> {
  const definition: ModelDefinition =
    name === 'late'
      ? onlyLate
      : {
          ...smallModel,
          heads: { days },
          leading: 'days',
          answer: ({ days: said }) => ({ output: { late_probability: 0, days_late: said?.value ?? null } }),
        };
  const made = await importVersion({ definition, heads: { [name]: head }, examples, ...stamp });
  const version = loadVersion(definition, { ...made.version, number: 1 }, made.artefact);
  let [most, factor] = [0, 0];
  foreign.said.forEach((said, row) => {
    const answer = version.heads[name]?.score(examples[row]?.values ?? {});
    most = Math.max(most, Math.abs(Number(answer?.value) - said));
    // The sum of contributions less the expected value: the same however dummy columns are summed up.
    const theirs = (foreign.contributions[row] ?? []).slice(0, -1).reduce((sum, value) => sum + value, 0);
    factor = Math.max(factor, Math.abs((answer?.factors ?? []).reduce((sum, { contribution }) => sum + contribution, 0) - theirs));
  });
  return { score: most, factor };
}

describe('trees of XGBoost under a definition', () => {
  it('answer what XGBoost answers, and are explained as it explains them', async () => {
    const { score: most, factor } = await differences(then, given);
    expect(most).toBeLessThan(1e-6);
    expect(factor).toBeLessThan(1e-4);
  });

  it('each factor is the one XGBoost gives the feature', () => {
    then.contributions.slice(0, 20).forEach((theirs, row) => {
      const { factors } = ask(examples[row]?.values ?? {});
      ['amount', 'terms_days', 'days_late_mean', 'region'].forEach((feature, column) => {
        expect(factors.find((each) => each.feature === feature)?.contribution ?? 0).toBeCloseTo(theirs[column] ?? 0, 4);
      });
    });
  });

  it('are a version like any other: origin, hashes, metrics on rows held here, references, no seed of ours', () => {
    expect(imported.version).toMatchObject({ model: 'small-late', origin: 'xgboost', seed: 0, rows: 600, trainedBy: 'person:mona' });
    const report = imported.version.reports['late'];
    expect(report?.metrics.find(({ name }) => name === 'auc')?.value).toBeGreaterThan(0.85);
    expect(report?.importance.map(({ feature }) => feature)).toContain('days_late_mean');
    expect(report?.parameters['measured']).toMatch(/which its maker may have trained on/);
  });

  it('say what was missing or unknown', () => {
    const { notes } = ask({ amount: 100, region: 'atlantis' });
    expect(notes.map(({ field, treatment }) => `${field} ${treatment}`)).toEqual(
      ['terms_days missing', 'region unknown-category', 'days_late_mean missing'].toSorted(
        (a, b) => notes.findIndex(({ field }) => a.startsWith(field)) - notes.findIndex(({ field }) => b.startsWith(field)),
      ),
    );
  });

  it('are watched for drift in inputs and score, and have a card', () => {
    const version = { ...imported.version, number: 1 };
    const predictions = examples.slice(0, 250).map(({ values }, n) => ({
      id: `prd_${n}`,
      model: 'small-late',
      version: 1,
      definition: '1.0.0',
      environment: 'production',
      role: 'champion',
      correlationId: 'r',
      asOf: stamp.at,
      at: stamp.at,
      tookMs: 1,
      ...score(onlyLate, loaded, inputsOf(onlyLate, { ...values, amount: Number(values['amount']) * 4 }, undefined, stamp.at)),
      inputs: Object.entries(values).map(([field, value]) => ({
        field,
        value: field === 'amount' ? Number(value) * 4 : value,
        from: 'given' as const,
      })),
    }));
    // A literal role and environment widen to string in a spread.
    const report = driftOf(onlyLate, version, predictions as Parameters<typeof driftOf>[2], []);
    expect(report.features.find(({ feature }) => feature === 'amount')?.verdict).toBe('alert');
    expect(report.score?.verdict).toMatch(/alert|steady/);
    const { markdown, plots } = renderCard(onlyLate, version);
    expect(markdown).toContain('imported from XGBoost; figures are of rows held here');
    expect(plots.map(({ name }) => name)).toContain('small-late-1-late-roc.svg');
  });

  it('the same file and rows give the same bytes', async () => {
    expect((await importVersion(options(given, { by: 'person:ed', at: '2026-01-01T00:00:00Z' }))).artefact).toBe(imported.artefact);
  });

  it('the artefact holds no row', () => {
    expect(imported.artefact).not.toMatch(/invoice:|customer:/);
  });
});

describe('parts of a model that are not imported', () => {
  it('are named where there is no version to take them from', async () => {
    await expect(importVersion({ ...options(given), definition: smallModel })).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'base',
      message: expect.stringContaining('also says days'),
    });
  });

  it('come from the version that is named', async () => {
    const trained = await train(smallModel, examples, { seed: 1, ...stamp });
    const base = { version: { ...trained.version, number: 4 }, artefact: trained.artefact };
    const { version, artefact } = await importVersion({ ...options(given), definition: smallModel, base });
    const both = loadVersion(smallModel, { ...version, number: 5 }, artefact);
    const own = loadVersion(smallModel, base.version, base.artefact);
    const values = examples[0]?.values ?? {};
    expect(both.heads['days']?.score(values)).toEqual(own.heads['days']?.score(values));
    expect(version.reports['days']).toEqual(trained.version.reports['days']);
    await expect(
      importVersion({ ...options(given), definition: smallModel, base: { ...base, version: { ...base.version, featureHash: 'x' } } }),
    ).rejects.toThrow(/Version 4 has other features/);
  });
});

describe('an import that does not fit says what is wrong', () => {
  const changed = (from: string, to: string): string => {
    expect(then.model).toContain(from);
    return then.model.replaceAll(from, to);
  };
  it.each<[string, HeadImport, RegExp]>([
    [
      'a column that is no feature',
      { ...given, text: changed('"amount"', '"amt"') },
      /columns that are no features of small-late: amt; say which they are in columns/,
    ],
    ['a category without its levels', { format: 'xgboost', text: then.model }, /region is a category; state its levels/],
    [
      'another objective',
      { ...given, text: changed('"binary:logistic"', '"reg:squarederror"') },
      /answers with values, not with a probability; late takes binary:logistic/,
    ],
    ['another booster', { ...given, text: changed('"gbtree"', '"dart"') }, /the booster dart \(gbtree alone is\)/],
    ['no JSON', { ...given, text: 'tree\nversion=v4' }, /is not JSON; save it with save_model/],
    ['a file of LightGBM that is none', { ...given, format: 'lightgbm' }, /no LightGBM text model/],
  ])('%s', async (_what, head, says) => {
    await expect(importVersion(options(head))).rejects.toThrow(says);
    await expect(importVersion(options(head))).rejects.toMatchObject({ code: expect.stringMatching(/^input\./) });
  });

  it('a part the model does not have, a part of its own kind, and no history', async () => {
    await expect(importVersion({ ...options(given), heads: { early: given } })).rejects.toThrow(
      /small-late has no part early; it has late/,
    );
    const forecast = { ...onlyLate, heads: { late: { ...late, kind: 'forecast' } } };
    await expect(importVersion({ ...options(given), definition: forecast })).rejects.toThrow(/late is a forecast of its own kind/);
    await expect(importVersion({ ...options(given), examples: [] })).rejects.toThrow(/models extract small-late/);
    await expect(importVersion({ ...options(given), examples: examples.slice(0, 30) })).rejects.toThrow(/at least 40 rows/);
  });
});

describe('trees of LightGBM', () => {
  const text = (objective: string): string => `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=${objective}
feature_names=days_late_mean region
feature_infos=[0:60] 0:1

Tree=0
num_leaves=3
num_cat=1
split_feature=0 1
split_gain=8 4
threshold=8.5 0
decision_type=10 1
left_child=-1 -2
right_child=1 -3
leaf_value=-1 2 0.5
leaf_weight=2 3 5
leaf_count=200 300 500
internal_value=0 0
internal_weight=10 8
internal_count=1000 800
cat_boundaries=0 1
cat_threshold=1
is_linear=0
shrinkage=1


end of trees
`;

  it('answer by their leaves: level 0 goes left, by the order that was stated', async () => {
    const made = await importVersion(options({ format: 'lightgbm', text: text('binary sigmoid:1'), levels: { region: levels } }));
    expect(made.version.origin).toBe('lightgbm');
    const version = loadVersion(onlyLate, { ...made.version, number: 1 }, made.artefact);
    const said = (mean: number, region: string) => version.heads['late']?.score({ days_late_mean: mean, region }).value;
    const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin));
    expect(said(3, 'south')).toBeCloseTo(sigmoid(-1), 12);
    expect(said(20, 'south')).toBeCloseTo(sigmoid(2), 12);
    expect(said(20, 'north')).toBeCloseTo(sigmoid(0.5), 12);
  });

  it('fewer levels than the file has are refused', async () => {
    const head = { format: 'lightgbm', text: text('binary sigmoid:1'), levels: { region: ['south'] } } as const;
    await expect(importVersion(options(head))).rejects.toThrow(/The file has 2 levels of region; 1 are stated/);
  });

  it('counts are not taken for an amount', async () => {
    const definition = { ...onlyLate, heads: { days }, leading: 'days' };
    await expect(
      importVersion({
        definition,
        heads: { days: { format: 'lightgbm', text: text('poisson'), levels: { region: levels } } },
        examples,
        ...stamp,
      }),
    ).rejects.toThrow(/the exponential of its trees/);
  });
});

const probe = spawnSync('/usr/bin/python3', ['-c', 'import xgboost'], { encoding: 'utf8' });
const missing = probe.status === 0 ? '' : ' (skipped: /usr/bin/python3 has no xgboost here)';
describe.skipIf(missing !== '')(`beside XGBoost itself${missing}`, () => {
  it.each<[TableName, string, 'late' | 'days', Partial<HeadImport>]>([
    ['native', 'binary:logistic', 'late', { levels: { region: levels } }],
    ['codes', 'binary:logistic', 'late', { levels: { region: levels }, columns: { f_amount: 'amount' } }],
    [
      'dummies',
      'binary:logistic',
      'late',
      {
        levels: { region: levels },
        columns: { region_south: { feature: 'region', level: 'south' }, region_north: { feature: 'region', level: 'north' } },
      },
    ],
    ['native', 'reg:squarederror', 'days', { levels: { region: levels } }],
  ])('a table with %s, %s: scores and contributions are the same', async (table, objective, target, more) => {
    const foreign = xgboostNow(table, objective, target);
    const head = { format: 'xgboost', text: foreign.model, ...more } as HeadImport;
    const { score: most, factor } = await differences(foreign, head, target);
    expect(most).toBeLessThan(target === 'late' ? 1e-6 : 1e-4);
    expect(factor).toBeLessThan(1e-3);
  });
});
