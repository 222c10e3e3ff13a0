import { FREE, type Draft } from './draft.ts';
import { CALENDAR } from './flags.ts';
import { hashOf } from './lexicon.ts';
import { MARK, MORE_LINES, NUMBER, SPACED, WORD } from './tokens.ts';

/** How far behind its word a date may begin, and how far it may reach. */
const reach = 7;
/** Announce a birth only with their accents: without, they are the small words of other languages. */
const accented = new Set(['ne', 'nee', 'nes', 'nees'].map(hashOf));

/** `born on 2/8/1935`, `DOB: 1978-04-13`, `geboren am 3. Mai 1961`, `née le 12/04/1985`. */
export function birthdate(draft: Draft, at: number): void {
  const { tokens } = draft;
  if (accented.has(tokens.hash[at] ?? 0) && tokens.isAccented[at] === 0) return;
  for (let next = at + 1; next < tokens.count && next - at < reach; next += 1) {
    if (tokens.gapAt(next) >= MORE_LINES) return;
    if (tokens.kind[next] !== NUMBER || draft.owner[next] !== FREE) continue;
    takeDate(draft, isMonthBefore(draft, next, at) ? next - 1 : next);
    return;
  }
}

/** `April 12, 1985`. */
function isMonthBefore(draft: Draft, at: number, cue: number): boolean {
  return at - 1 > cue && isMonth(draft, at - 1) && draft.tokens.gapAt(at) <= SPACED;
}

function isMonth(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === WORD && draft.tokens.says(at, CALENDAR);
}

/** Day, month and year in any order; what follows the third is another date. */
function takeDate(draft: Draft, first: number): void {
  const { tokens } = draft;
  let last = first;
  let digits = 0;
  let parts = 0;
  for (let at = first; at < tokens.count && at - first < reach && parts < 3; at += 1) {
    if (at > first && tokens.gapAt(at) > SPACED) break;
    if (tokens.kind[at] === NUMBER) {
      digits += tokens.sizeAt(at);
      parts += 1;
      last = at;
    } else if (isMonth(draft, at)) parts += 1;
    else if (tokens.kind[at] === MARK ? !isDateMark(tokens.sizeAt(at)) : tokens.sizeAt(at) > 9) break;
  }
  if (digits >= 4 && digits <= 8) draft.take('BIRTHDATE', first, last, 'cue');
}

function isDateMark(unit: number): boolean {
  return unit === 0x2e || unit === 0x2d || unit === 0x2f || unit === 0x2c;
}
