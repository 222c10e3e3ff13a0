/**
 * What a UTF-16 unit is and what it folds to, as tables: a look-up is the cheapest thing the scanner can do. Built once,
 * in a few milliseconds.
 */
export const OTHER = 0;
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 3;
export const SPACE = 4;
export const NEWLINE = 5;
/** A letter of a script without case (Han, Kana, Hangul, Arabic, Hebrew …). */
export const CASELESS = 6;
/** Seen by nobody: combining marks, soft hyphen, zero width. Part of the word around it. */
export const UNSEEN = 7;

export const charClass = new Uint8Array(65_536);
/** First letter of the folded form, lower case without diacritics; 0 where the unit folds to nothing. */
export const foldOf = new Uint16Array(65_536);
/** Second letter where a character folds to two (ß, æ). */
export const secondFoldOf = new Uint16Array(65_536);

const doubles: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ĳ: 'ij', ẞ: 'ss', Æ: 'ae', Œ: 'oe', Þ: 'th' };
const singles: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i', Ø: 'o', Ł: 'l', Đ: 'd', Ð: 'd', İ: 'i' };
const unseen = /[\p{M}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/u;

/**
 * All the scanner asks of a unit in one integer: its class in the lowest three bits, its fold above them, and the sign
 * where it folds to two letters.
 */
export const glyphs = new Int32Array(65_536);

for (let unit = 0; unit < 65_536; unit += 1) {
  const char = String.fromCharCode(unit);
  charClass[unit] = classOf(unit, char);
  const [first = 0, second = 0] = fold(unit, char);
  foldOf[unit] = first;
  secondFoldOf[unit] = second;
  glyphs[unit] = (charClass[unit] ?? 0) | (first << 3) | (second === 0 ? 0 : 1 << 31);
}

export function isAlnum(unit: number): boolean {
  const kind = charClass[unit] ?? 0;
  return kind === LOWER || kind === UPPER || kind === DIGIT;
}

function classOf(unit: number, char: string): number {
  if (/[\n\r\u2028\u2029]/.test(char)) return NEWLINE;
  // Tab, no-break and the blanks of typesetting; not the zero-width ones.
  if (/[ \t\u00a0\u202f\u3000\u2000-\u200a]/.test(char)) return SPACE;
  // Arabic, Persian, Indian and full-width digits are digits.
  if (/\p{Nd}/u.test(char)) return DIGIT;
  if (unit >= 0xd800 && unit <= 0xdfff) return OTHER;
  if (unseen.test(char)) return UNSEEN;
  if (!/\p{L}/u.test(char)) return OTHER;
  if (char.toLowerCase() !== char) return UPPER;
  return char.toUpperCase() === char ? CASELESS : LOWER;
}

/** Digits of every script come in rows of ten, zero first. */
function valueOf(unit: number): number {
  let zero = unit;
  while (unit - zero < 9 && charClass[zero - 1] === DIGIT) zero -= 1;
  return unit - zero;
}

function fold(unit: number, char: string): readonly number[] {
  if (charClass[unit] === DIGIT) return [48 + valueOf(unit)];
  const two = doubles[char];
  if (two !== undefined) return [two.charCodeAt(0), two.charCodeAt(1)];
  const one = singles[char];
  if (one !== undefined) return [one.charCodeAt(0)];
  if (unit < 128) return [unit >= 65 && unit <= 90 ? unit + 32 : unit];
  if (charClass[unit] === UNSEEN) return [];
  // Full-width forms and accented letters fall back to their base; other scripts keep their lower case.
  const base = char.toLowerCase().normalize('NFKD').charCodeAt(0);
  return [Number.isNaN(base) ? unit : base];
}

const backslash = 0x5c;

/** `\nYusuf`: a line's end as JSON and logs write it; in `C:\new` what follows is small. */
export function isEscapedLine(text: string, at: number, unit: number): boolean {
  if (unit !== backslash) return false;
  const letter = text.charCodeAt(at + 1);
  if (letter !== 0x6e && letter !== 0x72) return false;
  const next = text.charCodeAt(at + 2);
  return next === backslash || next === 0x20 || charClass[next] === UPPER || charClass[next] === DIGIT;
}
