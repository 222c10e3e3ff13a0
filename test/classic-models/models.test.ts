import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { models } from '../../classic-models/index.ts';
import { inputsOf, score } from '../../src/scoring/serving/score.ts';
import { collected, fittedModel, history, metricOf, modelOf, today } from './trained.ts';

const folder = join(import.meta.dirname, '../../classic-models');

/** A body that is answered, what it says about the leading output, and the features that move it: name, low value, high value. */
type Case = {
  readonly id: string;
  readonly head: string;
  readonly metric: string;
  readonly atLeast: number;
  /** What an answer that is always the same reaches by the same metric. */
  readonly constant: number;
  readonly output: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Towards the higher output: from this value to that. */
  readonly raises: readonly (readonly [feature: string, low: unknown, high: unknown])[];
};

const probability = { metric: 'auc', constant: 0.5 } as const;
const cases: readonly Case[] = [
  {
    ...probability,
    id: 'attrition',
    head: 'left',
    atLeast: 0.75,
    output: 'attrition_risk_score',
    body: {
      tenure_days: 1500,
      days_since_promotion: 700,
      compa_ratio: 1,
      survey_score: 3.4,
      rating: 3,
      promotion_denied: 0,
      manager_changed: 0,
    },
    raises: [
      ['days_since_promotion', 200, 1100],
      ['compa_ratio', 1.15, 0.85],
      ['survey_score', 4.5, 2],
      ['promotion_denied', 0, 1],
    ],
  },
  {
    ...probability,
    id: 'deal',
    head: 'won',
    atLeast: 0.72,
    output: 'win_probability',
    body: {
      stage: 'proposal',
      amount: 20_000,
      activities_30d: 3,
      close_date_pushes: 0,
      competitor: 'no',
      existing_customer: 'no',
      days_in_stage: 20,
    },
    raises: [
      ['stage', 'qualification', 'negotiation'],
      ['close_date_pushes', 3, 0],
      ['competitor', 'yes', 'no'],
      ['activities_30d', 0, 8],
    ],
  },
  {
    ...probability,
    id: 'late-payment',
    head: 'late',
    atLeast: 0.78,
    output: 'late_probability',
    body: { amount: 5000, usual_amount: 5000, terms_days: 30, days_late_mean: 2, days_late_last: 2, late_share: 0.3, disputed: 0 },
    raises: [
      ['days_late_mean', -4, 9],
      ['disputed', 0, 1],
      ['payment_index', -0.8, 0.8],
    ],
  },
  {
    ...probability,
    id: 'maintenance-failure',
    head: 'failed',
    atLeast: 0.68,
    output: 'failure_probability',
    body: { vibration_mean: 2.6, bearing_temperature_mean: 62, load: 0.7, alarms_14d: 1, outside_temperature: 15, days_since_service: 80 },
    raises: [
      ['vibration_mean', 2, 4],
      ['alarms_14d', 0, 4],
    ],
  },
  {
    ...probability,
    id: 'match',
    head: 'matched',
    atLeast: 0.82,
    output: 'match_probability',
    body: {
      amount_equal: 1,
      amount_ratio: 1,
      amount_remainder: 0,
      currency_equal: 1,
      days_apart: 3,
      counterparty_name: 0.7,
      reference_digits: 0.5,
    },
    raises: [
      ['counterparty_name', 0.3, 0.95],
      ['reference_digits', 0, 1],
    ],
  },
  {
    ...probability,
    id: 'renewal',
    head: 'churned',
    atLeast: 0.7,
    output: 'churn_probability',
    body: {
      current_amount: 10_000,
      seats_used: 0.75,
      usage_slope: 0,
      support_cases: 2,
      recommend_score: 7,
      sponsor_left: 0,
      price_increase: 3,
    },
    raises: [
      ['seats_used', 0.95, 0.4],
      ['usage_slope', 0.003, -0.003],
      ['sponsor_left', 0, 1],
      ['recommend_score', 10, 3],
    ],
  },
  {
    ...probability,
    id: 'supplier-risk',
    head: 'disrupted',
    atLeast: 0.75,
    output: 'risk_score',
    body: {
      delivery_delay_mean: 3,
      delivery_delay_max: 8,
      reject_rate: 0.05,
      financial_rating: 5,
      esg_score: 60,
      negative_news_90d: 0,
      single_source: 'no',
    },
    raises: [
      ['financial_rating', 2, 9],
      ['negative_news_90d', 0, 3],
      ['reject_rate', 0, 0.4],
    ],
  },
];

