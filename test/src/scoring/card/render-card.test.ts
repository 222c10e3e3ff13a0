import { describe, expect, it } from 'vitest';
import type { ModelChange, ModelVersion } from '../../../../src/contracts/model-store.ts';
import type { ModelDefinition, ModelFeature } from '../../../../src/contracts/models.ts';
import { renderCard, subgroupsOf } from '../../../../src/scoring/card/index.ts';
import { asOfRule } from '../../../../src/scoring/card/feature-words.ts';
import { plain } from '../../../../src/scoring/card/markdown.ts';
import { trainingRows } from '../../../../src/scoring/training/rows.ts';
import { train } from '../../../../src/scoring/training/train.ts';
import { smallHistory, smallModel } from '../../../support/small-model.ts';

const guarded: ModelFeature = {
  name: 'size',
  kind: 'category',
  description: 'the size of the customer',
  class: 'protected',
  source: 'crm.accounts',
  from: { of: 'customer', observation: 'size', take: 'latest' },
};
const definition: ModelDefinition = { ...smallModel, features: [...smallModel.features, guarded] };
const { observations, moments } = smallHistory(600);
const sizes = [...new Set(moments.map(({ links }) => links?.['customer'] ?? ''))].map((entity, n) => ({
  entity,
  name: 'size',
  value: n % 2 === 0 ? 'large' : 'small',
  at: '2022-01-01T00:00:00Z',
}));
const rows = trainingRows(definition, moments, [...observations, ...sizes]);
const trained = await train(definition, rows, { seed: 1, by: 'person:mona', at: '2025-12-01T00:00:00Z' });
const head = definition.heads['late'];
const report = trained.version.reports['late'];
if (!head || !report) throw new Error('the small model has this head');
const scores = rows.map(() => 0.4);
const version: ModelVersion = {
  ...trained.version,
  number: 3,
  reports: {
    ...trained.version.reports,
    late: { ...report, subgroups: subgroupsOf(rows, scores, { target: 'late', kind: 'binary', rows: 'in-sample' }) },
  },
};
const change: ModelChange = {
  id: 'chg_1',
  environment: 'production',
  model: 'small-late',
  number: 3,
  to: 'champion',
  reason: 'better | on <folds>',
  evidence: {},
  status: 'approved',
  askedBy: 'person:mona',
  askedAt: '2025-12-02T00:00:00Z',
  decidedBy: 'person:carl',
  decidedAt: '2025-12-03T00:00:00Z',
  decision: 'seen',
};
const extras = {
  changes: [change, { ...change, id: 'chg_2', number: 2, reason: 'of another version' }],
  deployments: [
    {
      environment: 'production',
      model: 'small-late',
      number: 3,
      stage: 'champion',
      since: '2025-12-03T00:00:00Z',
      by: 'person:mona',
      approvedBy: 'person:carl',
    },
  ],
} as const;
const { markdown, plots } = renderCard(definition, version, extras);

