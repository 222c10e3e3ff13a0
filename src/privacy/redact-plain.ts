import { tokenKinds, type TokenKind } from '../contracts/classes.ts';
import type { Detector, Span } from '../contracts/detection.ts';
import type { FoundSpan, OffsetUnit, RedactedText } from '../contracts/redaction.ts';
import { tokenText } from './tokens.ts';

/** Gives every value its token, the same value of the same kind the same one. */
export type Numbering = { tokenFor(kind: TokenKind, value: string): string };

export type PlainOptions = {
  /** Shared by the texts of one file; a numbering of its own unless given. */
  readonly numbering?: Numbering;
  readonly types?: ReadonlySet<TokenKind>;
  readonly offsets?: OffsetUnit;
  /** Joins what somebody else found in this text to what the detector found: sorted and without overlaps again. */
  readonly join?: (found: readonly Span[]) => readonly Span[];
};

/**
 * Replaces what a detector finds by tokens, without a vault: nothing is kept, so nothing can be restored but by who has
 * the text. A piece of the text that already reads like a token becomes a `TEXT` token itself, whatever types were asked
 * for; every token of the answer is therefore one of ours.
 */
export function redactPlain(detector: Detector, text: string, options: PlainOptions = {}): RedactedText {
  const { types, offsets = 'utf-16', join = (found) => found } = options;
  const numbering = options.numbering ?? createNumbering();
  const wanted = join(detectInPieces(detector, text)).filter(({ kind }) => types === undefined || types.has(kind));
  const spans = besideLookAlikes(text, wanted);
  const counts: Partial<Record<TokenKind, number>> = {};
  let redacted = '';
  let at = 0;
  for (const { type, start, end } of spans) {
    redacted += text.slice(at, start) + numbering.tokenFor(type, text.slice(start, end));
    at = end;
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return { text: redacted + text.slice(at), spans: offsets === 'utf-16' ? spans : inCodePoints(text, spans), counts };
}

/**
 * A numbering that remembers so many values and forgets those long unseen, so that a file of any size fits in memory. A
 * forgotten value gets a new number when it comes back; no number is given twice. Two generations rather than one map in
 * order of use: deleting from a large Map and adding again takes time that grows with the map.
 */
export function createNumbering(limit = 500_000): Numbering {
  let recent = new Map<string, string>();
  let before = new Map<string, string>();
  const last = new Map<TokenKind, number>();
  const next = (kind: TokenKind): string => {
    const index = (last.get(kind) ?? 0) + 1;
    last.set(kind, index);
    return tokenText(kind, index);
  };
  return {
    tokenFor(kind, value) {
      const key = `${kind} ${value}`;
      const held = recent.get(key);
      if (held !== undefined) return held;
      const token = before.get(key) ?? next(kind);
      if (recent.size >= limit / 2) {
        before = recent;
        recent = new Map();
      }
      recent.set(key, token);
      return token;
    },
  };
}

const pieceLength = 1_048_576;

/** The detector's tables grow with the text it is given; a text of many megabytes is read a piece at a time. */
function detectInPieces(detector: Detector, text: string): readonly Span[] {
  if (text.length <= pieceLength) return detector.detect(text);
  const spans: Span[] = [];
  for (let start = 0; start < text.length;) {
    const end = endOfPiece(text, start);
    for (const span of detector.detect(text.slice(start, end))) spans.push({ ...span, start: span.start + start, end: span.end + start });
    start = end;
  }
  return spans;
}

/** Behind the last empty line, else the last line, else the last space of the piece; a run without any is cut where it is. */
function endOfPiece(text: string, start: number): number {
  const limit = start + pieceLength;
  if (limit >= text.length) return text.length;
  for (const border of ['\n\n', '\n', ' ']) {
    const found = text.lastIndexOf(border, limit - border.length);
    if (found > start) return found + border.length;
  }
  const isPair = text.charCodeAt(limit - 1) >> 10 === 0x36;
  return isPair ? limit - 1 : limit;
}

const lookAlike = new RegExp(`<\\s*(?:${tokenKinds.join('|')})[ _]\\d+\\s*>`, 'gi');

function besideLookAlikes(text: string, found: readonly Span[]): readonly FoundSpan[] {
  const marks = text.includes('<')
    ? [...text.matchAll(lookAlike)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
    : [];
  const spans: FoundSpan[] = [];
  let next = 0;
  for (const { kind, start, end, by } of found) {
    let from = start;
    for (let mark = marks[next]; mark && mark.start < end; mark = marks[next]) {
      pushTrimmed(spans, text, { type: kind, start: from, end: Math.max(from, mark.start), by });
      spans.push({ type: 'TEXT', ...mark, by: 'pattern' });
      from = Math.max(from, mark.end);
      next += 1;
    }
    pushTrimmed(spans, text, { type: kind, start: from, end: Math.max(from, end), by });
  }
  for (const mark of marks.slice(next)) spans.push({ type: 'TEXT', ...mark, by: 'pattern' });
  return spans;
}

/** What a look-alike left of a span, without the space between them; often nothing. */
function pushTrimmed(spans: FoundSpan[], text: string, span: FoundSpan): void {
  const value = text.slice(span.start, span.end);
  const start = span.start + (value.length - value.trimStart().length);
  const end = span.end - (value.length - value.trimEnd().length);
  if (end > start) spans.push({ ...span, start, end });
}

function inCodePoints(text: string, spans: readonly FoundSpan[]): readonly FoundSpan[] {
  let unit = 0;
  let points = 0;
  const pointsUpTo = (position: number): number => {
    for (; unit < position; points += 1) unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
    return points;
  };
  return spans.map((span) => ({ ...span, start: pointsUpTo(span.start), end: pointsUpTo(span.end) }));
}
