import type { TokenKind } from '../contracts/classes.ts';
import { toScaled } from '../contracts/money.ts';

/** Rungs within each power of ten, in tenths: 1, 1.5, 2, 3, 5, 7.5. A band runs from one rung up to, not including, the next. */
const rungs = [10n, 15n, 20n, 30n, 50n, 75n] as const;
const units: readonly [bigint, string][] = [
  [10n ** 12n, 'tn'],
  [10n ** 9n, 'bn'],
  [10n ** 6n, 'M'],
  [10n ** 3n, 'k'],
];
const nine = 10n ** 9n;

/** `182400.00` USD → `150k–200k USD`. Below one unit `0–1 USD`, nothing at all `0 USD`, a debt `minus 150k–200k USD`. */
export function bandMoney(amount: string, currency: string): string {
  const scaled = toScaled(amount, 9);
  const size = scaled < 0n ? -scaled : scaled;
  const sign = scaled < 0n ? 'minus ' : '';
  if (size === 0n) return `0 ${currency}`;
  if (size < nine) return `${sign}0–1 ${currency}`;
  let power = 1n;
  while (size >= power * 10n * nine) power *= 10n;
  const next = [...rungs, 100n];
  const at = rungs.findLastIndex((start) => size * 10n >= start * power * nine);
  return `${sign}${rung(next[at] ?? 10n, power)}–${rung(next[at + 1] ?? 100n, power)} ${currency}`;
}

/** A rung in tenths at a power of ten, short: `1.5k`, `200k`, `7.5M`. */
function rung(tenths: bigint, power: bigint): string {
  const value = tenths * power;
  const [unit, letter] = units.find(([size]) => value >= size * 10n) ?? [1n, ''];
  const whole = value / (unit * 10n);
  const rest = (value / unit) % 10n;
  return `${whole}${rest === 0n ? '' : `.${rest}`}${letter}`;
}

const ageBand = /\d{1,3}–\d{1,3}/;

/** An age → its decade (`30–39`), a date of birth → its year. Undefined where the text does not say. A band's band is itself. */
export function bandText(kind: TokenKind, text: string): string | undefined {
  if (kind === 'AGE') {
    const held = ageBand.exec(text)?.[0];
    if (held !== undefined) return held;
    const age = /(?<!\d)\d{1,3}(?!\d)/.exec(text)?.[0];
    const decade = age === undefined ? undefined : Math.floor(Number(age) / 10) * 10;
    return decade === undefined ? undefined : `${decade}–${decade + 9}`;
  }
  if (kind === 'BIRTHDATE') return /(?<!\d)(?:18|19|20)\d\d(?!\d)/.exec(text)?.[0];
  return undefined;
}

const band = /(?<![\d–])(\d{0,2})0–(\d{0,2})9(?![\d–])/g;

/** Where bands of ages stand; they hold nothing any more, whatever their digits look like. */
export function bandRanges(text: string): { start: number; end: number }[] {
  if (!text.includes('–')) return [];
  return [...text.matchAll(band)].flatMap((match) =>
    match[1] === match[2] ? [{ start: match.index, end: match.index + match[0].length }] : [],
  );
}
