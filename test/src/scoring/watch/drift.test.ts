import { describe, expect, it } from 'vitest';
import type { ModelVersion, Prediction } from '../../../../src/contracts/model-store.ts';
import { loadVersion } from '../../../../src/scoring/serving/loaded.ts';
import { inputsOf, score } from '../../../../src/scoring/serving/score.ts';
import { trainingRows } from '../../../../src/scoring/training/rows.ts';
import { train } from '../../../../src/scoring/training/train.ts';
import { driftOf } from '../../../../src/scoring/watch/drift.ts';
import { dayOf, smallHistory, smallModel } from '../../../support/small-model.ts';

const history = smallHistory(1500);
const rows = trainingRows(smallModel, history.moments, history.observations);
const trained = await train(smallModel, rows.slice(500), { seed: 1, by: 'person:dana', at: dayOf(900) });
// The references go through the store as JSON.
const version: ModelVersion = JSON.parse(JSON.stringify({ ...trained.version, number: 1 }));
const loaded = loadVersion(smallModel, version, trained.artefact);

const predict = (values: (typeof rows)[number]['values'], n: number): Prediction => {
  const inputs = inputsOf(smallModel, values, undefined, dayOf(900));
  return {
    id: `p${n}`,
    model: 'small-late',
    version: 1,
    definition: '1.0.0',
    environment: 'production',
    role: 'champion',
    correlationId: `c${n}`,
    entity: `invoice:${n}`,
    asOf: dayOf(900),
    at: dayOf(900),
    ...score(smallModel, loaded, inputs),
    inputs: inputs.inputs,
    tookMs: 1,
  };
};
const fresh = smallHistory(1500, 2);
const later = trainingRows(smallModel, fresh.moments, fresh.observations).slice(700);
const predictions = later.map(({ values }, n) => predict(values, n));

describe('drift since training', () => {
  it('of the same business is none, in inputs, score and calibration', () => {
    const judged = predictions.map((prediction, n) => ({
      prediction,
      outcome: {
        model: 'small-late',
        entity: `invoice:${n}`,
        asOf: dayOf(900),
        at: dayOf(950),
        targets: later[n]?.targets ?? {},
        by: 'service:erp',
      },
    }));
    const found = driftOf(smallModel, version, predictions, judged);
    expect(found).toMatchObject({
      rows: 800,
      retrain: false,
      reasons: [],
      score: { verdict: 'steady' },
      calibration: { verdict: 'steady' },
    });
    expect(found.features.map(({ feature }) => feature)).toEqual(['amount', 'terms_days', 'region', 'days_late_mean']);
  });

  it('of one column is found by its name, and asks for training', () => {
    const moved = later.map(({ values }, n) => predict({ ...values, amount: Number(values['amount']) * 1.6 }, n));
    const found = driftOf(smallModel, version, moved, []);
    expect(found.features.filter(({ verdict }) => verdict === 'alert').map(({ feature }) => feature)).toEqual(['amount']);
    expect(found.retrain).toBe(true);
    expect(found.reasons[0]).toMatch(/^amount is spread differently/);
  });

  it('of outcomes alone is found by the calibration', () => {
    const judged = predictions.map((prediction, n) => ({
      prediction,
      outcome: {
        model: 'small-late',
        entity: `invoice:${n}`,
        asOf: dayOf(900),
        at: dayOf(950),
        targets: { late: n % 2 === 0 },
        by: 'service:erp',
      },
    }));
    expect(driftOf(smallModel, version, predictions, judged).reasons).toEqual([
      expect.stringMatching(/probabilities no longer match outcomes/),
    ]);
  });

  it('is not judged on fewer than 200 predictions', () => {
    const found = driftOf(smallModel, version, predictions.slice(0, 199), []);
    expect(new Set(found.features.map(({ verdict }) => verdict))).toEqual(new Set(['too-few']));
    expect(found).toMatchObject({ score: { verdict: 'too-few' }, calibration: { verdict: 'too-few' }, retrain: false });
  });
});
