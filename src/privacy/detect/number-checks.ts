import { isCard, luhn } from '../ids/index.ts';
import type { Announced, Draft } from './draft.ts';
import { cue, type CueKind } from './flags.ts';
import type { Group } from './groups.ts';

export function isIpv4(draft: Draft, group: Group, announcedAs: CueKind): boolean {
  if (group.between !== '...' || announcedAs === 'version' || group.lengths.length !== 4) return false;
  let highest = 0;
  let lowest = 255;
  for (let octet = 0; octet < 4; octet += 1) {
    const text = draft.word(group.first + octet * 2);
    if (text.length > 3 || Number(text) > 255 || (text.length > 1 && text.startsWith('0'))) return false;
    highest = Math.max(highest, Number(text));
    lowest = Math.min(lowest, Number(text));
  }
  // A version has small parts: without a word for it, some part must be too large or none small.
  return announcedAs === 'ip' || announcedAs === 'address' || highest >= 100 || lowest >= 10;
}

/** US social security numbers: no area 000, 666 or above 899, no group 00, no serial 0000 (SSA, since 2011). */
export function isSsn({ digits, lengths, between }: Group): boolean {
  if (lengths.join() !== '3,2,4' || (between !== '--' && between !== '  ')) return false;
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

/** `cues`: the kinds of cues the text has, a bit each. */
export function isCardNumber(group: Group, said: Announced, cues: number): boolean {
  const { digits, lengths } = group;
  if (!hasCardForm(group)) return false;
  if (said.cue === 'card') return true;
  const isUnannounced = said.cue === 'none' && !said.isDocument;
  const isSpokenOf = (cues & (1 << cue.card)) !== 0;
  if (isSpokenOf && isUnannounced && digits.length >= 13 && digits.length <= 16) return true;
  if (lengths.length >= 3 && lengths.every((length) => length >= 3 && length <= 6))
    return isCard(digits) || (/^[3-6]/.test(digits) && luhn(digits));
  return lengths.length === 1 && digits.length >= 15 && isUnannounced && isCard(digits);
}

function hasCardForm({ digits, between, hasPlus }: Group): boolean {
  return digits.length >= 12 && digits.length <= 19 && !hasPlus && !between.includes('.') && !between.includes('/');
}
