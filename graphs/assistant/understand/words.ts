import { foldWord } from './fold.ts';

/** A word of a text. `isBlank` where a name, number or date was taken out of the sentence; it stands for a thing, not for a meaning. */
export type Word = { readonly text: string; readonly start: number; readonly end: number; readonly isBlank: boolean };

/** A stretch of the text that is understood already: a mention, an id, a date, a token. */
export type Taken = { readonly start: number; readonly end: number };

/** What French writes into the word behind it: `j’approuve`, `l’opportunité`. */
const elision = /^(?:[cdjlmnst]|qu|jusqu)'(?=\p{L}{3})/u;

/** Words of a text, folded; those inside taken stretches are blanks. */
export function wordsOf(text: string, taken: readonly Taken[] = []): readonly Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/<[A-Z]+_\d+[a-z]{0,3}>|[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu)) {
    const start = match.index;
    const end = start + match[0].length;
    const isBlank = match[0].startsWith('<') || taken.some((each) => each.start < end && start < each.end);
    words.push({ text: foldWord(match[0]).replace(/'s$/, '').replace(elision, ''), start, end, isBlank });
  }
  return words;
}
