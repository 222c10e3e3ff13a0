import { editDistance } from '../edit-distance.ts';
import { hashText } from './key-table.ts';

/** The words of a name, ready to be compared many times. */
export type Words = {
  readonly texts: readonly string[];
  /** Which letters stand in each word, a bit a letter: two words that differ in many of them need no closer look. */
  readonly letters: readonly number[];
  /** What each word counts: the rarer the more. Set once frequencies are known. */
  readonly weights: Float64Array;
  /** The words in order of the alphabet, so that swapped words are the same name. */
  readonly key: string;
  readonly joined: string;
  /** How the words sound, in the order of the alphabet, and a bit for each: names without a bit in common share no word. */
  readonly sounds: readonly string[];
  readonly soundBits: number;
  readonly allLetters: number;
};

export function wordsFor(texts: readonly string[]): Words {
  const letters = texts.map(lettersOf);
  const sounds = [...new Set(texts.map(soundOf))].toSorted();
  return {
    texts,
    letters,
    weights: new Float64Array(texts.length).fill(1),
    key: texts.toSorted().join(' '),
    joined: texts.join(''),
    sounds,
    soundBits: sounds.reduce((bits, sound) => bits | (1 << (hashText(sound) % 31)), 0),
    allLetters: letters.reduce((all, each) => all | each, 0),
  };
}

/** False where a glance says that two names have no word and hardly their letters in common. */
export function mayBeAlike(one: Words, other: Words): boolean {
  return (one.soundBits & other.soundBits) !== 0 || bitsOf(one.allLetters ^ other.allLetters) <= 6;
}

export type NameAgreement = 'exact' | 'close' | 'far' | 'weak' | 'different';

/**
 * exact: the same words in any order. close: every word has its like on the other side, give or take slips and abbreviations, or the
 * names are alike once spaces are out. far: one name holds the other and more. weak: both hold words the other lacks. Symmetric.
 */
export function compareNames(one: Words, other: Words): NameAgreement {
  if (one.key === other.key) return 'exact';
  const { agreed, left, right } = pairWords(one, other);
  if (left === 0 && right === 0) return 'close';
  if (isAlike(one.joined, other.joined)) return 'close';
  if (left > 0 && right > 0) return agreed >= 0.35 || isAcronym(one, other) || isAcronym(other, one) ? 'weak' : 'different';
  return agreed >= 0.45 ? 'far' : agreed >= 0.25 ? 'weak' : 'different';
}

/**
 * Share of the weight that has its like on the other side, and the weight each side has alone. Which words of the longer name are taken
 * is a bit each (a name has fewer than 31 words that count), because this runs millions of times.
 */
function pairWords(one: Words, other: Words): { agreed: number; left: number; right: number } {
  // The shorter name first, then the earlier in the alphabet, so that pairing words does not depend on who comes first.
  const isTurned = one.texts.length > other.texts.length || (one.texts.length === other.texts.length && one.key > other.key);
  const pairing: Pairing = { few: isTurned ? other : one, many: isTurned ? one : other, paired: 0, taken: 0, agreed: 0 };
  pairSame(pairing);
  const left = pairAlike(pairing);
  const right = weightOf(pairing.many, pairing.taken);
  const total = weightOf(pairing.few, 0) + weightOf(pairing.many, 0);
  return { agreed: total === 0 ? 0 : pairing.agreed / total, left, right };
}

type Pairing = { readonly few: Words; readonly many: Words; paired: number; taken: number; agreed: number };

const mostWords = 30;

function pairSame(pairing: Pairing): void {
  const { few, many } = pairing;
  for (let at = 0; at < few.texts.length && at < mostWords; at += 1) {
    const text = few.texts[at];
    for (let index = 0; index < many.texts.length && index < mostWords; index += 1) {
      if (many.texts[index] !== text || (pairing.taken & (1 << index)) !== 0) continue;
      pair(pairing, at, index, 1);
      break;
    }
  }
}

/** Pairs what is left with its best like and answers the weight of what has none. */
function pairAlike(pairing: Pairing): number {
  const { few } = pairing;
  let alone = 0;
  for (let at = 0; at < few.texts.length && at < mostWords; at += 1) {
    if ((pairing.paired & (1 << at)) !== 0) continue;
    const found = mostAlike(pairing, at);
    if (found.index < 0) alone += few.weights[at] ?? 0;
    else pair(pairing, at, found.index, found.alike);
  }
  return alone;
}

