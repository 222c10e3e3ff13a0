import type { Span } from '../../contracts/detection.ts';
import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { addSurnames } from './surname-first.ts';
import { CAPITAL, JOINED, MORE_LINES, SPACED, WORD } from './tokens.ts';
import { WordSet } from './word-set.ts';

const comma = 0x2c;
const dash = 0x2d;
/** Characters between two names of one person or firm: a comma, a blank, an `and`. */
const farthest = 8;
/** Names of one firm; without a bound a long list of surnames is gone through again from each of them. */
const mostOfFirm = 8;
const ands = new WordSet(['and', 'und', 'et', 'y', 'e', 'en', 'i', 'og', 'och']);

/**
 * Persons side by side that are one: `Lemke, Carli` is a person written surname first, `Hawkins, Richardson and Santana`
 * and `Maggio - O'Connell` are firms named after people. Looks at spans of one pass in the order of the text.
 */
export function joinNames(draft: Draft): void {
  addSurnames(draft);
  const spans = draft.spans.toSorted((a, b) => a.start - b.start);
  const joined: Span[] = [];
  for (let at = 0; at < spans.length; at += 1) {
    const span = spans[at];
    if (!span) continue;
    const firm = firmFrom(draft, spans, at);
    if (firm > at) {
      joined.push({ kind: 'ORG', start: span.start, end: spans[firm]?.end ?? span.end, by: 'shape' });
      at = firm;
      continue;
    }
    const next = spans[at + 1];
    if (next && isSurnameFirst(draft, span, next)) {
      joined.push({ kind: 'PERSON', start: span.start, end: next.end, by: span.by });
      at += 1;
    } else joined.push(withList(draft, joined, span));
  }
  draft.spans = joined;
  for (const span of joined) if (span.kind === 'PERSON' && isListHead(draft, span)) addListed(draft, span);
}

/** `Thornbury, [Whitfield and Partners LLP]`: names in front, each with its comma, are the firm's too. */
function withList(draft: Draft, joined: Span[], span: Span): Span {
  if (span.kind !== 'ORG') return span;
  const own = draft.tokenAt(span.start);
  if (!isAnd(draft, own + 1)) return span;
  let first = own;
  while (isNameBefore(draft, first)) first -= 2;
  if (first === own) return span;
  let start = draft.tokens.startAt(first);
  for (let last = joined.at(-1); last && last.end > start; last = joined.at(-1)) {
    start = Math.min(start, last.start);
    joined.pop();
  }
  return { ...span, start };
}

/** One word with a capital and its comma. */
function isNameBefore(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const name = at - 2;
  if (!draft.isMark(at - 1, comma) || tokens.gap[at] !== SPACED || tokens.kind[name] !== WORD || tokens.shape[name] !== CAPITAL)
    return false;
  const isAlone = !(tokens.shape[name - 1] === CAPITAL && tokens.gap[name] === SPACED);
  return isAlone && !tokens.says(name, has.COMMON | has.FUNCTION_WORD | has.DOCUMENT | has.CALENDAR);
}

/** `Šušulić, Bowman and White`: words that are names too, in a list with one that was found. */
function addListed(draft: Draft, span: Span): void {
  const { tokens } = draft;
  let last = draft.tokenAt(span.end - 1);
  for (let more = 0; more < 6; more += 1) {
    let next = last + 1;
    if (draft.isMark(next, comma)) next += 1;
    if (isAnd(draft, next)) next += 1;
    if (
      next === last + 1 ||
      !draft.isFree(next) ||
      tokens.kind[next] !== WORD ||
      tokens.shape[next] !== CAPITAL ||
      tokens.gap[next] !== SPACED
    )
      return;
    const flag = tokens.flagsAt(next);
    if ((flag & (has.FAMILY | has.GIVEN)) === 0 || (flag & (has.DOCUMENT | has.CALENDAR | has.PLACE | has.ORG_WORD | has.TRADE)) !== 0)
      return;
    // One of several words is no bare name.
    if (tokens.kind[next + 1] === WORD && tokens.shape[next + 1] === CAPITAL && tokens.gap[next + 1] === SPACED) return;
    draft.take('PERSON', next, next, 'list');
    last = next;
  }
}

