import { figure, horizontalAxis, roundRange, scale, whole } from './axis.ts';
import { at, draw, line, shortened, text } from './frame.ts';

export type ContributionsInput = {
  readonly title: string;
  /** Mean size of each feature's contribution as a share of the whole, largest first. */
  readonly importance: readonly { readonly feature: string; readonly share: number }[];
  /**
   * Contributions of single rows, for a strip a feature; `value` (0 low to 1 high) shades a dot. Rows are people's: a card
   * never has them, a screen may.
   */
  readonly rows?: readonly (readonly { readonly feature: string; readonly contribution: number; readonly value?: number }[])[];
  /** What a contribution is measured in: log-odds, days. */
  readonly unit?: string;
};

const mostFeatures = 14;
const left = 176;

/** What drives the answers: bars of the mean size of contributions (SHAP), or one dot a row where rows are given. */
export function contributionsPlot({ title, importance, rows, unit }: ContributionsInput): string {
  const shown = importance.slice(0, mostFeatures);
  const rest = importance.slice(mostFeatures).reduce((sum, { share }) => sum + share, 0);
  const told =
    importance.length <= mostFeatures
      ? `${importance.length} features`
      : `${importance.length - mostFeatures} more features share ${figure(rest * 100)} %`;
  const high = Math.min(26, (whole.bottom - whole.top) / Math.max(1, shown.length));
  return draw({
    title,
    subtitle:
      rows === undefined
        ? `Mean size of contributions; ${told}`
        : `One dot a row, ${rows.length} rows; orange where the value is high; ${told}`,
    description: `What drives the answers, largest first: ${shown.map(({ feature, share }) => `${feature} ${figure(share * 100)} %`).join(', ')}.`,
    body: [
      ...(rows === undefined ? bars(shown, high) : strips(shown, rows, high, unit ?? 'margin')),
      ...shown.map(({ feature }, index) =>
        text(left - 8, whole.top + index * high + high / 2 + 4, shortened(feature, 25), { anchor: 'end' }),
      ),
    ],
  });
}

function bars(shown: ContributionsInput['importance'], high: number): string[] {
  const most = Math.max(0.01, ...shown.map(({ share }) => share)) * 100;
  // Room for the figure behind the longest bar.
  const x = scale([0, most * 1.15], [left, whole.right], 4);
  return [
    ...horizontalAxis(x, '% of all contributions', { ...whole, left }),
    ...shown.flatMap(({ share }, index) => {
      const y = whole.top + index * high;
      const end = x.to(share * 100);
      return [
        `<rect class="cs-first" x="${left}" y="${at(y + 3)}" width="${at(Math.max(1, end - left))}" height="${at(high - 6)}"/>`,
        text(end + 5, y + high / 2 + 4, figure(share * 100), { tone: 'soft' }),
      ];
    }),
  ];
}

function strips(
  shown: ContributionsInput['importance'],
  rows: NonNullable<ContributionsInput['rows']>,
  high: number,
  unit: string,
): string[] {
  const all = rows
    .flat()
    .map(({ contribution }) => contribution)
    .filter(Number.isFinite);
  const x = scale(
    roundRange(
      all.reduce((a, b) => Math.min(a, b), 0),
      all.reduce((a, b) => Math.max(a, b), 0),
    ),
    [left, whole.right],
    4,
  );
  return [
    ...horizontalAxis(x, `pushes the answer down or up (${unit})`, { ...whole, left }),
    line(x.to(0), whole.top, x.to(0), whole.bottom),
    ...shown.flatMap(({ feature }, index) => {
      const middle = whole.top + index * high + high / 2;
      const dots = rows.flatMap((row) => row.filter((each) => each.feature === feature && Number.isFinite(each.contribution)));
      return swarm(
        dots.map((dot) => ({ ...dot, x: x.to(dot.contribution) })),
        middle,
        high,
      );
    }),
  ];
}

/** Dots that would lie on one another go up and down in turn, as far as the strip is high. */
function swarm(dots: readonly { readonly x: number; readonly value?: number }[], middle: number, high: number): string[] {
  const taken = new Map<number, number>();
  const step = 2.4;
  const most = Math.max(1, Math.floor((high - 6) / step));
  return dots
    .toSorted((a, b) => a.x - b.x)
    .map(({ x, value }) => {
      const column = Math.round(x / 3);
      const before = taken.get(column) ?? 0;
      taken.set(column, before + 1);
      const place = before % most;
      const y = middle + (place % 2 === 0 ? 1 : -1) * Math.ceil(place / 2) * step;
      return `<circle class="cs-${value !== undefined && value > 0.5 ? 'second' : 'first'}" fill-opacity="${value === undefined ? '0.7' : at(0.35 + Math.abs(value - 0.5))}" cx="${at(x)}" cy="${at(y)}" r="1.8"/>`;
    });
}
