import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/core/random.ts';
import * as metrics from '../../../../src/learning/metrics/index.ts';

const target = [1, 0, 1, 0, 1];
const score = [0.9, 0.8, 0.8, 0.2, 0.1];

/** Every pair of a positive and a negative, counted one by one. */
function aucByPairs(target: readonly number[], score: readonly number[]): number {
  let [won, pairs] = [0, 0];
  target.forEach((positive, i) =>
    target.forEach((negative, j) => {
      if (positive !== 1 || negative !== 0) return;
      pairs += 1;
      won += (score[i] ?? 0) > (score[j] ?? 0) ? 1 : score[i] === score[j] ? 0.5 : 0;
    }),
  );
  return won / pairs;
}

describe('ROC', () => {
  it('the area is the share of pairs in the right order, a tie counted as half', () => {
    expect(metrics.rocAuc(target, score)).toBeCloseTo((1 + 1 + 0.5 + 1 + 0 + 0) / 6, 12);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 5 })), { minLength: 2, maxLength: 60 }),
        (rows) => {
          const [labels, scores] = [rows.map(([label]) => label), rows.map(([, value]) => value)];
          fc.pre(labels.includes(0) && labels.includes(1));
          expect(metrics.rocAuc(labels, scores)).toBeCloseTo(aucByPairs(labels, scores), 12);
          expect(metrics.rocAucInterval(labels, scores).estimate).toBeCloseTo(aucByPairs(labels, scores), 12);
        },
      ),
    );
  });

  it('the interval of DeLong has the width worked out by hand', () => {
    // Placements of positives: 1, .75, 0; of negatives: (0 + .5 + 1) / 3 = .5 and 2 / 3.
    const variance = (0.4166666666666667 ** 2 + 0.1666666666666667 ** 2 + 0.5833333333333334 ** 2) / 2 / 3 + (2 / 3 - 0.5) ** 2 / 2 / 2;
    const interval = metrics.rocAucInterval(target, score);
    expect(interval.error).toBeCloseTo(Math.sqrt(variance), 12);
    expect(interval.low).toBeCloseTo(Math.max(0, 7 / 12 - 1.959963984540054 * Math.sqrt(variance)), 9);
    expect(interval.high).toBe(1);
  });

  it('the interval covers the true area about as often as it says', () => {
    const random = createRandom(5);
    let covered = 0;
    for (let run = 0; run < 300; run += 1) {
      const labels = Array.from({ length: 120 }, (_, row) => row % 2);
      // Uniform on [0, 1] against uniform on [.3, 1.3]: area 1 − .7² / 2.
      const scores = labels.map((label) => random.next() + 0.3 * label);
      const { low, high } = metrics.rocAucInterval(labels, scores);
      if (low <= 1 - 0.245 && high >= 1 - 0.245) covered += 1;
    }
    expect(covered / 300).toBeGreaterThan(0.91);
    expect(covered / 300).toBeLessThan(0.985);
  });

  it('a thinned curve keeps its ends, rises, and encloses nearly the same area', () => {
    const random = createRandom(1);
    const labels = Array.from({ length: 5000 }, () => (random.next() < 0.2 ? 1 : 0));
    const scores = labels.map((label) => random.next() + 0.5 * label);
    const curve = metrics.rocCurve(labels, scores, 50);
    expect(curve.length).toBeLessThanOrEqual(50);
    expect(curve[0]).toEqual({ threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 });
    expect(curve.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
    let area = 0;
    for (let index = 1; index < curve.length; index += 1) {
      const [before, after] = [curve[index - 1], curve[index]];
      if (!before || !after) continue;
      expect(after.falsePositiveRate).toBeGreaterThanOrEqual(before.falsePositiveRate);
      area += ((after.falsePositiveRate - before.falsePositiveRate) * (after.truePositiveRate + before.truePositiveRate)) / 2;
    }
    expect(area).toBeCloseTo(metrics.rocAuc(labels, scores), 2);
  });

  it('one class alone, a missing score and lengths that differ are refused', () => {
    expect(() => metrics.rocAuc([1, 1], [0.1, 0.2])).toThrow('both classes');
    expect(() => metrics.rocAuc([1, 0], [0.1, Number.NaN])).toThrow('missing or not a finite number');
    expect(() => metrics.rocAuc([1, 0], [0.1])).toThrow('differ in length');
    expect(() => metrics.rocAuc([], [])).toThrow('at least one row');
    expect(() => metrics.rocAuc([2, 0], [0.1, 0.2])).toThrow('0 or 1');
  });
});

