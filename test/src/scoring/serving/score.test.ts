import { describe, expect, it } from 'vitest';
import type { ModelDefinition } from '../../../../src/contracts/models.ts';
import { joinFeatures } from '../../../../src/scoring/features/join.ts';
import { readBody } from '../../../../src/scoring/serving/body.ts';
import { loadVersion } from '../../../../src/scoring/serving/loaded.ts';
import { inputsOf, score } from '../../../../src/scoring/serving/score.ts';
import { trainingRows } from '../../../../src/scoring/training/rows.ts';
import { train } from '../../../../src/scoring/training/train.ts';
import { dayOf, smallHistory, smallModel } from '../../../support/small-model.ts';

const options = { seed: 1, by: 'person:dana', at: '2025-01-01T00:00:00Z' };
const { observations, moments } = smallHistory(900);
const rows = trainingRows(smallModel, moments, observations);
const trained = await train(smallModel, rows, options);
const loaded = loadVersion(smallModel, { ...trained.version, number: 1 }, trained.artefact);
const asOf = dayOf(800);
const ask = (body: object) => score(smallModel, loaded, inputsOf(smallModel, readBody(smallModel, body).given, undefined, asOf));

describe('training', () => {
  it('gives the same bytes whoever trains it, whenever, from history in any order', async () => {
    const other = await train(smallModel, trainingRows(smallModel, moments.toReversed(), observations.toReversed()), {
      ...options,
      by: 'person:ed',
      at: '2026-01-01T00:00:00Z',
    });
    expect(other.artefact).toBe(trained.artefact);
    expect(other.version.dataHash).toBe(trained.version.dataHash);
  });

  it('what nobody ever noted is missing, not counted as none', () => {
    const noted = (name: string): ModelDefinition['features'][number] => ({
      name,
      kind: 'number',
      description: name,
      class: 'public',
      source: 'erp.invoices',
      from: { of: 'self', observation: name, take: 'count' },
    });
    const definition = { id: 'counts', features: [noted('dispute'), noted('reminder')] };
    const asked = [
      { entity: 'invoice:1', asOf: dayOf(10), outcomeAt: dayOf(20), targets: {} },
      { entity: 'invoice:2', asOf: dayOf(10), outcomeAt: dayOf(20), targets: {} },
    ];
    const dispute = { entity: 'invoice:1', name: 'dispute', value: 1, at: dayOf(5) };
    expect(trainingRows(definition, asked, [dispute]).map(({ values }) => values)).toEqual([
      { dispute: 1, reminder: null },
      { dispute: 0, reminder: null },
    ]);
  });

  it('another row, another hash', async () => {
    const other = await train(smallModel, rows.slice(1), options);
    expect(other.version.dataHash).not.toBe(trained.version.dataHash);
  });

  it('a feature that becomes known only afterwards is refused by name', () => {
    const feature = { ...smallModel.features[0], name: 'paid_on_time', from: { of: 'self', observation: 'settled', take: 'latest' } };
    // Made from a whole feature.
    const definition = { ...smallModel, features: [...smallModel.features, feature] } as ModelDefinition;
    const settled = moments.map(({ entity, outcomeAt }) => ({ entity, name: 'settled', value: 1, at: outcomeAt }));
    expect(() => trainingRows(definition, moments, [...observations, ...settled])).toThrow(/paid_on_time becomes known only after/);
  });

  it('learns what the history holds, and says how well on rows it was not trained on', () => {
    const metric = (name: string) => trained.version.reports['late']?.metrics.find((each) => each.name === name)?.value;
    expect(metric('auc')).toBeGreaterThan(0.85);
  });

  it('without history there is a sentence that says what to do', async () => {
    await expect(train(smallModel, [], options)).rejects.toThrow(/models extract small-late/);
  });
});

