import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { models } from '../../classic-models/index.ts';
import { inputsOf, score } from '../../src/scoring/serving/score.ts';
import { describeAnswers } from './answers.ts';
import { cases } from './cases.ts';
import { collected, fittedModel, history, metricOf, modelOf, today } from './trained.ts';

const folder = join(import.meta.dirname, '../../classic-models');

describe('registration', () => {
  it('every model has its case below', () => {
    expect(cases.map(({ id }) => id).toSorted()).toEqual(models.map(({ id }) => id).toSorted());
  });

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
    if (output === undefined) return;
    for (const [feature, low, high] of raises ?? []) {
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
    const { kind } = model.heads[model.leading] ?? { kind: '' };
    if (kind === 'binary' || kind === 'amount' || kind === 'text') expect(answer.factors.length).toBeGreaterThan(0);
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

describeAnswers();
