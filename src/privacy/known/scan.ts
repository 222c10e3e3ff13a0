import { glyphOf, wordHas, type Glyph } from './glyph.ts';

/**
 * A text as its words. Folded letters stand one after the other in `letters` without gaps, so a value matches in any
 * spacing; word `i` has the letters `from[i]` to `from[i + 1]` and stands at `starts[i]` to `ends[i]` of the text.
 * `sums` are running hashes: the hash of any stretch of letters is one subtraction away.
 */
export type Words = {
  text: string;
  count: number;
  letters: Uint16Array;
  sums: Int32Array;
  from: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
  has: Uint8Array;
  /** What the first letter is, for capitals. */
  first: Uint8Array;
};

const base = 0x01000193;
/** Longer values are compared by their beginning. */
export const longestHash = 1024;
const powers = new Int32Array(longestHash + 1);
powers[0] = 1;
for (let at = 1; at <= longestHash; at += 1) powers[at] = Math.imul(powers[at - 1] ?? 0, base);

const asciiLetter = new Uint8Array(128);
const asciiHas = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const glyph = glyphOf(code);
  asciiLetter[code] = glyph.codes[0] ?? 0;
  asciiHas[code] = glyph.has;
}

// One text is read at a time, synchronously, so all readers share the memory; a text read twice in a row is scanned once.
let shared = emptyWords(4096);

function emptyWords(room: number): Words {
  return {
    text: '',
    count: 0,
    letters: new Uint16Array(room),
    sums: new Int32Array(room + 1),
    from: new Int32Array(room + 1),
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    has: new Uint8Array(room),
    first: new Uint8Array(room),
  };
}

/** Reads a text into words. The answer is valid until the next call. */
export function scan(text: string): Words {
  if (shared.text === text) return shared;
  if (shared.letters.length < text.length + 32) shared = emptyWords(text.length * 2 + 32);
  while (!scanInto(text, shared)) shared = emptyWords(shared.letters.length * 2);
  return shared;
}

/** False when the folded text outgrew its memory: some characters fold to many letters. */
function scanInto(text: string, words: Words): boolean {
  const { letters, sums, from, ends, has } = words;
  words.text = '';
  words.count = 0;
  let filled = 0;
  let sum = 0;
  let isOpen = false;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code >= 128) {
      const codePoint = text.codePointAt(at) ?? code;
      const glyph = glyphOf(codePoint);
      const next = at + (codePoint > 0xffff ? 2 : 1);
      if (filled + glyph.codes.length + text.length - next > letters.length) return false;
      isOpen = readGlyph(words, glyph, at, next, filled, isOpen);
      filled += glyph.codes.length;
      sum = sums[filled] ?? 0;
      at = next;
      continue;
    }
    const letter = asciiLetter[code] ?? 0;
    at += 1;
    if (letter === 0) {
      isOpen = false;
      continue;
    }
    const kind = asciiHas[code] ?? 0;
    if (!isOpen) openWord(words, at - 1, filled, kind);
    isOpen = true;
    letters[filled] = letter;
    sum = (Math.imul(sum, base) + letter) | 0;
    filled += 1;
    sums[filled] = sum;
    const word = words.count - 1;
    has[word] = (has[word] ?? 0) | kind;
    ends[word] = at;
  }
  from[words.count] = filled;
  words.text = text;
  return true;
}

function openWord(words: Words, at: number, filled: number, kind: number): void {
  const word = words.count;
  words.starts[word] = at;
  words.from[word] = filled;
  words.first[word] = kind;
  words.has[word] = 0;
  words.count = word + 1;
}

/** Whether the word goes on after this character. */
function readGlyph(words: Words, glyph: Glyph, at: number, next: number, filled: number, isOpen: boolean): boolean {
  const { has, ends } = words;
  if (glyph.is === 'gap') return false;
  if (glyph.is === 'word') {
    const isGlued = (glyph.has & wordHas.glued) !== 0;
    if (!isOpen || isGlued) openWord(words, at, filled, glyph.has);
    append(words, glyph, filled);
    const word = words.count - 1;
    has[word] = (has[word] ?? 0) | glyph.has;
    ends[word] = next;
    return !isGlued;
  }
  const word = words.count - 1;
  if (glyph.is === 'mark' && word >= 0 && ends[word] === at) {
    ends[word] = next;
    has[word] = (has[word] ?? 0) | wordHas.mark;
  }
  return isOpen;
}

function append({ letters, sums }: Words, { codes }: Glyph, filled: number): void {
  let at = filled;
  for (const letter of codes) {
    letters[at] = letter;
    sums[at + 1] = (Math.imul(sums[at] ?? 0, base) + letter) | 0;
    at += 1;
  }
}

/** The hash of the letters from `start` to `end`; at most `longestHash` of them. */
export function hashOf(sums: Int32Array, start: number, end: number): number {
  return ((sums[end] ?? 0) - Math.imul(sums[start] ?? 0, powers[end - start] ?? 0)) | 0;
}

export function hashOfText(folded: string): number {
  let sum = 0;
  for (let at = 0; at < folded.length; at += 1) sum = (Math.imul(sum, base) + folded.charCodeAt(at)) | 0;
  return sum;
}

export function power(exponent: number): number {
  return powers[exponent] ?? 0;
}

/** The folded letters of a word. */
export function lettersOf({ text, letters, from, starts, ends, has }: Words, word: number): string {
  const start = from[word] ?? 0;
  const end = from[word + 1] ?? 0;
  const at = starts[word] ?? 0;
  const isPlain = ((has[word] ?? 0) & wordHas.mark) === 0 && (ends[word] ?? 0) - at === end - start;
  if (isPlain) return text.slice(at, at + end - start).toLowerCase();
  let folded = '';
  for (let place = start; place < end; place += 1) folded += String.fromCharCode(letters[place] ?? 0);
  return folded;
}

export function lengthOf({ from }: Words, word: number): number {
  return (from[word + 1] ?? 0) - (from[word] ?? 0);
}

export function isSame(letters: Uint16Array, start: number, folded: string): boolean {
  for (let at = 0; at < folded.length; at += 1) if (letters[start + at] !== folded.charCodeAt(at)) return false;
  return true;
}
