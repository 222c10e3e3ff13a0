import {
  CASELESS,
  DIGIT,
  LOWER,
  NEWLINE,
  SPACE,
  UNSEEN,
  UPPER,
  charClass,
  foldOf,
  glyphs,
  isEscapedLine,
  secondFoldOf,
} from './letters.ts';
import { IndexList, wider, widerBytes } from './index-list.ts';
import { ADDRESS_START, STREET, STREET_FIRST } from './flags.ts';
import { checkStart, hashOf, hashStart, nextCheck, nextHash, type Lexicon } from './lexicon.ts';

/** What a token is. A code holds letters and digits (`1Z999`, `GB59IFUE`), a mark is one other character. */
export const WORD = 1;
export const NUMBER = 2;
export const CODE = 3;
export const MARK = 4;

/** How a word is written. */
export const ALL_LOWER = 1;
export const CAPITAL = 2;
export const ALL_CAPS = 3;
export const MIXED = 4;
export const NO_CASE = 5;

/** What stands before a token. */
export const JOINED = 0;
export const SPACED = 1;
export const ONE_LINE = 2;
export const MORE_LINES = 3;

const lookAhead = 16;
/**
 * Rules look back as well, and an index below zero would turn every access of its kind into a slow one. So the arrays begin
 * with a few tokens that are nothing, on a line of their own.
 */
export const firstToken = 16;
/** Classes of a run, a bit each. */
const inRun = (1 << LOWER) | (1 << UPPER) | (1 << DIGIT) | (1 << CASELESS);
const digitBit = 1 << DIGIT;
const ofAddress = STREET | STREET_FIRST | ADDRESS_START;
/** What `V.le`, `P.za`, `L.go`, `S.da` and `C/` begin with. */
const shortWays = new Set(['v', 'p', 'c', 'l', 's'].map(hashOf));

/** How a run is written, from the class of its first character and those of the rest. */
function shapeOf(first: number, rest: number): number {
  const all = first | rest;
  if ((all & (1 << CASELESS)) !== 0) return NO_CASE;
  if ((all & (1 << UPPER)) === 0) return ALL_LOWER;
  if (first === 1 << UPPER && (rest & (1 << UPPER)) === 0) return CAPITAL;
  return (all & (1 << LOWER)) === 0 ? ALL_CAPS : MIXED;
}

/**
 * A text cut into words, numbers, codes and marks in one pass, with what the lists say of each word. Arrays of integers
 * that grow with the longest text seen; a detector keeps one and fills it anew for each text.
 */
export class Tokens {
  /** One behind the last token; the first is `firstToken`. */
  count = firstToken;
  start = new Int32Array(1024);
  end = new Int32Array(1024);
  kind = new Uint8Array(1024);
  shape = new Uint8Array(1024);
  gap = new Uint8Array(1024);
  flags = new Int32Array(1024);
  cues = new Uint8Array(1024);
  /** Languages in which the word is one of the small ones. */
  functions = new Uint8Array(1024);
  /** 1 where a word has a letter beyond ASCII. */
  isAccented = new Uint8Array(1024);
  /** The character of a mark; the number of letters or digits of everything else. */
  size = new Int32Array(1024);
  /** Of the folded letters and digits; two words with the same one are the same but for a chance in millions. */
  hash = new Int32Array(1024);
  text = '';
  /**
   * Where the numbers and codes, the marks and the announcing words are, and what an address has besides names (a number,
   * a word for a way, `V.` for one): most rules need only these.
   */
  readonly numbers = new IndexList();
  readonly marks = new IndexList();
  readonly announcing = new IndexList();
  readonly anchors = new IndexList();

