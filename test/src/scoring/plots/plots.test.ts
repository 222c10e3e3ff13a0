import { describe, expect, it } from 'vitest';
import { learnReference } from '../../../../src/learning/index.ts';
import { figure, roundRange, scale, ticksBetween } from '../../../../src/scoring/plots/axis.ts';
import { escaped, shortened } from '../../../../src/scoring/plots/frame.ts';
import { calibrationPlot, contributionsPlot, distributionPlot, driftPlot, fanPlot, rocPlot } from '../../../../src/scoring/plots/index.ts';

const hostile = '</text><script>alert("1")</script>&\u0000\ud800';
const column = Float64Array.from({ length: 200 }, (_, row) => row);
const [reference] = learnReference({ rows: 200, features: [{ name: 'amount', kind: 'number' }], columns: [column] }).features;
if (!reference) throw new Error('a table of one column has one reference');

const plots = (title: string): Record<string, string> => ({
  roc: rocPlot({
    title,
    points: [0, 0.5, 1].map((rate) => ({ falsePositiveRate: rate * rate, truePositiveRate: rate })),
    auc: { value: 0.8, low: 0.7, high: 0.9 },
  }),
  calibration: calibrationPlot({
    title,
    bins: [
      { predicted: 0.2, observed: 0.25, rows: 40 },
      { predicted: 0.8, observed: 0.7, rows: 40 },
    ],
    slope: 0.9,
  }),
  drift: driftPlot({
    title,
    rows: 500,
    features: [
      { feature: hostile, psi: 0.3, p: 0.001, verdict: 'alert' },
      { feature: 'terms', psi: 0.01, p: 1, verdict: 'steady' },
    ],
  }),
  distribution: distributionPlot({
    title,
    reference,
    feature: { name: 'amount', kind: 'number' },
    window: column.map((value) => value * 2),
  }),
  bars: contributionsPlot({
    title,
    importance: [
      { feature: hostile, share: 0.7 },
      { feature: 'terms', share: 0.3 },
    ],
  }),
  strips: contributionsPlot({
    title,
    importance: [{ feature: hostile, share: 1 }],
    rows: [[{ feature: hostile, contribution: -0.4, value: 0.1 }], [{ feature: hostile, contribution: 0.9, value: 0.9 }]],
  }),
  fan: fanPlot({
    title,
    points: [
      { period: 1, actual: 5 },
      {
        period: 2,
        actual: 6,
        mean: 5.5,
        bands: [
          { level: 0.8, low: 5, high: 6 },
          { level: 0.95, low: 4, high: 7 },
        ],
      },
    ],
    unit: hostile,
  }),
});

describe.each(Object.entries(plots(hostile)))('the plot %s', (_name, svg) => {
  it('is one closed file with a title and a sentence for who does not see it', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 480 360"/);
    const opened = [...svg.matchAll(/<(title|desc|style|svg|text)[ >]/g)].length;
    expect([...svg.matchAll(/<\/(title|desc|style|svg|text)>/g)]).toHaveLength(opened);
    const [, title, description] = /aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? [];
    expect(svg).toContain(`<title id="${title}">`);
    expect(svg).toContain(`<desc id="${description}">`);
  });

  it('holds no script and no text that is markup, has light and dark, and no number that is none', () => {
    expect(svg).not.toMatch(/<script|NaN|Infinity|undefined/);
    expect(svg).not.toContain('\u0000');
    expect(svg).not.toMatch(/\p{Surrogate}/u);
    expect(svg).toContain('prefers-color-scheme:dark');
  });

  it('stays inside the frame', () => {
    const outside = [...svg.matchAll(/ (c?[xy][12]?)="(-?[\d.]+)"/g)].filter(
      ([, name = '', value]) => Number(value) < 0 || Number(value) > (name.includes('x') ? 480 : 360),
    );
    expect(outside).toEqual([]);
  });
});

describe('what a plot says', () => {
  it('the curve goes through its points, from corner to corner', () => {
    expect(plots('a')['roc']).toContain('d="M62 312L162 184L462 56"');
    expect(plots('a')['roc']).toContain('Area under the curve 0.8 (0.7 to 0.9)');
  });

  it('an alert is named, not coloured alone, and the largest shift comes first', () => {
    const svg = driftPlot({
      title: 'd',
      rows: 500,
      features: [
        { feature: 'terms', psi: 0.01, p: 1, verdict: 'steady' },
        { feature: 'amount', psi: 0.12, p: 0.01, verdict: 'alert' },
      ],
    });
    expect(svg).toContain('>alert</text>');
    expect(svg.indexOf('>amount</text>')).toBeLessThan(svg.indexOf('>terms</text>'));
    expect(svg).toContain('500 predictions; 1 alert');
  });

  it('too few predictions are said to be too few', () => {
    expect(driftPlot({ title: 'd', rows: 20, features: [{ feature: 'terms', verdict: 'too-few' }] })).toContain(
      'Too few predictions yet to say (20)',
    );
  });

  it('what moved upwards fills the last bin', () => {
    expect(plots('a')['distribution']).toMatch(/&gt; 180 0\.1 and 0\.55/);
  });

  it('a forecast without history or bands is drawn', () => {
    expect(fanPlot({ title: 'f', points: [] })).toContain('Forecast of 0 periods, and 0 actual values.');
  });

  it('the same data gives the same bytes', () => {
    expect(plots('a')).toEqual(plots('a'));
  });
});

describe('numbers on axes', () => {
  it.each([
    [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 97, [0, 20, 40, 60, 80]],
    [-3, 11, [0, 5, 10]],
    [5, 5, [5]],
  ])('between %d and %d lie %j', (low, high, ticks) => {
    expect(ticksBetween(low, high)).toEqual(ticks);
  });

  it('have the digits of the step, and thousands by a letter', () => {
    const labels = (low: number, high: number): string[] => {
      const made = scale([low, high], [0, 100]);
      return made.ticks.map(made.label);
    };
    expect(labels(0, 1)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(labels(0, 50_000)).toEqual(['0', '10k', '20k', '30k', '40k', '50k']);
    expect(labels(0, 0.05)).toEqual(['0', '0.01', '0.02', '0.03', '0.04', '0.05']);
  });

  it('a range is widened to round steps and is never empty', () => {
    expect(roundRange(3, 97)).toEqual([0, 100]);
    expect(roundRange(7, 7)[0]).toBeLessThan(7);
  });

  it('in a sentence have three digits', () => {
    expect([0.87213, 1234.5, 45_678, 0, Number.NaN].map(figure)).toEqual(['0.872', '1230', '45.7k', '0', '–']);
  });
});

describe('text', () => {
  it('keeps letters of every script and loses what XML does not allow', () => {
    expect(escaped('Größe <&> "📈" \u0007\udc00')).toBe('Größe &lt;&amp;&gt; &quot;📈&quot; ');
    expect(shortened('📈📈📈', 2)).toBe('📈…');
  });
});
