import { compact, isWrittenAs, nationalIds, type NationalId } from '../ids/index.ts';
import type { Draft } from './draft.ts';
import { DOCUMENT, GENERIC } from './flags.ts';
import { cuedBefore, endsCue } from './national-cues.ts';
import { isNumberOfSomebody } from './number-checks.ts';
import { ALL_CAPS, CAPITAL, CODE, JOINED, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** Longest way of writing a number of a state, separators included. */
const longest = 26;
const byFormLength = new Map<number, { readonly form: string; readonly id: NationalId }[]>();
for (const id of nationalIds) {
  for (const form of id.forms) byFormLength.set(form.length, [...(byFormLength.get(form.length) ?? []), { form, id }]);
}
const alone = nationalIds.filter((id) => !id.needsCue);
/** Shortest and longest number of those that need no cue, and the pieces people write one in, marks counted. */
const leastAlone = 11;
const mostAlone = Math.max(...alone.map((id) => id.maxLength));
const mostPieces = 12;

/** Numbers that states give to people and firms: announced, written in a form of their own, or long enough to prove themselves. */
export function findNationalIds(draft: Draft): void {
  const { tokens } = draft;
  let done = -1;
  for (let each = 0; each < tokens.numbers.size; each += 1) {
    const at = tokens.numbers.at[each] ?? 0;
    if (at <= done || !draft.isFree(at) || !isBeginning(draft, at)) continue;
    if (isShortAlone(draft, at)) continue;
    const last = endOf(draft, at);
    // Nothing a state gives out has fewer than eight digits and letters.
    if (sizeOf(draft, at, last) < 7) continue;
    const first = startOf(draft, at);
    done = judge(draft, first, last) ? last : at;
  }
}

/** Too short for a number of a state, and a word or a line's end follows, so that nothing is added. */
function isShortAlone({ tokens }: Draft, at: number): boolean {
  if (tokens.sizeAt(at) >= 5) return false;
  return tokens.gapAt(at + 1) > SPACED || (tokens.kind[at + 1] === WORD && tokens.sizeAt(at + 1) > 2);
}

/** A number of a state is written by itself: it begins where a run of digits begins, or behind a blank with marks of its own. */
function isBeginning(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const before = tokens.kind[at - 1];
  if (tokens.gap[at] === JOINED) {
    const isTied = before === MARK && isSeparator(tokens.sizeAt(at - 1));
    return !isTied || (tokens.kind[at - 2] === WORD && tokens.sizeAt(at - 2) <= 3);
  }
  if (tokens.gapAt(at) > SPACED) return true;
  // In a row of short groups a number behind a code is a part of it.
  if (before === CODE && tokens.sizeAt(at) <= 4 && tokens.gap[at + 1] === SPACED) return false;
  if (before !== NUMBER) return true;
  return tokens.gap[at + 1] === JOINED && tokens.kind[at + 1] === MARK && tokens.gap[at - 1] !== JOINED;
}

function isSeparator(unit: number): boolean {
  return unit === 0x2d || unit === 0x2e || unit === 0x2f || unit === 0x2b || unit === 0x2011 || unit === 0x2013;
}

function sizeOf(draft: Draft, first: number, last: number): number {
  let size = 0;
  for (let at = first; at <= last; at += 1) if (draft.tokens.kind[at] !== MARK) size += draft.tokens.sizeAt(at);
  return size;
}

function judge(draft: Draft, first: number, last: number): boolean {
  const { tokens } = draft;
  const cued = cuedBefore(draft, first);
  const start = tokens.startAt(first);
  let size = sizeOf(draft, first, last);
  for (let end = last; end >= first; end -= 1) {
    if (tokens.kind[end] === MARK) continue;
    const length = tokens.endAt(end) - start;
    if (length < 8) break;
    const isLong = cued.length > 0 || mayStandAlone(size, end - first);
    const id = isLong || byFormLength.has(length) ? proven(draft, first, written(draft, first, end), isLong, cued) : undefined;
    size -= tokens.sizeAt(end);
    if (!id) continue;
    // `Credit card 4716 9876 2234 …`: a part of it may pass for something else.
    if (id.id !== 'in-pan' && draft.announced(first).cue === 'card') return false;
    draft.take(id.kind, first, end, 'checksum');
    return true;
  }
  return cued.length > 0 && announcedOnly(draft, first, last, cued);
}

/** By the number of its letters and digits, and written in not too many pieces. */
function mayStandAlone(size: number, pieces: number): boolean {
  return size >= leastAlone && size <= mostAlone && pieces <= mostPieces;
}

/** What stands there, full-width digits as digits. */
function written(draft: Draft, first: number, last: number): string {
  return draft.tokens.text.slice(draft.tokens.start[first], draft.tokens.end[last]).normalize('NFKC');
}

/** By its form, or, where it is long enough or announced, by its check digits. */
function proven(draft: Draft, first: number, text: string, isLong: boolean, cued: readonly NationalId[]): NationalId | undefined {
  const byForm = byFormLength.get(text.length)?.find(({ form, id }) => isWrittenAs(text, form) && fits(id, compact(text)));
  if (byForm && (!draft.announced(first).isDocument || isNumberOfSomebody(draft, first))) return byForm.id;
  if (!isLong) return undefined;
  const short = compact(text);
  const standing = short.length >= leastAlone ? alone.find((id) => (id.hasLetters || short.length >= 13) && fits(id, short)) : undefined;
  // A plus sign divides fields of a message, and years of Swedes, which have forms of their own.
  if (standing && /\d/.test(short) && !text.includes('+') && !isBehindDocument(draft, first)) return standing;
  return cued.find((id) => fits(id, short));
}

/** Nothing but marks between a document's word and the number: with words between, the check digits weigh more. */
function isBehindDocument(draft: Draft, first: number): boolean {
  const before = draft.tokens.kind[first - 1] === MARK ? first - 2 : first - 1;
  return draft.tokens.says(before, DOCUMENT | GENERIC) && draft.announced(first).isDocument;
}

function fits(id: NationalId, short: string): boolean {
  return hasLengthOf(id, short) && id.isValid(short);
}

function hasLengthOf(id: NationalId, short: string): boolean {
  return short.length >= id.minLength && short.length <= id.maxLength;
}

/** Said to be such a number and of its length, but wrong in a digit: a slip of the pen is as personal as the right one. */
function announcedOnly(draft: Draft, first: number, last: number, cued: readonly NationalId[]): boolean {
  for (let end = last; end >= first; end -= 1) {
    if (draft.tokens.kind[end] === MARK) continue;
    const short = compact(written(draft, first, end));
    const id = cued.find((each) => hasLengthOf(each, short) && (each.id !== 'in-pan' || isLikePan(short)));
    if (!id || !/\d.*\d.*\d.*\d/.test(short)) continue;
    draft.take(id.kind, first, end, 'cue');
    return true;
  }
  return false;
}

/** `PAN` announces the number of a card as well. */
function isLikePan(short: string): boolean {
  return /^[A-Z]{5}\d{4}[A-Z]$/.test(short);
}

/** Letters in front that belong to the number: `AB 12 34 56 C`, `X-1234567-L`. */
function startOf(draft: Draft, at: number): number {
  const { tokens } = draft;
  const before = tokens.gap[at] === JOINED && (draft.isMark(at - 1, 0x2d) || draft.isMark(at - 1, 0x2e)) ? at - 2 : at - 1;
  const isLetters = tokens.gapAt(at) <= SPACED && isCapitals(draft, before) && tokens.sizeAt(before) <= 3 && draft.isFree(before);
  return isLetters && !endsCue(draft, before) ? before : at;
}

/** A word of plain capitals. */
function isCapitals(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const shape = tokens.kind[at] === WORD && tokens.isAccented[at] === 0 ? tokens.shapeAt(at) : 0;
  return shape === ALL_CAPS || (shape === CAPITAL && tokens.size[at] === 1);
}

function endOf(draft: Draft, at: number): number {
  const { tokens } = draft;
  let last = at;
  const start = tokens.startAt(at);
  for (let next = at + 1; next < tokens.count && tokens.endAt(next) - start <= longest; next += 1) {
    if (!draft.isFree(next) || tokens.gapAt(next) > SPACED) break;
    if (tokens.kind[next] === NUMBER || tokens.kind[next] === CODE) last = next;
    else if (tokens.kind[next] === WORD) {
      if (tokens.sizeAt(next) > 2 || !isCapitals(draft, next)) break;
      last = next;
    } else if (!isSeparator(tokens.sizeAt(next))) break;
  }
  return last;
}
