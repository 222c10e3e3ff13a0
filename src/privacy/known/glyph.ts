import { searchFold } from '../fold.ts';

/** What a word is made of, as bits: they tell a name from a code, and a name from the ordinary word it looks like. */
export const wordHas = { digit: 1, letter: 2, mark: 4, upper: 8, lower: 16, glued: 32 } as const;

/** A character as it is compared. `unseen` ones break no word; a `mark` belongs to the letter before it. */
export type Glyph = { readonly is: 'word' | 'gap' | 'unseen' | 'mark'; readonly codes: readonly number[]; readonly has: number };

// Scripts that write no spaces between words, or tie endings to them: each character is a word of its own.
const glued = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const hangul = /[\uac00-\ud7a3]/;
const cached = new Map<number, Glyph>();
const cachedAtMost = 20_000;

/** Folds one code point by the rules of the leak check, remembering what it found. */
export function glyphOf(codePoint: number): Glyph {
  const known = cached.get(codePoint);
  if (known) return known;
  const glyph = foldGlyph(String.fromCodePoint(codePoint));
  // Text that runs through all of Unicode must not grow the memory for ever.
  if (cached.size < cachedAtMost) cached.set(codePoint, glyph);
  return glyph;
}

function foldGlyph(character: string): Glyph {
  if (/^\p{M}$/u.test(character)) return { is: 'mark', codes: [], has: 0 };
  // Decomposed syllables would be several words.
  const folded = hangul.test(character) ? character : searchFold(character);
  if (folded === '') return { is: 'unseen', codes: [], has: 0 };
  const codes = Array.from(folded)
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .flatMap((letter) => Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at)));
  if (codes.length === 0) return { is: 'gap', codes: [], has: 0 };
  const isDigit = /^\d+$/.test(folded);
  const isUpper = character !== character.toLowerCase();
  const hasMark = folded !== character.toLowerCase() && !isDigit;
  const has =
    (isDigit ? wordHas.digit : wordHas.letter) |
    (hasMark ? wordHas.mark : 0) |
    (isUpper ? wordHas.upper : isDigit ? 0 : wordHas.lower) |
    (glued.test(character) ? wordHas.glued : 0);
  return { is: 'word', codes, has };
}