/** A comma or a blank behind a name; a look at one character saves looking for its token. */
function isListHead({ tokens }: Draft, { end }: Span): boolean {
  const unit = tokens.text.charCodeAt(end);
  return unit === comma || unit === 0x20;
}

/** One token behind a name up to the next span: its mark or word, with blanks around as usual. */
function between(draft: Draft, left: Span, right: Span): { readonly first: number; readonly count: number } {
  const first = draft.tokenAt(left.end - 1) + 1;
  return { first, count: draft.tokenAt(right.start) - first };
}

function isSurnameFirst(draft: Draft, left: Span, right: Span): boolean {
  if (
    draft.tokens.text.charCodeAt(left.end) !== comma ||
    left.kind !== 'PERSON' ||
    right.kind !== 'PERSON' ||
    left.by === 'known' ||
    right.by === 'known'
  )
    return false;
  const { first, count } = between(draft, left, right);
  if (count !== 1 || !draft.isMark(first, comma) || draft.tokens.gap[first] !== JOINED || draft.tokens.gap[first + 1] !== SPACED)
    return false;
  const surname = flagsOf(draft, left);
  const given = flagsOf(draft, right);
  const isListed = ands.hasInAnyCase(draft, draft.tokenAt(right.end - 1) + 1);
  return surname !== undefined && given !== undefined && (surname & has.GIVEN) === 0 && (given & has.GIVEN) !== 0 && !isListed;
}

/** The last span of a firm that begins at a span, or the same number where it is none. */
function firmFrom(draft: Draft, spans: readonly Span[], at: number): number {
  for (let next = at + 1; next < spans.length && next - at < mostOfFirm; next += 1) {
    const left = spans[next - 1];
    const right = spans[next];
    if (!left || !right || !isNear(left, right) || !isSurname(draft, left) || !isSurname(draft, right)) return at;
    const { first, count } = between(draft, left, right);
    if (draft.tokens.gapAt(first) >= MORE_LINES) return at;
    const isFirst = next === at + 1;
    if (count === 1 && isFirst && isDash(draft, first)) return next;
    if (endsList(draft, first, count)) return isFirst ? at : next;
    if (count !== 1 || !draft.isMark(first, comma)) return at;
  }
  return at;
}

/** A look at the places of two spans saves looking at their words. */
function isNear(left: Span, right: Span): boolean {
  const distance = right.start - left.end;
  return left.kind === 'PERSON' && right.kind === 'PERSON' && distance > 1 && distance <= farthest;
}

/** `Maggio - O'Connell` */
function isDash(draft: Draft, at: number): boolean {
  return draft.isMark(at, dash) && draft.tokens.gap[at] === SPACED && draft.tokens.gap[at + 1] === SPACED;
}

/** `and`, or a comma and an `and`: the last of a list follows. Two names with an `and` alone are two persons. */
function endsList(draft: Draft, first: number, count: number): boolean {
  return (count === 1 && isAnd(draft, first)) || (count === 2 && draft.isMark(first, comma) && isAnd(draft, first + 1));
}

function isAnd(draft: Draft, at: number): boolean {
  return draft.isMark(at, 0x26) || (draft.tokens.kind[at] === WORD && ands.has(draft, at));
}

function isSurname(draft: Draft, span: Span): boolean {
  if (span.kind !== 'PERSON' || span.by === 'known') return false;
  const flags = flagsOf(draft, span);
  return flags !== undefined && ((flags & has.GIVEN) === 0 || (flags & has.FAMILY) !== 0) && (flags & has.STRONG_GIVEN) === 0;
}

/** Flags of a name of one word, particles in front or not; with hyphens or apostrophes inside, of its last. */
function flagsOf(draft: Draft, span: Span): number | undefined {
  const { tokens } = draft;
  const last = draft.tokenAt(span.end - 1);
  let first = draft.tokenAt(span.start);
  while (first < last && tokens.says(first, has.PARTICLE)) first += 1;
  for (let at = first + 1; at <= last; at += 1) if (tokens.gapAt(at) !== JOINED) return undefined;
  return tokens.flags[last];
}
