import { editDistance } from '../edit-distance.ts';
import { compactCode } from '../normalise/fold.ts';

/**
 * A document number as it is looked for in free text: letters and digits alone, characters that scanners and people take for each
 * other as one (O and 0, I, L and 1, S and 5, B and 8), zeros behind letters gone (`RE-000123` is `RE123`).
 */
export function referenceKey(text: string): string {
  return withoutZeros(alike(text));
}

function alike(text: string): string {
  return compactCode(text).replace(/[OQILSB]/g, (letter) => lookalikes[letter] ?? letter);
}

const lookalikes: Readonly<Record<string, string>> = { O: '0', Q: '0', I: '1', L: '1', S: '5', B: '8' };

function withoutZeros(code: string): string {
  return code.replace(/(^|[A-Z])0+(?=\d)/g, '$1');
}

/** The digits of a number without its letters: payers leave prefixes out. Too short to mean anything: undefined. */
function digitsOf(text: string): string | undefined {
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length >= 5 ? digits : undefined;
}

/** What a text says in numbers. */
export type Quoted = {
  /** For each number the positions it stands for: one, or several where items share a number. */
  readonly named: readonly (readonly number[])[];
  /** Words that could be numbers and are none of the list. */
  readonly unknown: readonly string[];
  /** One of those looks exactly like the numbers of the list: something is meant that is not open. */
  readonly isStrange: boolean;
  /** One number stands there twice: the second may have been meant to be another. */
  readonly isRepeated: boolean;
};

export type ReferenceIndex = {
  read(text: string): Quoted;
  /** Everything in a text that could be a number, known or not. */
  written(text: string): readonly string[];
  /** Positions out of `among` whose number is one character off one of the words. */
  slips(words: readonly string[], among: readonly number[]): readonly number[];
};

const longest = 24;
const shortest = 4;

export function indexReferences(references: readonly (readonly string[])[]): ReferenceIndex {
  const byKey = new Map<string, number[]>();
  const keysOf = references.map((list) => [...new Set(list.flatMap(keysFor))]);
  const shapes = new Set<string>();
  for (const [position, keys] of keysOf.entries())
    for (const key of keys) {
      if (key.length >= 6) shapes.add(shapeOf(key));
      const list = byKey.get(key);
      if (list) list.push(position);
      else byKey.set(key, [position]);
    }
  return {
    read(text) {
      const { named, isRepeated } = scan(wordsOf(text), byKey);
      const { unknown } = scan(wordsOf(text.replace(dates, ' ')), byKey);
      return { named, unknown, isStrange: unknown.some((word) => word.length >= 6 && shapes.has(shapeOf(word))), isRepeated };
    },
    written(text) {
      const words = wordsOf(text);
      return [...new Set(words.flatMap((_, at) => numbersAt(words, at)))];
    },
    slips: (words, among) =>
      among.filter((position) =>
        (keysOf[position] ?? []).some((key) => key.length >= 6 && words.some((word) => word !== key && editDistance(word, key, 1) <= 1)),
      ),
  };
}

/** Days and times of day are no document numbers. */
const dates = /\b(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}[.:]\d{2}(?:\s*uhr|\s*h)?)\b/gi;

function wordsOf(text: string): string[] {
  return text.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
}

function shapeOf(key: string): string {
  return key.replace(/\d/g, '9');
}

function keysFor(reference: string): string[] {
  const key = referenceKey(reference);
  const digits = digitsOf(compactCode(reference));
  return [...(key.length >= shortest && /\d/.test(key) ? [key] : []), ...(digits === undefined ? [] : [digits])];
}

/** The longest run of up to four neighbouring words that is a known number wins. */
function scan(
  words: readonly string[],
  byKey: ReadonlyMap<string, readonly number[]>,
): { named: (readonly number[])[]; unknown: string[]; isRepeated: boolean } {
  const named = new Map<string, readonly number[]>();
  let isRepeated = false;
  // Words behind the last number that was known, so that what is taken for a slip never reaches over a known one.
  const runs: string[][] = [[]];
  for (let at = 0; at < words.length;) {
    const hit = longestAt(words, at, byKey);
    const glued = hit ? [] : gluedIn(words[at] ?? '', byKey);
    for (const positions of hit ? [hit.positions] : glued) {
      isRepeated ||= named.has(positions.join(' '));
      named.set(positions.join(' '), positions);
    }
    if (hit || glued.length > 0) runs.push([]);
    else runs.at(-1)?.push(words[at] ?? '');
    at += hit?.words ?? 1;
  }
  return {
    named: [...named.values()],
    isRepeated,
    unknown: [...new Set(runs.flatMap((run) => run.flatMap((_, at) => numbersAt(run, at))))],
  };
}

function longestAt(
  words: readonly string[],
  at: number,
  byKey: ReadonlyMap<string, readonly number[]>,
): { positions: readonly number[]; words: number } | undefined {
  for (let count = Math.min(4, words.length - at); count > 0; count -= 1) {
    const joined = words.slice(at, at + count).join('');
    if (joined.length > longest || !/\d/.test(joined)) continue;
    const digits = /^\d+$/.test(joined) ? digitsOf(joined) : undefined;
    const positions = byKey.get(referenceKey(joined)) ?? (digits === undefined ? undefined : byKey.get(digits));
    if (positions) return { positions, words: count };
  }
  return undefined;
}

/** Numbers written without a space between them, or with a word glued on. */
function gluedIn(word: string, byKey: ReadonlyMap<string, readonly number[]>): (readonly number[])[] {
  return (word.match(/\d{5,}/g) ?? []).flatMap((digits) => {
    const positions = byKey.get(digitsOf(digits) ?? '');
    return positions ? [positions] : [];
  });
}

/** What could be a number with a slip: a word alone and with its next one or two. */
function numbersAt(words: readonly string[], at: number): string[] {
  return [1, 2, 3].flatMap((count) => {
    const joined = words.slice(at, at + count).join('');
    const isNumber = at + count <= words.length && joined.length <= longest && joined.replace(/\D/g, '').length >= 3;
    // With its zeros too: `RE0250568723` is one slip from `RE20250568723`, and two without them.
    return isNumber ? [...new Set([referenceKey(joined), alike(joined)])] : [];
  });
}
