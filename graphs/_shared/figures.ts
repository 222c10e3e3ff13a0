import { compareDecimal, subtractDecimal } from 'countersign';

/** Decimal text in billionths, for sums and shares without floats. */
const scale = 9;
function scaled(value: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  const digits = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return sign === '-' ? -digits : digits;
}

function text(value: bigint, decimals: number): string {
  const unit = 10n ** BigInt(scale - decimals);
  const half = unit / 2n;
  const rounded = (value < 0n ? -((-value + half) / unit) : (value + half) / unit).toString();
  const negative = rounded.startsWith('-');
  const digits = rounded.replace('-', '').padStart(decimals + 1, '0');
  const shown = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return negative ? `-${shown}` : shown;
}

/** So many percent of an amount, to two decimals, half away from zero. */
export function percentOf(amount: string, percent: string): string {
  return text((scaled(amount) * scaled(percent)) / (100n * 10n ** BigInt(scale)), 2);
}

/** An amount less so many percent, to two decimals. */
export function discountOf(amount: string, percent: string): string {
  return text(scaled(amount) - (scaled(amount) * scaled(percent)) / (100n * 10n ** BigInt(scale)), 2);
}

/** What `part` is of `whole`, in percent with one decimal; undefined where the whole is nothing. */
export function shareOf(part: string, whole: string): string | undefined {
  const all = scaled(whole);
  return all === 0n ? undefined : text((scaled(part) * 100n * 10n ** BigInt(scale)) / (all < 0n ? -all : all), 1);
}

/** Product of two decimals, to `decimals` places. */
export function times(a: string, b: string, decimals = 2): string {
  return text((scaled(a) * scaled(b)) / 10n ** BigInt(scale), decimals);
}

/** What one costs where so many cost an amount, to `decimals` places; the amount itself where the count is nothing. */
export function each(amount: string, count: string, decimals = 2): string {
  const by = scaled(count);
  return by === 0n ? amount : text((scaled(amount) * 10n ** BigInt(scale)) / by, decimals);
}

/** Whether two amounts are more than so many percent of the second apart. */
export function differsBy(a: string, b: string, percent: string): boolean {
  return compareDecimal(sizeOf(subtractDecimal(a, b)), sizeOf(percentOf(b, percent))) > 0;
}

const sizeOf = (value: string): string => (value.startsWith('-') ? value.slice(1) : value);

/** The day so many days later. */
export function addTo(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
