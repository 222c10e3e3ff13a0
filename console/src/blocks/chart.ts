import type { ChartBlock } from '../../../src/contracts/answer.ts';

export type Bar = {
  readonly label: string;
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly isNegative: boolean;
};

/** From the smallest to the largest value and always over zero, so that lengths can be compared. */
function range(values: readonly number[]): { readonly low: number; readonly high: number } {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return low === high ? { low, high: low + 1 } : { low, high };
}

const numberOf = (value: string): number => (Number.isFinite(Number(value)) ? Number(value) : 0);

/** Horizontal bars over `width` units. A value that is not zero is never narrower than one unit. */
export function bars(points: ChartBlock['points'], width: number): { readonly zero: number; readonly bars: readonly Bar[] } {
  const values = points.map(({ value }) => numberOf(value));
  const { low, high } = range(values);
  const scale = width / (high - low);
  const zero = -low * scale;
  return {
    zero,
    bars: points.map(({ label, text }, i) => {
      const value = values[i] ?? 0;
      const length = value === 0 ? 0 : Math.max(1, Math.abs(value) * scale);
      return { label, text, width: length, x: value < 0 ? zero - length : zero, isNegative: value < 0 };
    }),
  };
}

export type Dot = { readonly label: string; readonly text: string; readonly x: number; readonly y: number };
export type Line = { readonly dots: readonly Dot[]; readonly ticks: readonly { readonly value: number; readonly y: number }[] };

/** A line over `width` × `height`, y downwards. It starts where the values are, not at zero: what it shows is the change. */
export function line(points: ChartBlock['points'], width: number, height: number): Line {
  const values = points.map(({ value }) => numberOf(value));
  const ticks = niceTicks(Math.min(...values), Math.max(...values));
  const low = ticks[0] ?? 0;
  const span = (ticks.at(-1) ?? 1) - low || 1;
  const y = (value: number): number => height - ((value - low) / span) * height;
  const step = points.length > 1 ? width / (points.length - 1) : 0;
  return {
    dots: points.map(({ label, text }, i) => ({ label, text, x: points.length > 1 ? i * step : width / 2, y: y(values[i] ?? 0) })),
    ticks: ticks.map((value) => ({ value, y: y(value) })),
  };
}

/** Three to six round numbers that hold both ends between them. */
export function niceTicks(low: number, high: number): readonly number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (low === high) return niceTicks(low - Math.max(1, Math.abs(low) / 2), high + Math.max(1, Math.abs(high) / 2));
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  // Multiples of the step, rounded to it: 0.1 × 3 is not 0.3.
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(Math.min(digits, 20))));
}
