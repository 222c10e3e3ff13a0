import { isCard, luhn } from '../ids/index.ts';
import type { Announced, Draft } from './draft.ts';
import { cue } from './flags.ts';
import type { Group } from './groups.ts';
import { MARK, NUMBER, SPACED } from './tokens.ts';

/** `cues`: the kinds of cues the text has, a bit each. */
export function isCardNumber(group: Group, said: Announced, cues: number): boolean {
  const { digits, lengths } = group;
  if (!hasCardForm(group)) return false;
  if (said.cue === 'card') return true;
  const isUnannounced = said.cue === 'none' && !said.isDocument;
  const isSpokenOf = (cues & (1 << cue.card)) !== 0;
  if (isSpokenOf && isUnannounced && digits.length >= 13 && digits.length <= 16) return true;
  if (isGrouped(group)) return isCard(digits) || isLikeCard(digits);
  // Longer ones are mostly numbers of cartons and pallets.
  return lengths.length === 1 && digits.length >= 15 && digits.length <= 16 && isUnannounced && isCard(digits);
}

/** Three groups or more of which the first has four digits, as every network divides them, or all have as many. */
function isGrouped({ lengths }: Group): boolean {
  if (lengths.length < 3 || !lengths.every((length) => length >= 3 && length <= 6)) return false;
  return lengths[0] === 4 || lengths.every((length) => length === lengths[0]);
}

function hasCardForm({ digits, between, hasPlus }: Group): boolean {
  return digits.length >= 12 && digits.length <= 19 && !hasPlus && !between.includes('.') && !between.includes('/');
}

/** A first digit that networks have, and the check digit. */
function isLikeCard(digits: string): boolean {
  return /^[3-6]/.test(digits) && luhn(digits);
}

/** How networks group their digits: most, American Express, Diners. */
const forms: readonly (readonly number[])[] = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
];

/** Takes cards of a run in which nothing but blanks sets a number apart from the next. Returns whether there was one. */
export function takeCardsInside(draft: Draft, group: Group): boolean {
  if (group.digits.length < 18) return false;
  let isFound = false;
  for (let at = group.first; at <= group.last; at += 1) {
    const last = isApart(draft, at) ? endOfCard(draft, at, group.last) : -1;
    if (last < 0) continue;
    draft.take('CARD', at, last, 'checksum');
    isFound = true;
    at = last;
  }
  return isFound;
}

function isApart(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === NUMBER && (draft.tokens.gap[at] === SPACED || draft.tokens.kind[at - 1] !== MARK);
}

function endOfCard(draft: Draft, from: number, to: number): number {
  const { tokens } = draft;
  if (tokens.sizeAt(from) >= 15) return isCard(draft.word(from)) ? from : -1;
  for (const form of forms) {
    let digits = '';
    let at = from;
    for (const length of form) {
      if (digits !== '') at += tokens.kind[at + 1] === MARK ? 2 : 1;
      if (at > to || tokens.kind[at] !== NUMBER || tokens.size[at] !== length) break;
      digits += draft.word(at);
    }
    if (digits.length === form.reduce((sum, length) => sum + length, 0) && isLikeCard(digits)) return at;
  }
  return -1;
}
