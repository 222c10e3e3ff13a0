import type { Negative } from './corpus.ts';
import { businessFrames } from './erp-frames-business.ts';
import { logisticsFrames } from './erp-frames-logistics.ts';
import { foreignFrames, technicalFrames } from './erp-frames-technical.ts';

const sentencesPerFrame = 2;

/**
 * Harmless sentences of ERP, CRM and logistics, of document kinds the shared set for tuning does not have. Kept aside:
 * nothing is tuned on them. The same seed gives the same sentences.
 */
export function erpSentences(seed: number): Negative[] {
  const dice = diceOf(seed);
  const frames = { ...logisticsFrames, ...businessFrames, ...technicalFrames, ...foreignFrames };
  return Object.entries(frames).flatMap(([kind, lines]) => {
    const texts = lines
      .trim()
      .split('\n')
      .flatMap((frame) => Array.from({ length: sentencesPerFrame }, () => filled(frame, dice)));
    // A frame without slots says the same each time and counts once.
    return [...new Set(texts)].map((text) => ({ kind, text }));
  });
}

type Dice = { below(limit: number): number; of<T>(values: readonly T[]): T; letters(alphabet: string, length: number): string };

/** Mulberry32: short, and random enough for digits. */
function diceOf(seed: number): Dice {
  let state = seed;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
  return {
    below,
    of: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('Nothing to choose from');
      return value;
    },
    letters: (alphabet, length) => Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join(''),
  };
}

/** `{d8}` eight digits, `{A3}` capitals, `{A3l}` small letters, `{x16}` hex, `{b6}` letters and digits of any case; names below. */
function filled(frame: string, dice: Dice): string {
  return frame.replaceAll(
    /\{([dAxb])(\d+)(l?)\}|\{([a-z]+)\}/g,
    (whole, alphabet?: string, length?: string, isSmall?: string, name?: string) => {
      if (name !== undefined) return named[name]?.(dice) ?? whole;
      const drawn = dice.letters(alphabets[alphabet ?? ''] ?? '0', Number(length));
      return isSmall === 'l' ? drawn.toLowerCase() : drawn;
    },
  );
}

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const alphabets: Readonly<Record<string, string>> = {
  d: '0123456789',
  A: capitals,
  x: '0123456789abcdef',
  b: `${capitals}${capitals.toLowerCase()}0123456789`,
};

const digits = (dice: Dice, length: number): string => dice.letters('0123456789', length);
const two = (value: number): string => String(value).padStart(2, '0');

const named: Readonly<Record<string, (dice: Dice) => string>> = {
  amt: (dice) => `${dice.below(900) + 1},${two(dice.below(100))}${dice.below(10)}.${two(dice.below(100))}`,
  p: (dice) => `${dice.below(40) + 1}.${dice.below(10)}`,
  q: (dice) => String(dice.below(4) + 1),
  qty: (dice) => String(dice.of([2, 12, 48, 120, 340, 1500, 24_000])),
  unit: (dice) => dice.of(['PC', 'CAR', 'PAL', 'KG', 'EA', 'ROL', 'M']),
  date: (dice) => `2026-${two(dice.below(12) + 1)}-${two(dice.below(28) + 1)}`,
  time: (dice) => `${two(dice.below(24))}:${two(dice.below(60))}`,
  port: (dice) => dice.of(['Rotterdam', 'Hamburg', 'Shanghai', 'Antwerp', 'Singapore', 'Valencia', 'Felixstowe', 'Busan']),
  vessel: (dice) => dice.of(['Ever Given', 'HMM Algeciras', 'ONE Innovation', 'Hamburg Express', 'MOL Triumph', 'OOCL Hong Kong']),
  product: (dice) =>
    dice.of([
      'UltraSeal Pump 300',
      'PowerLine Adapter',
      'Centrifugal Fan',
      'SmartGrip Handle',
      'Hydraulic Press Kit',
      'EcoFlow Valve',
      'TurboDrill X2',
    ]),
  uuid: (dice) => [8, 4, 4, 4, 12].map((length) => dice.letters('0123456789abcdef', length)).join('-'),
  container: (dice) => containerNumber(`${dice.of(['MSK', 'HLX', 'TGH', 'CMA', 'OOL'])}U${digits(dice, 6)}`),
  gtin: (dice) => withCheckDigit(digits(dice, 13)),
  sscc: (dice) => withCheckDigit(digits(dice, 17)),
};

/** GS1: weights 3 and 1 from the right. */
function withCheckDigit(number: string): string {
  const sum = number.split('').reduceRight((total, digit, at) => total + Number(digit) * ((number.length - at) % 2 === 1 ? 3 : 1), 0);
  return `${number}${(10 - (sum % 10)) % 10}`;
}

/** ISO 6346: letters count from 10 on, multiples of 11 left out; weights double. */
function containerNumber(owner: string): string {
  const sum = owner.split('').reduce((total, unit, at) => {
    const letter = capitals.indexOf(unit);
    const value = letter < 0 ? Number(unit) : letter + 10 + Math.floor((letter + 9) / 10);
    return total + value * 2 ** at;
  }, 0);
  return `${owner}${(sum % 11) % 10}`;
}