describe('registration', () => {
  it('every folder of classic-models/ is listed in its index, and every model once', () => {
    const index = readFileSync(join(folder, 'index.ts'), 'utf8');
    for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()))
      expect(index).toContain(`./${name}/model.ts`);
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
  });

  it.each(models.map((model) => [model.id, model] as const))(
    '%s says what it is for, what the rule is and where values come from',
    (_, model) => {
      expect(model.card.limits[0]).toMatch(/^Until a version is approved the rule answers: /);
      expect(model.heads[model.leading]).toBeDefined();
      expect(model.features.some(({ required }) => required) || model.ids.length > 0).toBe(true);
      for (const { name, source, description } of model.features) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(source).toMatch(/^[a-z]+\.[a-z-]+$/);
        expect(description).not.toBe('');
      }
    },
  );
});

describe.each(cases)('$id', ({ id, head, metric, atLeast, constant, output, body, raises }) => {
  it('reaches the quality that is promised, which a constant answer does not', async () => {
    const value = metricOf(await fittedModel(id), head, metric);
    expect(value).toBeGreaterThan(atLeast);
    expect(value).toBeLessThan(0.97);
    expect(constant).toBeLessThan(atLeast);
  });

  it('moves with what drives it, and says so', async () => {
    const { ask } = await fittedModel(id);
    for (const [feature, low, high] of raises) {
      const [from, to] = [ask({ ...body, [feature]: low }), ask({ ...body, [feature]: high })];
      expect(Number(to.output[output]), feature).toBeGreaterThan(Number(from.output[output]));
      const factor = (answer: typeof to) => answer.factors.find((each) => each.feature === feature)?.contribution ?? 0;
      expect(factor(to), feature).toBeGreaterThan(factor(from));
    }
  });

  it('answers by its rule where no version is in use', () => {
    const model = modelOf(id);
    const answer = score(model, undefined, inputsOf(model, body as never, undefined, today));
    expect(model.output.safeParse(answer.output).success).toBe(true);
    expect(answer.factors).toEqual([]);
  });

  it('answers for a record of the history from what was known of it then', async () => {
    const { askFor, model, rows } = await fittedModel(id);
    const last = rows.at(-1);
    const answer = await askFor(last?.entity ?? '', last?.asOf ?? today);
    expect(model.output.safeParse(answer.output).success).toBe(true);
    expect(answer.factors.length).toBeGreaterThan(0);
  });

  it('refuses an answer without what it cannot do without', async () => {
    const { ask, model } = await fittedModel(id);
    for (const { name } of model.features.filter(({ required }) => required)) {
      expect(() => ask({ ...body, [name]: null }), name).toThrow(new RegExp(`cannot answer without ${name}`));
    }
  });

  it('keeps nothing of a single row: not in the artefact, not in the report, not in an answer', async () => {
    const { trained, canary, ask } = await fittedModel(id);
    const said = [trained.artefact, JSON.stringify(trained.version), JSON.stringify(ask(body))];
    for (const trace of canary.traces) for (const text of said) expect(text).not.toContain(trace);
  });

  it('never trains on a protected feature', async () => {
    const { trained, model, rows } = await fittedModel(id);
    for (const { name } of model.features.filter((feature) => feature.class === 'protected')) {
      expect(trained.artefact).not.toContain(`"${name}"`);
      expect(rows.every(({ values }) => !Object.hasOwn(values, name))).toBe(true);
    }
  });
});

describe('attrition', () => {
  it('keeps age and gender beside the rows for the subgroup report', async () => {
    const { rows } = await fittedModel('attrition');
    expect(rows.every((row) => typeof row.protected?.['gender'] === 'string' && typeof row.protected['age_band'] === 'string')).toBe(true);
  });

  it('knows pay as a band and a ratio alone, and nobody by name', async () => {
    const seen = new Set((await collected(history.observations('attrition', {}))).map(({ name }) => name));
    for (const name of ['salary', 'name', 'birth_date', 'email']) expect(seen).not.toContain(name);
    expect(seen).toContain('compa_ratio');
  });
});