describe('alerts', () => {
  it('a threshold finds and costs what a count by hand says', () => {
    expect(metrics.confusionAt(target, score, 0.8)).toEqual({
      truePositives: 2,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
      precision: 2 / 3,
      recall: 2 / 3,
      f1: 2 / 3,
      accuracy: 3 / 5,
    });
    expect(metrics.confusionAt(target, score, 2)).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });

  it('rows that tie at the cut count with the share that fits', () => {
    expect(metrics.alertsAt(target, score, 2)).toEqual({ precision: 1.5 / 2, recall: 1.5 / 3 });
    expect(metrics.weightedRecallAt(target, score, [10, 99, 20, 99, 70], 2)).toBeCloseTo((10 + 20 / 2) / 100, 12);
    expect(() => metrics.alertsAt(target, score, 0)).toThrow('number of alerts');
  });

  it('average precision steps once a distinct score', () => {
    // Steps: .9 → recall 1/3 at precision 1; .8 → 1/3 at 2/3; .1 → 1/3 at 3/5.
    expect(metrics.averagePrecision(target, score)).toBeCloseTo((1 + 2 / 3 + 3 / 5) / 3, 12);
  });
});

describe('probabilities', () => {
  it('log loss, Brier score, accuracy and macro F1 are those worked out by hand', () => {
    expect(metrics.logLoss([1, 0], [0.8, 0.4])).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, 12);
    expect(metrics.logLoss([1], [0])).toBeCloseTo(34.54, 2);
    expect(metrics.brierScore([1, 0], [0.8, 0.4])).toBeCloseTo((0.04 + 0.16) / 2, 12);
    expect(metrics.accuracy([2, 1, 0, 2], [2, 1, 1, 0])).toBe(0.5);
    // F1: class 0 → 0, class 1 → 2/3, class 2 → 2/3.
    expect(metrics.macroF1([2, 1, 0, 2], [2, 1, 1, 0])).toBeCloseTo(4 / 9, 12);
    expect(
      metrics.multiclassLogLoss(
        [0, 2],
        [
          [0.5, 0.3, 0.2],
          [0.1, 0.1, 0.8],
        ],
      ),
    ).toBeCloseTo(-(Math.log(0.5) + Math.log(0.8)) / 2, 12);
  });

  it('what is no probability is refused', () => {
    expect(() => metrics.logLoss([1, 0], [1.2, 0])).toThrow('between 0 and 1');
    expect(() => metrics.multiclassLogLoss([3], [[0.5, 0.5]])).toThrow('no probability for its class');
  });
});

describe('numbers', () => {
  it('each error is the one worked out by hand', () => {
    const [actual, predicted] = [
      [10, 0, 30],
      [12, 0, 24],
    ];
    expect(metrics.meanAbsoluteError(actual, predicted)).toBeCloseTo(8 / 3, 12);
    expect(metrics.rootMeanSquaredError(actual, predicted)).toBeCloseTo(Math.sqrt(40 / 3), 12);
    expect(metrics.weightedAbsolutePercentageError(actual, predicted)).toBeCloseTo(8 / 40, 12);
    expect(metrics.symmetricPercentageError(actual, predicted)).toBeCloseTo((400 / 22 + 1200 / 54) / 3, 12);
    expect(metrics.meanAbsoluteScaledError(actual, predicted, [1, 3, 2, 6], 2)).toBeCloseTo(8 / 3 / 2, 12);
    expect(metrics.pinballLoss([10, 10], [8, 12], 0.9)).toBeCloseTo((1.8 + 0.2) / 2, 12);
    expect(metrics.intervalCoverage([1, 2, 3], [0, 2, 4], [1, 3, 5])).toBeCloseTo(2 / 3, 12);
  });

  it('an error without a scale is refused, not infinite', () => {
    expect(() => metrics.weightedAbsolutePercentageError([0, 0], [1, 1])).toThrow('other than zero');
    expect(() => metrics.meanAbsoluteScaledError([1], [1], [5, 5, 5])).toThrow('never changes');
    expect(() => metrics.meanAbsoluteScaledError([1], [1], [5], 1)).toThrow('longer than one season');
  });
});

