import { editDistance } from '../edit-distance.ts';
import { compactCode } from '../normalise/fold.ts';

/**
 * A document number as it is looked for in free text: letters and digits alone, characters that scanners and people take for each
 * other as one (O and 0, I, L and 1, S and 5, B and 8), zeros behind letters gone (`RE-000123` is `RE123`).
 */
export function referenceKey(text: string): string {
  return withoutZeros(compactCode(text).replace(/[OQILSB]/g, (letter) => lookalikes[letter] ?? letter));
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

export type ReferenceIndex = {
  /** For each number named in the text the positions it stands for: one, or several where items share a number. */
  find(text: string): readonly (readonly number[])[];
  /** Positions out of `among` whose number is one character off something in the text that is no number itself. */
  slips(text: string, among: readonly number[]): readonly number[];
};

const longest = 24;
const shortest = 4;

export function indexReferences(references: readonly (readonly string[])[]): ReferenceIndex {
  const byKey = new Map<string, number[]>();
  const keysOf = references.map((list) => [...new Set(list.flatMap(keysFor))]);
  for (const [position, keys] of keysOf.entries())
    for (const key of keys) {
      const list = byKey.get(key);
      if (list) list.push(position);
      else byKey.set(key, [position]);
    }
  return {
    find: (text) => scan(text, byKey).found,
    slips(text, among) {
      const { unknown } = scan(text, byKey);
      return among.filter((position) =>
        (keysOf[position] ?? []).some((key) => key.length >= 6 && unknown.some((word) => editDistance(word, key, 1) <= 1)),
      );
    },
  };
}

function keysFor(reference: string): string[] {
  const key = referenceKey(reference);
  const digits = digitsOf(compactCode(reference));
  return [...(key.length >= shortest && /\d/.test(key) ? [key] : []), ...(digits === undefined ? [] : [digits])];
}

/** The longest run of up to four neighbouring words that is a known number wins; what is left is looked at for slips. */
function scan(text: string, byKey: ReadonlyMap<string, readonly number[]>): { found: (readonly number[])[]; unknown: string[] } {
  const words = text.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
  const found = new Map<string, readonly number[]>();
  const unknown: string[] = [];
  for (let at = 0; at < words.length; ) {
    const hit = longestAt(words, at, byKey);
    if (hit) {
      found.set(hit.positions.join(' '), hit.positions);
      at += hit.words;
      continue;
    }
    const glued = gluedIn(words[at] ?? '', byKey);
    for (const positions of glued) found.set(positions.join(' '), positions);
    if (glued.length === 0) unknown.push(...unknownAt(words, at));
    at += 1;
  }
  return { found: [...found.values()], unknown };
}

function longestAt(words: readonly string[], at: number, byKey: ReadonlyMap<string, readonly number[]>): { positions: readonly number[]; words: number } | undefined {
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

/** Words that could be a number with a slip, alone and with their next one or two. */
function unknownAt(words: readonly string[], at: number): string[] {
  return [1, 2, 3].flatMap((count) => {
    const joined = words.slice(at, at + count).join('');
    const isNumber = at + count <= words.length && joined.length <= longest && joined.replace(/\D/g, '').length >= 3;
    return isNumber ? [referenceKey(joined)] : [];
  });
}
