import { titles } from './everyday-words.ts';
import { wordHas } from './glyph.ts';
import { lettersOf, type Words } from './scan.ts';

const longestGap = 5;
const months: ReadonlySet<string> = new Set('may april june july august mai juni juli avril marzo april jan mars mei'.split(' '));
const beforeMonths: ReadonlySet<string> = new Set(
  'in by of until till since from early late mid last next this im bis seit ab ende anfang mitte en de di a fin fine begin eind tot and und or to'.split(
    ' ',
  ),
);

/** Whether the parts of one value may stand on both sides: spaces, one line break, hyphen, comma, dot, but no paragraph. */
export function isSoftGap({ text, ends, starts }: Words, word: number): boolean {
  const from = ends[word] ?? 0;
  const to = starts[word + 1] ?? 0;
  if (to - from > longestGap) return false;
  let lines = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) lines += 1;
    // ! and ? end what was said before them.
    if (code === 33 || code === 63 || lines > 1) return false;
  }
  return true;
}

/** Whether both sides may be groups of one number. */
export function isNumberGap({ text, ends, starts }: Words, word: number, longest = 3): boolean {
  const from = ends[word] ?? 0;
  const to = starts[word + 1] ?? 0;
  if (to - from > longest) return false;
  for (let at = from; at < to; at += 1) if (!' \u00a0\u202f\u2009\n\r()./-–‑'.includes(text[at] ?? '')) return false;
  return true;
}

export function isCapitalised({ first }: Words, word: number): boolean {
  return ((first[word] ?? 0) & wordHas.upper) !== 0;
}

function isShouted({ has, from }: Words, word: number): boolean {
  const bits = has[word] ?? 0;
  return (bits & wordHas.upper) !== 0 && (bits & wordHas.lower) === 0 && (from[word + 1] ?? 0) - (from[word] ?? 0) > 1;
}

export function followsTitle(words: Words, word: number): boolean {
  if (word === 0 || !isSoftGap(words, word - 1)) return false;
  const letters = (words.from[word] ?? 0) - (words.from[word - 1] ?? 0);
  return letters <= 14 && titles.has(lettersOf(words, word - 1));
}

/** A dot behind one of these ends no sentence. */
const shortened: ReadonlySet<string> = new Set('lt bzgl vgl ca inkl nr ref attn att tel no resp st ing zb'.split(' '));

/** Whether nothing but the sentence's beginning explains the capital. */
export function startsSentence(words: Words, word: number): boolean {
  const { text, starts } = words;
  const before = starts[word] ?? 0;
  if (word > 0 && text[words.ends[word - 1] ?? 0] === '.' && isSoftGap(words, word - 1)) {
    const letters = (words.from[word] ?? 0) - (words.from[word - 1] ?? 0);
    if (letters <= 4 && shortened.has(lettersOf(words, word - 1))) return false;
  }
  for (let at = before - 1; at >= 0 && before - at < 40; at -= 1) {
    const sign = text[at] ?? '';
    if ('.!?:;…\n\r•'.includes(sign)) return true;
    if (!' \t\u00a0"\'“”„«»‘’([*-–—>'.includes(sign)) return false;
  }
  return true;
}

/** May, April and August are months behind `in`, and beside a number. */
function isMonth(words: Words, word: number): boolean {
  if ((words.from[word + 1] ?? 0) - (words.from[word] ?? 0) > 9 || !months.has(lettersOf(words, word))) return false;
  const isNumber = (other: number) => other >= 0 && other < words.count && ((words.has[other] ?? 0) & wordHas.digit) !== 0;
  return isNumber(word - 1) || isNumber(word + 1) || (word > 0 && beforeMonths.has(lettersOf(words, word - 1)));
}

/** An ordinary word is a name where a capital inside a sentence, or a title in front, says so. */
export function readsAsName(words: Words, start: number, end: number): boolean {
  if (followsTitle(words, start)) return true;
  if (!isCapitalised(words, start) || startsSentence(words, start) || isMonth(words, start)) return false;
  if (!isShouted(words, start)) return true;
  // In a line of capitals a capital says nothing.
  return !(start > 0 && isShouted(words, start - 1)) && !(end < words.count && isShouted(words, end));
}