describe('a card', () => {
  it('says what the model is for, what it decides, its limits and whose it is', () => {
    for (const line of [
      '# Late invoices: `small-late` version 3',
      'Who pays late',
      '**Decides:** Nothing by itself',
      '**Limit:** Made up',
      '**Owner:** Finance',
      'the business rule answers',
    ])
      expect(markdown).toContain(line);
  });

  it('says of what data it was made, to the hash', () => {
    for (const part of [
      '| Rows | 600 |',
      '| From | 2023-01-01 |',
      version.dataHash,
      version.artefactHash,
      '| Seed | 1 |',
      '2025-12-01 by person:mona',
    ])
      expect(markdown).toContain(part);
  });

  it('says why the algorithm was chosen, with the folds of every candidate and the paired interval', () => {
    expect(markdown).toContain('| logistic regression |');
    expect(markdown).toContain('It was the only candidate.');
    expect(markdown).toMatch(/(Gradient boosting won|Ridge regression stays).*95 % [−+\d.]+ to [−+\d.]+\) over paired folds/);
  });

  it('has metrics with intervals, calibration, and what drives the answer', () => {
    expect(markdown).toMatch(/\| auc \| 0\.\d+ \| 0\.\d+ to 0\.\d+ \|/);
    expect(markdown).toMatch(/Calibration: slope \d\.\d+ \(1 is right\)/);
    expect(markdown).toMatch(/\| `days_late_mean` \| \d+(\.\d+)? % \|/);
  });

  it('names every feature with unit, class, source and the rule of what was known', () => {
    expect(markdown).toContain('| `terms_days` | the terms days | days | public | `erp.invoices` | the latest terms\\_days | 0 to 365 |');
    expect(markdown).toContain('the mean of days\\_late of its customer, in the 365 days before');
    expect(markdown).toContain('protected: never an input');
  });

  it('has the subgroups, and says that rows were trained on where they were', () => {
    expect(markdown).toMatch(/### `late` by `size`\n\nFigures are of rows that were trained on/);
    expect(markdown).toMatch(/\| large \| \d+ \| 0\.4 \| 0\.\d+ \(0\.\d+ to 0\.\d+\) \| 0\.5 \(0\.5 to 0\.5\) \| 0 % \|/);
    const { subgroups: _subgroups, ...late } = trained.version.reports['late'] ?? {};
    // A report without them, as an import makes it.
    const reports = { ...trained.version.reports, late } as ModelVersion['reports'];
    const without = renderCard(definition, { ...version, reports });
    expect(without.markdown).toContain('no subgroup report was made for this version');
    expect(renderCard(smallModel, { ...version, reports }).markdown).not.toContain('## Subgroups');
  });

  it('says where it is in use, who asked and who approved, and nothing of other versions', () => {
    expect(markdown).toContain('| production | champion | 2025-12-03 | person:mona | person:carl |');
    expect(markdown).toContain(
      '| 2025-12-02 | production | champion | person:mona | better \\| on &lt;folds&gt; | approved 2025-12-03 | person:carl | seen |',
    );
    expect(markdown).not.toContain('of another version');
    expect(renderCard(definition, version).markdown).toContain('the version is a draft');
  });

  it('refers to the plots it comes with, and to no other', () => {
    const named = [...markdown.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => match[1]);
    expect(named).toEqual(plots.map(({ name }) => name));
    expect(named).toEqual([
      'small-late-3-late-roc.svg',
      'small-late-3-late-calibration.svg',
      'small-late-3-late-contributions.svg',
      'small-late-3-days-contributions.svg',
    ]);
  });

  it('draws drift where there is a report of it', () => {
    const drift = {
      model: 'small-late',
      version: 3,
      rows: 400,
      features: [{ feature: 'amount', psi: 0.3, p: 0.01, verdict: 'alert' }],
      retrain: true,
      reasons: ['amount is spread differently'],
    } as const;
    const made = renderCard(definition, version, { drift });
    expect(made.markdown).toContain('It is time to train again:\n- amount is spread differently');
    expect(made.plots.at(-1)?.name).toBe('small-late-3-drift.svg');
  });

  it('holds no row, no entity and no moment of one', () => {
    const all = `${markdown}${plots.map(({ svg }) => svg).join('')}`;
    expect(all).not.toMatch(/invoice:\d|customer:\d|T\d\d:\d\d/);
    const amounts = new Set(rows.map(({ values }) => JSON.stringify(values['amount'])).filter((text) => text.length >= 4));
    const figures = markdown.replaceAll(/`[0-9a-f]{64}`/g, '').match(/(?<![\w.-])\d{4,}(?![\w-])/g) ?? [];
    expect(figures.filter((text) => amounts.has(text))).toEqual([]);
  });

  it('the same version gives the same bytes', () => {
    expect(renderCard(definition, version, extras)).toEqual({ markdown, plots });
  });
});

describe('words of a card', () => {
  it.each([
    [{ of: 'self', observation: 'paid', take: 'count', withinDays: 90 }, 'the number of paid, in the 90 days before'],
    [{ of: 'self', observation: 'sold', take: 'series', periodDays: 7 }, 'a run of sold, one value every 7 days'],
    [{ of: 'customer', observation: 'dispute', take: 'share', value: 'open' }, 'the share of dispute that is open of its customer'],
  ] as const)('%j is %s', (from, words) => {
    expect(asOfRule({ ...guarded, from })).toBe(words);
  });

  it('text stays text', () => {
    expect(plain('a|b\n# [x](javascript:y) <img> *`')).toBe('a\\|b \\# \\[x\\](javascript:y) &lt;img&gt; \\*\\`');
  });
});
