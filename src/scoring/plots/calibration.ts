import { wilsonInterval } from '../../learning/metrics/index.ts';
import { figure, horizontalAxis, legend, scale, verticalAxis, whole } from './axis.ts';
import { at, draw, line, path, text } from './frame.ts';

export type CalibrationInput = {
  readonly title: string;
  /** Rows of similar probability, lowest first: mean of what was said and share of what happened. */
  readonly bins: readonly { readonly predicted: number; readonly observed: number; readonly rows: number }[];
  readonly slope?: number;
  readonly intercept?: number;
};

/** Height of the strip of counts below the curve. */
const strip = 44;

/** Reliability: what was said against what happened, with 95 % Wilson intervals, over the number of rows in each bin. */
export function calibrationPlot({ title, bins, slope, intercept }: CalibrationInput): string {
  const area = { ...whole, bottom: whole.bottom - strip - 6 };
  const x = scale([0, 1], [whole.left, whole.right]);
  const y = scale([0, 1], [area.bottom, area.top]);
  const dots = bins.filter(({ rows }) => rows > 0);
  const told = [
    ...(slope === undefined ? [] : [`slope ${figure(slope)}`]),
    ...(intercept === undefined ? [] : [`intercept ${figure(intercept)}`]),
    `${figure(dots.reduce((sum, { rows }) => sum + rows, 0))} rows`,
  ].join(', ');
  return draw({
    title,
    subtitle: told,
    description: `Calibration: ${dots.map(({ predicted, observed }) => `said ${figure(predicted)}, happened ${figure(observed)}`).join('; ')}. ${told}.`,
    body: [
      ...x.ticks.map((tick) => line(x.to(tick), area.top, x.to(tick), area.bottom, { tone: 'grid' })),
      ...verticalAxis(y, 'happened', area),
      line(x.to(0), y.to(0), x.to(1), y.to(1), { dashes: '4 3' }),
      path(
        dots.map(({ predicted, observed }) => [x.to(predicted), y.to(observed)]),
        { width: 1 },
      ),
      ...dots.flatMap(({ predicted, observed, rows }) => {
        const { low, high } = wilsonInterval(Math.min(rows, Math.max(0, Math.round(observed * rows))), rows);
        return [
          line(x.to(predicted), y.to(low), x.to(predicted), y.to(high), { tone: 'line-first', width: 1.5 }),
          `<circle class="cs-first" cx="${at(x.to(predicted))}" cy="${at(y.to(observed))}" r="3.5"/>`,
        ];
      }),
      ...legend(
        [
          { name: 'bin with 95 % interval', mark: 'first' },
          { name: 'as said', mark: 'dashes' },
        ],
        whole.left + 8,
        area.top + 10,
      ),
      ...counts(dots, x.to),
      ...horizontalAxis(x, 'said', { ...whole, top: whole.bottom }),
    ],
  });
}

function counts(bins: CalibrationInput['bins'], to: (value: number) => number): string[] {
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  return [
    text(whole.left - 8, whole.bottom - strip + 8, figure(most), { anchor: 'end', tone: 'soft' }),
    text(whole.left - 8, whole.bottom, 'rows', { anchor: 'end', tone: 'soft' }),
    ...bins.map(({ predicted, rows }) => {
      const high = Math.max(1, (rows / most) * strip);
      return `<rect class="cs-first" fill-opacity="0.45" x="${at(to(predicted) - 4)}" y="${at(whole.bottom - high)}" width="8" height="${at(high)}"/>`;
    }),
  ];
}