describe('distributions', () => {
  it('quantiles and distribution functions agree with the tables', () => {
    expect(metrics.normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 12);
    expect(metrics.normalCdf(-6)).toBeCloseTo(9.865876450376946e-10, 18);
    expect(metrics.normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(metrics.studentCdf(2.228138851986274, 10)).toBeCloseTo(0.975, 10);
    expect(metrics.studentQuantile(0.975, 4)).toBeCloseTo(2.7764451051977987, 9);
    expect(metrics.studentQuantile(0.05, 1)).toBeCloseTo(-6.313751514675041, 8);
    for (const z of [-5, -2.6, -2.4, 0.3, 2.49, 2.51, 4]) expect(metrics.normalQuantile(metrics.normalCdf(z))).toBeCloseTo(z, 9);
  });
});

describe('comparisons', () => {
  const random = createRandom(9);
  const labels = Array.from({ length: 400 }, () => (random.next() < 0.4 ? 1 : 0));
  const good = labels.map((label) => 0.4 + (label ? 0.25 : -0.15) + 0.2 * (random.next() - 0.5));
  const poor = labels.map(() => 0.4);

  it('a bootstrap interval encloses its estimate and is the same for the same seed', () => {
    const interval = metrics.bootstrapInterval(metrics.rocAuc, labels.slice(0, 60), poor.map((p, row) => p + (row % 7)).slice(0, 60), {
      seed: 3,
      draws: 200,
    });
    expect(interval.low).toBeLessThan(interval.estimate);
    expect(interval.high).toBeGreaterThan(interval.estimate);
    expect(metrics.bootstrapInterval(metrics.rocAuc, labels, good, { seed: 3, draws: 50 })).toEqual(
      metrics.bootstrapInterval(metrics.rocAuc, labels, good, { seed: 3, draws: 50 }),
    );
  });

  it('a metric that most draws cannot answer is refused', () => {
    expect(() => metrics.bootstrapInterval(() => Number.NaN, [1, 0], [0.1, 0.2], { seed: 1 })).toThrow('most bootstrap draws');
  });

  it('a better challenger has an interval below zero, the same model one of exactly zero', () => {
    const better = metrics.pairedLogLoss(labels, good, poor, { seed: 1 });
    expect(better.estimate).toBeCloseTo(metrics.logLoss(labels, good) - metrics.logLoss(labels, poor), 12);
    expect(better.high).toBeLessThan(0);
    expect(metrics.pairedLogLoss(labels, good, good, { seed: 1 })).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it('paired folds widen the t interval by what the folds share', () => {
    const compared = metrics.pairedFolds([0.01, 0.02, 0.03, 0.02], { trainRows: 80, testRows: 20 });
    // Variance of the differences .0000667; × (1/4 + 1/4); t with three degrees 3.18245.
    const error = Math.sqrt(0.0002 / 3 / 2);
    expect(compared.estimate).toBeCloseTo(0.02, 12);
    expect(compared.high - compared.low).toBeCloseTo(2 * 3.182446305284263 * error, 9);
    expect(compared.p).toBeCloseTo(2 * metrics.studentCdf(-0.02 / error, 3), 12);
    expect(metrics.pairedFolds([0, 0], { trainRows: 1, testRows: 1 }).p).toBe(1);
  });

  it("Wilson's interval stays inside 0 and 1 and keeps a width at the ends", () => {
    const interval = metrics.wilsonInterval(8, 10);
    expect(interval.low).toBeCloseTo(0.4901625, 6);
    expect(interval.high).toBeCloseTo(0.9433178, 6);
    expect(metrics.wilsonInterval(0, 10)).toMatchObject({ estimate: 0, low: 0 });
    expect(metrics.wilsonInterval(0, 10).high).toBeCloseTo(0.2775328, 6);
    expect(() => metrics.wilsonInterval(1, 0)).toThrow('number of trials');
  });
});