  readonly lexicon: Lexicon;

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
    this.gap.fill(MORE_LINES, 0, firstToken);
  }

  read(text: string): void {
    this.text = text;
    this.count = firstToken;
    this.numbers.clear();
    this.marks.clear();
    this.announcing.clear();
    this.anchors.clear();
    const length = text.length;
    let gap = MORE_LINES;
    for (let at = 0; at < length;) {
      const unit = text.charCodeAt(at);
      const kind = charClass[unit] ?? 0;
      if (kind === SPACE || kind === UNSEEN) {
        if (gap === JOINED && kind === SPACE) gap = SPACED;
        at += 1;
      } else if (kind === NEWLINE || isEscapedLine(text, at, unit)) {
        // CR LF is one line's end.
        if (!(unit === 10 && text.charCodeAt(at - 1) === 13)) gap = gap >= ONE_LINE ? MORE_LINES : ONE_LINE;
        at += kind === NEWLINE ? 1 : 2;
      } else {
        if (this.count + lookAhead >= this.start.length) this.grow();
        this.gap[this.count] = gap;
        gap = JOINED;
        at = kind === 0 ? this.readMark(at, unit) : this.readRun(at);
        this.count += 1;
      }
    }
    this.closeEnd();
  }

  /** Rules look a few tokens ahead; behind the last there is nothing, whatever an earlier text left there. */
  private closeEnd(): void {
    const { count } = this;
    const behind = count + lookAhead;
    const { kind, shape, flags, cues, functions, isAccented, size, hash } = this;
    for (const array of [kind, shape, flags, cues, functions, isAccented, size, hash]) array.fill(0, count, behind);
    this.gap.fill(MORE_LINES, count, behind);
    this.start.fill(this.text.length, count, behind);
    this.end.fill(this.text.length, count, behind);
  }

  /** What a token's arrays hold; of a token that is not there, nothing. */
  kindAt(index: number): number {
    return this.kind[index] ?? 0;
  }
  shapeAt(index: number): number {
    return this.shape[index] ?? 0;
  }
  gapAt(index: number): number {
    return this.gap[index] ?? 0;
  }
  sizeAt(index: number): number {
    return this.size[index] ?? 0;
  }
  flagsAt(index: number): number {
    return this.flags[index] ?? 0;
  }
  cuesAt(index: number): number {
    return this.cues[index] ?? 0;
  }
  functionsAt(index: number): number {
    return this.functions[index] ?? 0;
  }
  startAt(index: number): number {
    return this.start[index] ?? 0;
  }
  endAt(index: number): number {
    return this.end[index] ?? 0;
  }

  /** Whether a token's lists say any of these. */
  says(index: number, flags: number): boolean {
    return ((this.flags[index] ?? 0) & flags) !== 0;
  }

  /** Flags of the phrase from `first` to `last`, as the lists have it. */
  phraseFlags(first: number, last: number): number {
    let hash = hashStart;
    let check = checkStart;
    for (let index = first; index <= last; index += 1) {
      // `Clermont-Ferrand` is listed with a space.
      if (this.kind[index] === MARK) continue;
      if (index > first) {
        hash = nextHash(hash, 32);
        check = nextCheck(check, 32);
      }
      for (let at = this.start[index] ?? 0; at < (this.end[index] ?? 0); at += 1) {
        const unit = this.text.charCodeAt(at);
        const folded = foldOf[unit] ?? 0;
        if (folded === 0) continue;
        hash = nextHash(hash, folded);
        check = nextCheck(check, folded);
        const second = secondFoldOf[unit] ?? 0;
        if (second === 0) continue;
        hash = nextHash(hash, second);
        check = nextCheck(check, second);
      }
    }
    return this.lexicon.flagsOf(hash, check);
  }

  private readMark(at: number, unit: number): number {
    const index = this.count;
    this.start[index] = at;
    // A surrogate pair is one mark.
    const isPair = unit >= 0xd800 && unit <= 0xdbff && at + 1 < this.text.length;
    this.end[index] = isPair ? at + 2 : at + 1;
    this.kind[index] = MARK;
    this.marks.add(index);
    this.shape[index] = 0;
    this.flags[index] = 0;
    this.functions[index] = 0;
    this.cues[index] = 0;
    this.size[index] = unit;
    this.hash[index] = 0;
    return isPair ? at + 2 : at + 1;
  }

  /** Letters and digits in a row, with what is unseen among them. Classes are gathered as bits: what counts is which occur. */
  private readRun(from: number): number {
    const { text } = this;
    const { length } = text;
    let hash = hashStart;
    let check = checkStart;
    let first = 0;
    let rest = 0;
    let units = 0;
    let size = 0;
    let end = from;
    for (let at = from; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      const glyph = glyphs[unit] ?? 0;
      const kind = glyph & 7;
      if (((inRun >> kind) & 1) === 0) {
        if (kind === UNSEEN) continue;
        break;
      }
      if (size === 0) first = 1 << kind;
      else rest |= 1 << kind;
      size += 1;
      units |= unit;
      end = at + 1;
      const folded = (glyph >> 3) & 0xffff;
      hash = nextHash(hash, folded);
      check = nextCheck(check, folded);
      if (glyph >= 0) continue;
      const second = secondFoldOf[unit] ?? 0;
      hash = nextHash(hash, second);
      check = nextCheck(check, second);
    }
    const index = this.count;
    this.start[index] = from;
    this.end[index] = end;
    this.size[index] = size;
    this.isAccented[index] = units > 127 ? 1 : 0;
    this.shape[index] = shapeOf(first, rest);
    this.classify(index, first | rest, hash, check);
    return end > from ? end : from + 1;
  }

  private classify(index: number, classes: number, hash: number, check: number): void {
    const hasDigits = (classes & digitBit) !== 0;
    const hasLetters = (classes & ~digitBit) !== 0;
    this.hash[index] = hash;
    this.kind[index] = hasLetters ? (hasDigits ? CODE : WORD) : NUMBER;
    if (hasDigits || !hasLetters) {
      this.numbers.add(index);
      this.anchors.add(index);
      this.flags[index] = 0;
      this.functions[index] = 0;
      this.cues[index] = 0;
      return;
    }
    const place = this.lexicon.recall(hash, check);
    const flags = this.lexicon.flagsOfRecent(place);
    const extra = this.lexicon.extraOfRecent(place);
    this.flags[index] = flags;
    if ((flags & ofAddress) !== 0 || (this.size[index] === 1 && shortWays.has(hash))) this.anchors.add(index);
    this.functions[index] = extra & 0xff;
    this.cues[index] = extra >> 8;
    if (extra >> 8 !== 0) this.announcing.add(index);
  }

  private grow(): void {
    const size = this.start.length * 2;
    this.start = wider(this.start, size);
    this.end = wider(this.end, size);
    this.flags = wider(this.flags, size);
    this.size = wider(this.size, size);
    this.hash = wider(this.hash, size);
    this.kind = widerBytes(this.kind, size);
    this.shape = widerBytes(this.shape, size);
    this.gap = widerBytes(this.gap, size);
    this.cues = widerBytes(this.cues, size);
    this.functions = widerBytes(this.functions, size);
    this.isAccented = widerBytes(this.isAccented, size);
  }
}
