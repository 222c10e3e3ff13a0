import type { Evidence, KnownValues, Span, SpanKind } from '../../contracts/detection.ts';
import { cueKinds, DOCUMENT, FUNCTION_WORD, GENERIC, type CueKind } from './flags.ts';
import { MARK, ONE_LINE, Tokens } from './tokens.ts';
import type { Lexicon } from './lexicon.ts';

/** Whose a token is: nobody's yet, a span's, or a value that must stay. */
export const FREE = 0;
export const TAKEN = 1;
export const SAFE = 2;
/** Announced by a document's word, so no number of a person; an address may still go on over it. */
export const KEPT = 3;

/** What announces a number or a code: the nearest cue in front of it, and whether a document's word stands closer. */
export type Announced = {
  readonly cue: CueKind;
  readonly isDocument: boolean;
  /** Words of no meaning between. */ readonly distance: number;
};

const nobody: Announced = { cue: 'none', isDocument: false, distance: 0 };
/** How far back a cue is looked for, in tokens, and how many words of no meaning may stand between. */
const windowTokens = 14;
const ordinaryBetween = 3;

/** The text under work: its tokens, who owns each, and the spans found so far. Rules look at it and add spans. */
export class Draft {
  readonly tokens: Tokens;
  owner = new Uint8Array(1024);
  spans: Span[] = [];
  /** What tokenAt answered last. */
  private nearest = 0;

  constructor(lexicon: Lexicon) {
    this.tokens = new Tokens(lexicon);
  }

  read(text: string, known: KnownValues | undefined): void {
    this.tokens.read(text);
    const { count } = this.tokens;
    if (this.owner.length < count) this.owner = new Uint8Array(this.tokens.start.length);
    else this.owner.fill(FREE, 0, count);
    this.spans = [];
    this.nearest = 0;
    if (!known) return;
    for (const span of known.find(text)) {
      this.spans.push(span);
      this.own(span.start, span.end, TAKEN);
    }
    for (const { start, end } of known.findSafe(text)) this.own(start, end, SAFE);
  }

  /** Adds a span over whole tokens, first to last inclusive. */
  take(kind: SpanKind, first: number, last: number, by: Evidence): void {
    this.spans.push({ kind, start: this.tokens.startAt(first), end: this.tokens.endAt(last), by });
    for (let index = first; index <= last; index += 1) this.owner[index] = TAKEN;
  }

  /** Adds a span by positions; every token it touches is taken. */
  takeRange(kind: SpanKind, start: number, end: number, by: Evidence): void {
    this.spans.push({ kind, start, end, by });
    this.own(start, end, TAKEN);
  }

  keep(first: number, last: number): void {
    for (let index = first; index <= last; index += 1) this.owner[index] = KEPT;
  }

  isFree(index: number): boolean {
    return index >= 0 && index < this.tokens.count && this.owner[index] === FREE;
  }

  /** Free, or kept only because a document's word stands near. */
  isOpen(index: number): boolean {
    return this.isFree(index) || (index < this.tokens.count && this.owner[index] === KEPT);
  }

  isMark(index: number, unit: number): boolean {
    return this.tokens.kind[index] === MARK && this.tokens.size[index] === unit;
  }

  /** The first token that ends behind a position. Looked for in growing steps from the last answer on: mostly it is near. */
  tokenAt(position: number): number {
    const { end, count } = this.tokens;
    let low = Math.min(this.nearest, count);
    let high = count;
    let step = 1;
    if (low === count || (end[low] ?? 0) > position) {
      for (; low > 0 && (end[low] ?? 0) > position; step *= 2) {
        high = low;
        low = Math.max(0, low - step);
      }
    } else {
      for (high = low; high < count && (end[high] ?? 0) <= position; step *= 2) {
        low = high;
        high = Math.min(count, high + step);
      }
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((end[middle] ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    this.nearest = low;
    return low;
  }

  word(index: number): string {
    return this.tokens.text.slice(this.tokens.start[index], this.tokens.end[index]);
  }

  /** Looks back from a token for what announces it, within its sentence and a few words. */
  announced(index: number): Announced {
    const { tokens } = this;
    let met = 0;
    let isDocument = false;
    for (let at = index - 1; at >= 0 && index - at < windowTokens && met <= ordinaryBetween; at -= 1) {
      if (this.endsReach(at)) break;
      if (tokens.kind[at] === MARK) continue;
      const cueId = tokens.cuesAt(at);
      if (cueId !== 0) return { cue: cueKinds[cueId] ?? 'none', isDocument, distance: met };
      if (tokens.says(at, GENERIC)) isDocument ||= met === 0;
      else if (met === 0 && tokens.says(at, DOCUMENT)) return { ...nobody, isDocument: true };
      // What announces a number in front announces that one.
      else if (!tokens.says(at, FUNCTION_WORD)) met += 1;
    }
    return isDocument ? { ...nobody, isDocument } : nobody;
  }

  /** Another line, but for a title with its colon (`Phone:` above the number), or the end of a clause. */
  private endsReach(at: number): boolean {
    const isAbove = this.tokens.gapAt(at + 1) >= ONE_LINE && !this.isMark(at, 0x3a);
    return isAbove || (this.tokens.kind[at] === MARK && this.endsClause(at));
  }

  /** A full stop, a question or a bar ends what could announce; the point of an abbreviation (`no.`, `tel.`) does not. */
  private endsClause(at: number): boolean {
    const unit = this.tokens.sizeAt(at);
    if (unit === 0x2e) return this.tokens.gapAt(at + 1) !== 0 && this.tokens.sizeAt(at - 1) > 4;
    return unit === 0x3f || unit === 0x21 || unit === 0x7c || unit === 0x3b;
  }

  private own(start: number, end: number, owner: number): void {
    for (let index = this.tokenAt(start); index < this.tokens.count && this.tokens.startAt(index) < end; index += 1)
      this.owner[index] = owner;
  }
}
