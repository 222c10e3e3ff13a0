import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as calibration from '../../../../src/learning/calibration/index.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { sigmoid } from '../../../../src/learning/linear/index.ts';
import { logLoss } from '../../../../src/learning/metrics/index.ts';

/** Margins on [-3, 3] and outcomes with chance `chance(margin)`. */
function drawn(rows: number, chance: (margin: number) => number, seed = 1): { margin: number[]; target: number[] } {
  const random = createRandom(seed);
  const margin = Array.from({ length: rows }, () => 6 * random.next() - 3);
  return { margin, target: margin.map((value) => (random.next() < chance(value) ? 1 : 0)) };
}

describe('Platt scaling', () => {
  it('finds the map the outcomes were drawn from', () => {
    const { margin, target } = drawn(20_000, (value) => sigmoid(0.7 * value - 0.4));
    const { slope, intercept } = calibration.fitPlatt(target, margin);
    expect(slope).toBeCloseTo(0.7, 1);
    expect(intercept).toBeCloseTo(-0.4, 1);
  });

  it('margins that separate the classes give the smoothed shares, not certainty', () => {
    const fit = calibration.fitPlatt([0, 0, 1, 1, 1], [-1, -1, 1, 1, 1]);
    // Two values and two parameters: the smoothed targets are met exactly.
    expect(sigmoid(fit.slope + fit.intercept)).toBeCloseTo(4 / 5, 6);
    expect(sigmoid(-fit.slope + fit.intercept)).toBeCloseTo(1 / 4, 6);
  });

  it('a constant margin gives the base rate and one class is refused', () => {
    const fit = calibration.fitPlatt([1, 0, 0, 0], [2, 2, 2, 2]);
    expect(sigmoid(2 * fit.slope + fit.intercept)).toBeCloseTo((2 / 3 + 3 / 5) / 4, 6);
    expect(() => calibration.fitPlatt([1, 1], [1, 2])).toThrow('both classes');
  });
});

describe('isotonic regression', () => {
  it('pools neighbours that fall until none does', () => {
    const fit = calibration.fitIsotonic([0, 1, 0, 1, 1], [1, 2, 3, 4, 5], { minBlockRows: 1 });
    expect(fit).toEqual({ margins: [1, 2.5, 4.5], probabilities: [1 / 7, 0.5, 1 - 1 / 7] });
    expect(calibration.applyIsotonic(fit, 1.75)).toBeCloseTo((1 / 7 + 0.5) / 2, 12);
    expect([calibration.applyIsotonic(fit, -9), calibration.applyIsotonic(fit, 99)]).toEqual([1 / 7, 1 - 1 / 7]);
    expect(calibration.applyIsotonic(fit, Number.NaN)).toBeNaN();
  });

  it('rises, stays off 0 and 1, and every knot stands for enough rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -20, max: 20 })), { minLength: 60, maxLength: 150 }),
        (rows) => {
          const [target, margin] = [rows.map(([y]) => y), rows.map(([, m]) => m)];
          fc.pre(target.includes(0) && target.includes(1));
          const { margins, probabilities } = calibration.fitIsotonic(target, margin);
          expect(margins.length).toBeLessThanOrEqual(rows.length / 20);
          for (let knot = 0; knot < margins.length; knot += 1) {
            expect(probabilities[knot]).toBeGreaterThan(0);
            expect(probabilities[knot]).toBeLessThan(1);
            if (knot > 0) expect(probabilities[knot]).toBeGreaterThanOrEqual(probabilities[knot - 1] ?? 0);
            if (knot > 0) expect(margins[knot]).toBeGreaterThan(margins[knot - 1] ?? 0);
          }
        },
      ),
    );
  });
});

describe('the choice of a calibrator', () => {
  const step = (value: number): number => (value < 0 ? 0.1 : value < 1.5 ? 0.35 : 0.9);

  it('below a thousand rows it is Platt, however bent the truth', () => {
    const { margin, target } = drawn(999, step);
    expect(calibration.fitCalibrator(target, margin).kind).toBe('platt');
  });

  it('with enough rows a bent truth gets the isotonic map and a straight one Platt', () => {
    const bent = drawn(4000, step);
    expect(calibration.fitCalibrator(bent.target, bent.margin).kind).toBe('isotonic');
    const straight = drawn(4000, (value) => sigmoid(value));
    expect(calibration.fitCalibrator(straight.target, straight.margin).kind).toBe('platt');
  });

  it('a calibrator lowers the log loss of margins that were too sure, and survives JSON', () => {
    const { margin, target } = drawn(3000, (value) => sigmoid(0.4 * value), 8);
    const calibrator = calibration.loadCalibrator(JSON.parse(JSON.stringify(calibration.fitCalibrator(target, margin))));
    const fresh = drawn(3000, (value) => sigmoid(0.4 * value), 9);
    const [raw, calibrated] = [fresh.margin.map(sigmoid), fresh.margin.map((value) => calibration.calibrate(calibrator, value))];
    expect(logLoss(fresh.target, calibrated)).toBeLessThan(logLoss(fresh.target, raw));
    expect(JSON.stringify(calibration.fitCalibrator(target, margin))).toBe(JSON.stringify(calibrator));
  });

  it('an artefact that falls or lacks a part is refused', () => {
    expect(() => calibration.loadCalibrator({ kind: 'isotonic', margins: [0, 1], probabilities: [0.5, 0.4] })).toThrow('does not rise');
    expect(() => calibration.loadCalibrator({ kind: 'platt', slope: 1 })).toThrow('damaged');
  });
});

describe('reliability', () => {
  it('bins hold equal numbers of rows and never split equal probabilities', () => {
    const bins = calibration.reliabilityBins([0, 1, 0, 1, 1, 1], [0.1, 0.2, 0.3, 0.7, 0.7, 0.9], 2);
    expect(bins).toMatchObject([
      { rows: 3, observed: 1 / 3 },
      { rows: 3, observed: 1 },
    ]);
    expect(bins[0]?.predicted).toBeCloseTo(0.2, 12);
    expect(calibration.reliabilityBins([0, 1, 1, 0], [0.5, 0.5, 0.5, 0.5], 4)).toHaveLength(1);
    expect(calibration.expectedCalibrationError([0, 1, 0, 1, 1, 1], [0.1, 0.2, 0.3, 0.7, 0.7, 0.9], 2)).toBeCloseTo(
      (1 / 3 - 0.2 + 1 - 2.3 / 3) / 2,
      12,
    );
  });

  it('slope and intercept are 1 and 0 for a model that is right, the slope below 1 for one that is too sure', () => {
    const { margin, target } = drawn(6000, sigmoid, 3);
    const right = calibration.recalibration(target, margin.map(sigmoid));
    expect(Math.abs(right.slope - 1)).toBeLessThan(3 * right.slopeError);
    expect(Math.abs(right.intercept)).toBeLessThan(3 * right.interceptError);
    const sure = calibration.recalibration(
      target,
      margin.map((value) => sigmoid(2 * value)),
    );
    expect(sure.slope).toBeCloseTo(right.slope / 2, 6);
    expect(sure.slopeError).toBeCloseTo(right.slopeError / 2, 6);
  });
});