describe('a body', () => {
  it.each([
    [{ amount: 'much' }, 'amount', /has to be a number/],
    [{ amount: 100, terms_days: -1 }, 'terms_days', /from 0 to 365 days/],
    [{ amount: 100, colour: 'red' }, 'colour', /does not know colour; it takes invoice_id, amount/],
    [{ amount: 100, region: ['north'] }, 'region', /has to be a text/],
    [{ invoice_id: { $ne: 1 } }, 'invoice_id', /is the id of a record/],
    [{ terms_days: 30 }, 'amount', /cannot answer without amount/],
    [{ amount: null }, 'amount', /cannot answer without amount/],
  ])('%j is refused by the field %s', (body, field, says) => {
    expect(() => ask(body)).toThrow(says);
    try {
      ask(body);
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'input.invalid', field });
    }
  });

  it('names its record by the first id it has', () => {
    expect(readBody(smallModel, { invoice_id: 90_001 })).toEqual({ entity: 'invoice:90001', given: {} });
    expect(readBody(smallModel, { invoice_id: 'IN-7', amount: 3 })).toEqual({ entity: 'invoice:IN-7', given: { amount: 3 } });
  });
});

describe('an answer', () => {
  it('has its outputs, how sure it is, and what drove it', () => {
    const answer = ask({ amount: 9000, terms_days: 30, region: 'north', days_late_mean: 18 });
    expect(answer.output['late_probability']).toBeGreaterThan(0.8);
    expect(answer.confidence).toBeGreaterThan(0.8);
    expect(answer.factors.map(({ feature }) => feature)).toContain('days_late_mean');
    expect(answer.notes).toEqual([]);
  });

  it('says what was missing, unknown or out of range, and never hides it in a number', () => {
    const { notes } = ask({ amount: 90_000_000, region: 'atlantis' });
    expect(notes.map(({ field, treatment }) => `${field} ${treatment}`).toSorted()).toEqual([
      'amount out-of-range',
      'days_late_mean missing',
      'region unknown-category',
      'terms_days missing',
    ]);
  });

  it('of a record alone says what was read, how old it is and what was missing', () => {
    const facts = observations.filter(({ entity }) => entity === 'invoice:90010' || entity === 'customer:3');
    const joined = joinFeatures(smallModel.features, (entity) => facts.filter((each) => each.entity === entity), {
      entity: 'invoice:90010',
      asOf,
      links: { customer: 'customer:3' },
    });
    const { inputs, notes } = inputsOf(smallModel, {}, joined, asOf);
    expect(inputs.find(({ field }) => field === 'amount')).toMatchObject({ from: 'fetched', ageDays: 793 });
    expect(notes).toEqual([]);
    const later = inputsOf(smallModel, {}, joined, dayOf(1200));
    expect(later.notes).toEqual([{ field: 'days_late_mean', treatment: 'stale', usedAs: 'value' }]);
  });

  it('comes from the business rule where no version is in use, and says so by having no factors', () => {
    const answer = score(smallModel, undefined, inputsOf(smallModel, { amount: 1, terms_days: 0 }, undefined, asOf));
    expect(answer).toMatchObject({ output: { late_probability: 0.1, days_late: 0 }, factors: [] });
  });
});

describe('an interval', () => {
  it('is shown with the value it was made for, and never with another', () => {
    const given = inputsOf(smallModel, { amount: 5000, terms_days: 30, region: 'north', days_late_mean: 4 }, undefined, asOf);
    expect(score(smallModel, loaded, given).interval).toMatchObject({ level: 0.95 });
    const other: ModelDefinition = { ...smallModel, answer: () => ({ output: { late_probability: 0.5, days_late: 0 } }) };
    expect(score(other, loaded, given).interval).toBeUndefined();
  });
});

describe('an artefact', () => {
  it('whose bytes were changed is never served', () => {
    const tampered = trained.artefact.replace('"intercept":', '"intercept": ');
    expect(() => loadVersion(smallModel, { ...trained.version, number: 1 }, tampered)).toThrow(/not those that were registered/);
  });

  it('of other features is never served', () => {
    const changed = { ...smallModel, features: smallModel.features.slice(1) };
    expect(() => loadVersion(changed, { ...trained.version, number: 1 }, trained.artefact)).toThrow(/have changed since version 1/);
  });
});
