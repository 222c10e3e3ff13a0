import { horizontalAxis, legend, roundRange, scale, verticalAxis, whole, type Key } from './axis.ts';
import { at, draw, line, path, shortened, text } from './frame.ts';

export type FanInput = {
  readonly title: string;
  /** In order of time. A period without a mean is history. Bands are drawn widest first. */
  readonly points: readonly {
    readonly period: number | string;
    readonly actual?: number;
    readonly mean?: number;
    readonly bands?: readonly { readonly level: number; readonly low: number; readonly high: number }[];
  }[];
  /** What is forecast and in what: pieces, EUR. */
  readonly unit?: string;
};

/** A forecast with its bands, and what came. */
export function fanPlot({ title, points, unit = 'value' }: FanInput): string {
  const levels = [...new Set(points.flatMap(({ bands = [] }) => bands.map(({ level }) => level)))].toSorted((a, b) => b - a);
  const values = points
    .flatMap(({ actual, mean, bands = [] }) => [actual, mean, ...bands.flatMap(({ low, high }) => [low, high])])
    .filter((value): value is number => value !== undefined && Number.isFinite(value));
  const [low, high] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  // What starts near zero starts at zero, so that heights can be compared.
  const y = scale(roundRange(low >= 0 && low < high * 0.5 ? 0 : low, high), [whole.bottom, whole.top + 18]);
  const x = (index: number): number => whole.left + ((index + 0.5) / Math.max(1, points.length)) * (whole.right - whole.left);
  const said = points.flatMap(({ mean }, index) => (mean === undefined ? [] : [[x(index), y.to(mean)] as const]));
  const came = points.flatMap(({ actual }, index) => (actual === undefined ? [] : [[x(index), y.to(actual)] as const]));
  const bandNames = levels.map((level) => `${Math.round(level * 100)} %`).join(' and ');
  const keys: Key[] = [
    ...(came.length === 0 ? [] : [{ name: 'actual', mark: 'ink' } as const]),
    { name: 'forecast', mark: 'first' },
    ...(levels.length === 0 ? [] : [{ name: `${bandNames} of outcomes`, mark: 'band' } as const]),
  ];
  return draw({
    title,
    description: `Forecast of ${said.length} periods${levels.length === 0 ? '' : ` with bands of ${bandNames}`}, and ${came.length} actual values.`,
    body: [
      ...verticalAxis(y, unit, { ...whole, top: whole.top + 18 }),
      ...levels.map((level, index) => band(points, level, x, y.to, index)),
      path(came, { tone: 'line-ink', width: 1.2 }),
      path(said, { tone: 'line-first', width: 2, dashes: '6 2' }),
      ...came.map(([cx, cy]) => `<circle class="cs-ink" cx="${at(cx)}" cy="${at(cy)}" r="2.4"/>`),
      ...periodAxis(points, x),
      ...legend(keys, whole.left + 4, whole.top + 2),
    ],
  });
}

function band(
  points: FanInput['points'],
  level: number,
  x: (index: number) => number,
  y: (value: number) => number,
  depth: number,
): string {
  const edges = points.flatMap(({ bands = [] }, index) => {
    const own = bands.find((each) => each.level === level);
    return own === undefined ? [] : [{ at: x(index), low: y(own.low), high: y(own.high) }];
  });
  const around = [...edges.map((edge) => [edge.at, edge.high] as const), ...edges.toReversed().map((edge) => [edge.at, edge.low] as const)];
  return `<polygon class="cs-first" fill-opacity="${depth === 0 ? '0.16' : '0.22'}" points="${around.map(([px, py]) => `${at(px)},${at(py)}`).join(' ')}"/>`;
}

/** Numbered periods get round ticks; named ones as many names as fit. */
function periodAxis(points: FanInput['points'], x: (index: number) => number): string[] {
  const first = points[0]?.period;
  const last = points.at(-1)?.period;
  const isCounted = points.every(
    ({ period }, index) => typeof period === 'number' && typeof first === 'number' && period === first + index,
  );
  if (isCounted && typeof first === 'number' && typeof last === 'number' && last > first) {
    const numbers = scale([first, last], [x(0), x(points.length - 1)], 6);
    return horizontalAxis({ ...numbers, ticks: numbers.ticks.filter(Number.isInteger) }, 'period', { ...whole, top: whole.top + 18 });
  }
  const every = Math.max(1, Math.ceil(points.length / 6));
  return [
    line(whole.left, whole.bottom, whole.right, whole.bottom),
    ...points.flatMap(({ period }, index) =>
      index % every === 0 ? [text(x(index), whole.bottom + 16, shortened(String(period), 10), { anchor: 'middle', tone: 'soft' })] : [],
    ),
    text((whole.left + whole.right) / 2, whole.bottom + 36, 'period', { anchor: 'middle' }),
  ];
}
