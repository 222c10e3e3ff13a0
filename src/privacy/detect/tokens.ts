import { CASELESS, DIGIT, LOWER, NEWLINE, SPACE, UNSEEN, UPPER, charClass, foldOf, secondFoldOf } from './letters.ts';
import { checkStart, hashStart, nextCheck, nextHash, type Lexicon } from './lexicon.ts';

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

/** A growing list of token numbers. */
export class Places {
  size = 0;
  at = new Int32Array(256);

  clear(): void {
    this.size = 0;
  }

  add(index: number): void {
    if (this.size === this.at.length) {
      const wider = new Int32Array(this.size * 2);
      wider.set(this.at);
      this.at = wider;
    }
    this.at[this.size] = index;
    this.size += 1;
  }
}

/**
 * A text cut into words, numbers, codes and marks in one pass, with what the lists say of each word. Arrays of integers
 * that grow with the longest text seen; a detector keeps one and fills it anew for each text.
 */
export class Tokens {
  count = 0;
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
  hash = new Int32Array(1024);
  check = new Int32Array(1024);
  text = '';
  /** Where the numbers and codes, the marks and the announcing words are: most rules need only these. */
  readonly numbers = new Places();
  readonly marks = new Places();
  readonly announcing = new Places();

  readonly lexicon: Lexicon;

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
  }

  read(text: string): void {
    this.text = text;
    this.count = 0;
    this.numbers.clear();
    this.marks.clear();
    this.announcing.clear();
    const length = text.length;
    let gap = MORE_LINES;
    for (let at = 0; at < length;) {
      const unit = text.charCodeAt(at);
      const kind = charClass[unit] ?? 0;
      if (kind === SPACE || kind === UNSEEN) {
        if (gap === JOINED && kind === SPACE) gap = SPACED;
        at += 1;
      } else if (kind === NEWLINE) {
        // CR LF is one line's end.
        if (!(unit === 10 && text.charCodeAt(at - 1) === 13)) gap = gap >= ONE_LINE ? MORE_LINES : ONE_LINE;
        at += 1;
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
    this.kind.fill(0, count, count + lookAhead);
    this.shape.fill(0, count, count + lookAhead);
    this.flags.fill(0, count, count + lookAhead);
    this.cues.fill(0, count, count + lookAhead);
    this.size.fill(0, count, count + lookAhead);
    this.gap.fill(MORE_LINES, count, count + lookAhead);
    this.start.fill(this.text.length, count, count + lookAhead);
    this.end.fill(this.text.length, count, count + lookAhead);
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
    return isPair ? at + 2 : at + 1;
  }

  private readRun(from: number): number {
    const { text } = this;
    let hash = hashStart;
    let check = checkStart;
    let digits = 0;
    let uppers = 0;
    let lowers = 0;
    let others = 0;
    let isFirstUpper = false;
    let highest = 0;
    let at = from;
    let end = from;
    for (; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const kind = charClass[unit] ?? 0;
      if (kind === UNSEEN) continue;
      if (kind === LOWER) lowers += 1;
      else if (kind === UPPER) {
        if (uppers + lowers + digits + others === 0) isFirstUpper = true;
        uppers += 1;
      } else if (kind === DIGIT) digits += 1;
      else if (kind === CASELESS) others += 1;
      else break;
      end = at + 1;
      if (unit > highest) highest = unit;
      const folded = foldOf[unit] ?? 0;
      hash = nextHash(hash, folded);
      check = nextCheck(check, folded);
      const second = secondFoldOf[unit] ?? 0;
      if (second !== 0) {
        hash = nextHash(hash, second);
        check = nextCheck(check, second);
      }
    }
    this.isAccented[this.count] = highest > 127 ? 1 : 0;
    this.store(from, end, hash, check, digits, uppers, lowers, others, isFirstUpper);
    return Math.max(end, from + 1);
  }

  private store(
    start: number,
    end: number,
    hash: number,
    check: number,
    digits: number,
    uppers: number,
    lowers: number,
    others: number,
    isFirstUpper: boolean,
  ): void {
    const index = this.count;
    const letters = uppers + lowers + others;
    this.start[index] = start;
    this.end[index] = end;
    this.kind[index] = letters === 0 ? NUMBER : digits === 0 ? WORD : CODE;
    this.size[index] = letters + digits;
    this.hash[index] = hash;
    this.check[index] = check;
    this.shape[index] =
      others > 0 ? NO_CASE : uppers === 0 ? ALL_LOWER : isFirstUpper && uppers === 1 ? CAPITAL : lowers === 0 ? ALL_CAPS : MIXED;
    const isListed = digits === 0 && letters > 0;
    const slot = isListed ? this.lexicon.slotOf(hash, check) : -1;
    this.flags[index] = slot < 0 ? 0 : (this.lexicon.flags[slot] ?? 0);
    this.functions[index] = slot < 0 ? 0 : (this.lexicon.functions[slot] ?? 0);
    if (digits > 0) this.numbers.add(index);
    const cue = slot < 0 ? 0 : (this.lexicon.cues[slot] ?? 0);
    this.cues[index] = cue;
    if (cue !== 0) this.announcing.add(index);
  }

  private grow(): void {
    const size = this.start.length * 2;
    const wider = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(size);
      next.set(old);
      return next;
    };
    const widerBytes = (old: Uint8Array): Uint8Array<ArrayBuffer> => {
      const next = new Uint8Array(size);
      next.set(old);
      return next;
    };
    this.start = wider(this.start);
    this.end = wider(this.end);
    this.flags = wider(this.flags);
    this.size = wider(this.size);
    this.hash = wider(this.hash);
    this.check = wider(this.check);
    this.kind = widerBytes(this.kind);
    this.shape = widerBytes(this.shape);
    this.gap = widerBytes(this.gap);
    this.cues = widerBytes(this.cues);
    this.functions = widerBytes(this.functions);
    this.isAccented = widerBytes(this.isAccented);
  }
}
