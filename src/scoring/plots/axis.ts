import { at, line, margin, size, text } from './frame.ts';

/** A linear scale between a range of values and a range of pixels, with its ticks. */
export type Scale = { readonly to: (value: number) => number; readonly ticks: readonly number[]; readonly label: (tick: number) => string };

/** The plotting area: inside the margins unless said otherwise. */
export type Area = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

export const whole: Area = { left: margin.left, right: size.width - margin.right, top: margin.top, bottom: size.height - margin.bottom };

/** Ticks at round steps (1, 2, 2.5 or 5 times a power of ten), about `about` of them, all within the range. */
export function ticksBetween(low: number, high: number, about = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / about;
  const power = Number(`1e${Math.floor(Math.log10(rough))}`);
  const step = power * ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** A range that ends at round steps on both sides and is never empty. */
export function roundRange(low: number, high: number): readonly [number, number] {
  const [from, to] = high > low ? [low, high] : [low - Math.max(1, Math.abs(low) * 0.1), low + Math.max(1, Math.abs(low) * 0.1)];
  const ticks = ticksBetween(from, to);
  const step = (ticks[1] ?? to) - (ticks[0] ?? from);
  return [Math.floor(from / step + 1e-9) * step, Math.ceil(to / step - 1e-9) * step];
}

export function scale(values: readonly [number, number], pixels: readonly [number, number], about = 5): Scale {
  const [low, high] = values;
  const ticks = ticksBetween(low, high, about);
  const step = (ticks[1] ?? low + 1) - (ticks[0] ?? low);
  return {
    to: (value) => pixels[0] + ((value - low) / (high - low || 1)) * (pixels[1] - pixels[0]),
    ticks,
    label: (tick) => short(tick, step),
  };
}

const units = [
  { from: 1e9, by: 1e9, sign: 'bn' },
  { from: 1e6, by: 1e6, sign: 'M' },
  { from: 1e4, by: 1e3, sign: 'k' },
] as const;

/** A number on an axis: as many digits as the step needs, thousands as k, M and bn. */
function short(value: number, step: number): string {
  const unit = units.find(({ from }) => Math.abs(value) >= from || step >= from);
  const [shown, fine] = unit === undefined ? [value, step] : [value / unit.by, step / unit.by];
  if (value === 0) return '0';
  if (Math.abs(fine) < 1e-4) return shown.toExponential(1);
  let digits = 0;
  while (digits < 6 && Math.abs(fine * Number(`1e${digits}`) - Math.round(fine * Number(`1e${digits}`))) > 1e-6) digits += 1;
  return `${shown.toFixed(digits)}${unit?.sign ?? ''}`;
}

/** A number in running text: three significant digits, no more than it needs; 0.00012 rather than 1.2e-4. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const unit = units.find(({ from }) => Math.abs(value) >= from);
  const [shown, sign] = unit === undefined ? [value, ''] : [value / unit.by, unit.sign];
  const rounded = Number(shown.toPrecision(3));
  return `${rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential(1) : String(rounded)}${sign}`;
}

export function horizontalAxis(x: Scale, name: string, area: Area = whole): string[] {
  return [
    ...x.ticks.flatMap((tick) => [
      line(x.to(tick), area.top, x.to(tick), area.bottom, { tone: 'grid' }),
      text(x.to(tick), area.bottom + 16, x.label(tick), { anchor: 'middle', tone: 'soft' }),
    ]),
    line(area.left, area.bottom, area.right, area.bottom),
    text((area.left + area.right) / 2, area.bottom + 36, name, { anchor: 'middle' }),
  ];
}

export function verticalAxis(y: Scale, name: string, area: Area = whole): string[] {
  return [
    ...y.ticks.flatMap((tick) => [
      line(area.left, y.to(tick), area.right, y.to(tick), { tone: 'grid' }),
      text(area.left - 8, y.to(tick) + 4, y.label(tick), { anchor: 'end', tone: 'soft' }),
    ]),
    line(area.left, area.top, area.left, area.bottom),
    text(14, (area.top + area.bottom) / 2, name, { anchor: 'middle', turned: true }),
  ];
}

export type Key = { readonly name: string; readonly mark: 'first' | 'second' | 'ink' | 'dashes' | 'band' };

/** What the marks mean, in a row from `x` on at height `y`. */
export function legend(keys: readonly Key[], x: number, y: number): string[] {
  let from = x;
  return keys.flatMap(({ name, mark }) => {
    const here = from;
    // Letters of this size are about six pixels wide.
    from += 30 + Array.from(name).length * 6;
    return [swatch(mark, here, y), text(here + 20, y + 4, name, { tone: 'soft' })];
  });
}

function swatch(mark: Key['mark'], x: number, y: number): string {
  if (mark === 'dashes') return line(x, y, x + 16, y, { tone: 'axis', dashes: '4 3' });
  if (mark === 'ink') return `<circle class="cs-ink" cx="${at(x + 8)}" cy="${at(y)}" r="3"/>`;
  const tone = mark === 'band' ? 'first' : mark;
  return `<rect class="cs-${tone}" x="${at(x + 2)}" y="${at(y - 5)}" width="12" height="10"${mark === 'band' ? ' fill-opacity="0.25"' : ''}/>`;
}