function mostAlike({ few, many, taken }: Pairing, at: number): { index: number; alike: number } {
  const [text = '', letters = 0] = [few.texts[at], few.letters[at]];
  let best = { index: -1, alike: 0.55 };
  for (let index = 0; index < many.texts.length && index < mostWords; index += 1) {
    if ((taken & (1 << index)) !== 0) continue;
    const alike = wordAlike(text, many.texts[index] ?? '', letters, many.letters[index]);
    if (alike > best.alike) best = { index, alike };
  }
  return best;
}

function pair(pairing: Pairing, at: number, index: number, alike: number): void {
  pairing.paired |= 1 << at;
  pairing.taken |= 1 << index;
  pairing.agreed += alike * ((pairing.few.weights[at] ?? 0) + (pairing.many.weights[index] ?? 0));
}

/** Weight of the words that are not `without`. */
function weightOf({ weights }: Words, without: number): number {
  let sum = 0;
  for (let at = 0; at < weights.length && at < mostWords; at += 1) if ((without & (1 << at)) === 0) sum += weights[at] ?? 0;
  return sum;
}

/** 1 for the same word, less for each slip, 0.7 for a beginning and 0.6 for other abbreviations; 0 where they are two words. */
export function wordAlike(one: string, other: string, letters = lettersOf(one), others = lettersOf(other)): number {
  if (one === other) return 1;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= 3 && long.length >= 5 && long.startsWith(short)) return 0.7;
  // Numbers that differ are other numbers.
  if (((letters | others) & digitBit) !== 0) return 0;
  if (long.length - short.length > 2 && isAbbreviation(short, long)) return 0.6;
  // Two letters of three swapped (Roy and Ryo); any other slip in a very short word makes another one.
  if (short.length < 4) return long.length === 3 && letters === others && editDistance(one, other, 1) <= 1 ? 0.6 : 0;
  return slipsBetween(short, long, bitsOf(letters ^ others));
}

function slipsBetween(short: string, long: string, otherLetters: number): number {
  const limit = long.length < 5 ? 1 : long.length < 10 ? 2 : 3;
  if (long.length - short.length > limit || otherLetters > limit * 2) return 0;
  const steps = editDistance(short, long, limit);
  return steps > limit || steps / short.length > 0.34 ? 0 : 1 - steps / long.length;
}

/** Letters left out (Bldg, Svcs), or a beginning with one slip in it (Plumb. and Pluumbing, Olgi. and Logiciels). */
function isAbbreviation(short: string, long: string): boolean {
  if (short.length < 2) return false;
  const slip = (length: number): boolean => editDistance(short, long.slice(0, length), 1) <= 1;
  if (short.length >= 3 && (slip(short.length) || (short.length >= 4 && slip(short.length + 1)))) return true;
  if (short.length > 5 || short[0] !== long[0]) return false;
  let found = 0;
  for (let at = 0; at < long.length && found < short.length; at += 1) if (long[at] === short[found]) found += 1;
  return found === short.length;
}

/** Two names without their spaces, a few slips apart. */
function isAlike(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  const limit = length < 6 ? 0 : length < 12 ? 1 : 2;
  return one === other || (Math.abs(one.length - other.length) <= limit && editDistance(one, other, limit) <= limit);
}

function isAcronym(short: Words, long: Words): boolean {
  const [word = ''] = short.texts;
  return (
    short.texts.length === 1 &&
    word.length >= 3 &&
    word.length === long.texts.length &&
    long.texts.every((each, at) => each[0] === word[at])
  );
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    letters |= unit >= 48 && unit <= 57 ? digitBit : 1 << (unit & 31);
  }
  return letters;
}

/** No letter of ASCII has this place. */
const digitBit = 1 << 31;

function bitsOf(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * A word by its sound, roughly and for many languages at once: consonants alone behind the first letter, those that are mistaken for
 * each other as one, none twice. Schmidt and Schmitt, Meier and Mayer, Philips and Filips meet.
 */
export function soundOf(word: string): string {
  const sounds = word
    .replace(/^(?:ph|v)/, 'f')
    .replace(/^(?:c|q|k)/, 'k')
    .replace(/sch|sh|ch/g, 's')
    .replace(/ph|v|w/g, 'f')
    .replace(/ck|[cqgk]/g, 'k')
    .replace(/dt|th|[dt]/g, 't')
    .replace(/[zx]/g, 's')
    .replace(/[bp]/g, 'p');
  return (sounds.slice(0, 1) + sounds.slice(1).replace(/[aeiouyhj]/g, '')).replace(/(.)\1+/g, '$1');
}
