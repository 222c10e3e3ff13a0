import type { Announced, Draft } from './draft.ts';
import { DOCUMENT, GENERIC, type CueKind } from './flags.ts';
import type { Group } from './groups.ts';
import { MARK } from './tokens.ts';

/** The last token of an IP address at the front of a group, `:51234` and `/24` left out; -1 where there is none. */
export function endOfIpv4(draft: Draft, { first, lengths, between }: Group, announcedAs: CueKind): number {
  if (announcedAs === 'version' || (between !== '...' && !isPrefixed(lengths, between))) return -1;
  let highest = 0;
  let lowest = 255;
  for (let octet = 0; octet < 4; octet += 1) {
    const text = draft.word(first + octet * 2);
    if (text.length > 3 || Number(text) > 255 || (text.length > 1 && text.startsWith('0'))) return -1;
    highest = Math.max(highest, Number(text));
    lowest = Math.min(lowest, Number(text));
  }
  // A version has small parts: without a word for it, some part must be too large or none small.
  return announcedAs === 'ip' || announcedAs === 'address' || highest >= 100 || lowest >= 10 ? first + 6 : -1;
}

/** `198.51.100.0/24`, `198.51.100.0/255.255.255.0`. */
function isPrefixed(lengths: readonly number[], between: string): boolean {
  return (between === '.../' && (lengths[4] ?? 0) <= 2) || between === '.../...';
}

/** US social security numbers: no area 000, 666 or above 899, no group 00, no serial 0000 (SSA, since 2011). */
export function isSsn({ digits, lengths, between }: Group): boolean {
  if (digits.length !== 9 || lengths.join() !== '3,2,4' || (between !== '--' && between !== '  ')) return false;
  const area = digits.slice(0, 3);
  return area !== '000' && area !== '666' && digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
}

export function isDate({ lengths, between, digits }: Group): boolean {
  if (lengths.length !== 3) return false;
  const [a = 0, b = 0, c = 0] = lengths;
  const isSplit = between[0] === between[1] && between !== '  ';
  if (a === 4 && b <= 2 && c <= 2) return isSplit;
  return isSplit && a <= 2 && b <= 2 && (c === 4 || c === 2) && Number(digits.slice(0, a)) <= 31;
}

/** `Last four of the SSN: 6789`, `SSN ending in 6789`. */
export function isEndOfSsn(draft: Draft, group: Group, said: Announced): boolean {
  if (said.cue !== 'ssn' || group.digits.length !== 4 || group.lengths.length !== 1) return false;
  for (let at = group.first - 1; at >= 0 && group.first - at < 9; at -= 1) {
    if (/^(?:last|ending|ends)$/i.test(draft.word(at))) return true;
  }
  return false;
}

const whose = /^(?:my|your|his|her|their|mein|meine|seine|ihre|son|sa|su|sua|zijn|haar)$/i;

/** `Direct line: 212-555-0147`: a line of a telephone, not of an order. */
function isTelephoneLine(draft: Draft, first: number): boolean {
  const line = draft.tokens.kind[first - 1] === MARK ? first - 2 : first - 1;
  return /^lines?$/i.test(draft.word(line)) && /^(?:direct|phone|land|main|private|office|home)$/i.test(draft.word(line - 1));
}

/** `Her number is 536-90-4399`: a person's, though `number` mostly is a document's. */
export function isNumberOfSomebody(draft: Draft, first: number): boolean {
  if (isTelephoneLine(draft, first)) return true;
  const noun = draft.tokens.says(first - 1, GENERIC) ? first - 1 : first - 2;
  return draft.tokens.says(noun, GENERIC) && whose.test(draft.word(noun - 1));
}

/** `Handling unit 5105…`: the second word of a pair that names a thing of trade hides the first. */
export function isOfUnit(draft: Draft, first: number): boolean {
  return draft.tokens.says(first - 2, DOCUMENT) && /^units?$/i.test(draft.word(first - 1));
}
