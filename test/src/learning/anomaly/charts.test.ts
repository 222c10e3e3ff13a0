import { describe, expect, it } from 'vitest';
import { EwmaChart, fitEwmaChart, fitRobustZ, nextEwma, RobustZ, robustZ, startEwma } from '../../../../src/learning/anomaly/index.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { normalQuantile } from '../../../../src/learning/metrics/index.ts';

describe('robust z', () => {
  const values = Float64Array.from([...Array.from({ length: 40 }, (_, at) => 100 + (at % 5)), ...Array.from({ length: 3 }, () => 5000)]);
  const groups = [...Array.from({ length: 40 }, () => '4711'), ...Array.from({ length: 3 }, () => 'board')];

  it('measures a value by its own group, unmoved by a few wild ones', () => {
    const model = fitRobustZ(values, groups, { shrinkage: 0 });
    expect(robustZ(model, 102, '4711')).toEqual({ z: 0, by: 'group' });
    // Deviations from 102 are 2, 1, 0, 1, 2: their median is 1.
    expect(robustZ(model, 106, '4711').z).toBeCloseTo(4 / 1.4826, 9);
  });

  it('a group too small to hide a person leaves no figures and is measured by all', () => {
    const model = fitRobustZ(values, groups);
    expect(Object.keys(model.groups)).toEqual(['4711']);
    expect(robustZ(model, 5000, 'board')).toMatchObject({ by: 'all', z: 50 });
    expect(robustZ(model, 102, 'constructor').by).toBe('all');
  });

  it('a small group leans towards the whole', () => {
    const own = fitRobustZ(values, groups, { shrinkage: 0 }).groups['4711'];
    const leaning = fitRobustZ(
      Float64Array.from([...values, ...new Float64Array(100)]),
      [...groups, ...Array.from({ length: 100 }, () => 'x')],
      { shrinkage: 40 },
    );
    expect(leaning.groups['4711']?.median).toBeCloseTo((own?.median ?? 0) / 2, 9);
  });

  it('where nothing varies any other value is as odd as can be said', () => {
    const flat = fitRobustZ(new Float64Array(30).fill(3), []);
    expect([robustZ(flat, 3, ''), robustZ(flat, 4, ''), robustZ(flat, 2, '')].map(({ z }) => z)).toEqual([0, 50, -50]);
    expect(RobustZ.parse(JSON.parse(JSON.stringify(flat)))).toEqual(flat);
  });

  it('refuses to learn from nothing', () => {
    expect(() => fitRobustZ(Float64Array.from([Number.NaN]), [])).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

describe('an EWMA control chart', () => {
  const draw = createRandom(8);
  const noise = (): number => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, draw.next())));
  const chart = fitEwmaChart(Float64Array.from({ length: 500 }, noise));

  it('finds a shift of one deviation within some twenty readings and says which way', () => {
    let state = startEwma(chart);
    let [signal, readings] = ['none', 0];
    while (signal === 'none' && readings < 200) {
      const next = nextEwma(chart, state, noise() - 1);
      [state, signal, readings] = [next.state, next.signal, readings + 1];
    }
    expect(signal).toBe('low');
    expect(readings).toBeLessThan(40);
  });

  it('is quiet while nothing happens: about one false alarm in some hundreds of readings', () => {
    let alarms = 0;
    let state = startEwma(chart);
    for (let reading = 0; reading < 20_000; reading += 1) {
      const next = nextEwma(chart, state, noise());
      if (next.signal !== 'none') alarms += 1;
      state = next.signal === 'none' ? next.state : startEwma(chart);
    }
    expect(20_000 / alarms).toBeGreaterThan(150);
    expect(20_000 / alarms).toBeLessThan(900);
  });

  it('averages as by hand, and a missing reading changes nothing', () => {
    const plain = EwmaChart.parse({ kind: 'ewma-chart', version: 1, centre: 10, deviation: 1, lambda: 0.5, width: 3 });
    const first = nextEwma(plain, startEwma(plain), 12);
    expect(first.state.average).toBe(11);
    expect(first.upper).toBeCloseTo(10 + 3 * 0.5, 12);
    expect(nextEwma(plain, first.state, Number.NaN).state).toEqual(first.state);
  });

  it('refuses a baseline of fewer than ten readings', () => {
    expect(() => fitEwmaChart(new Float64Array(9))).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
