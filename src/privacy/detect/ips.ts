import { isIPv6 } from 'node:net';
import type { Draft } from './draft.ts';

const dot = 0x2e;
const colon = 0x3a;
const longest = 45;
/** `1:2:3:4:5:6:7::` */
const mostColons = 8;

/** Groups of hexadecimal digits with colons between, from the first colon on. Returns the last token looked at. */
export function ipv6(draft: Draft, index: number): number {
  const { text } = draft.tokens;
  const colonAt = draft.tokens.startAt(index);
  let from = colonAt;
  while (from > 0 && colonAt - from < 4 && isHex(text.charCodeAt(from - 1))) from -= 1;
  let end = colonAt;
  let colons = 0;
  while (end < text.length && end - from <= longest && colons <= mostColons) {
    const unit = text.charCodeAt(end);
    if (unit === colon) colons += 1;
    else if (!isHex(unit) && unit !== dot) break;
    end += 1;
  }
  // More groups than an address has: a fingerprint, a log. None of it is looked at again.
  if (colons > mostColons) return lastOfRun(draft, end);
  while (end > from && isLooseEnd(text, end - 1)) end -= 1;
  if (colons < 2 || !hasLength(end - from) || !isIPv6(text.slice(from, end))) return index;
  draft.takeRange('IP', from, end, 'pattern');
  return draft.tokenAt(end - 1);
}

function lastOfRun(draft: Draft, from: number): number {
  const { text } = draft.tokens;
  let end = from;
  while (text.charCodeAt(end) === colon || isHex(text.charCodeAt(end))) end += 1;
  return draft.tokenAt(end - 1);
}

function hasLength(length: number): boolean {
  return length >= 4 && length <= longest;
}

/** A full stop, or a colon of the sentence: an address ends with two colons or none. */
function isLooseEnd(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === dot || (unit === colon && text.charCodeAt(at - 1) !== colon);
}

function isHex(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 102) || (unit >= 65 && unit <= 70);
}
