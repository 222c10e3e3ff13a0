import { bic, securityCode } from './accounts.ts';
import { age } from './ages.ts';
import { FREE, type Draft } from './draft.ts';
import { cue, FUNCTION_WORD } from './flags.ts';
import { CODE, JOINED, MARK, NUMBER, ONE_LINE, SPACED, WORD } from './tokens.ts';

/** Values that only their announcement makes personal: birthdays, ages, postal codes, user names. */
export function findFields(draft: Draft): void {
  const { tokens } = draft;
  const { announcing, numbers } = tokens;
  for (let each = 0; each < announcing.size; each += 1) {
    const at = announcing.at[each] ?? 0;
    const cueId = tokens.cues[at];
    if (cueId === cue.birth) birthdate(draft, at);
    else if (cueId === cue.zip) zip(draft, at);
    else if (cueId === cue.user) userName(draft, at);
    else if (cueId === cue.account) bic(draft, at);
    else if (cueId === cue.securityCode) securityCode(draft, at);
  }
  for (let each = 0; each < numbers.size; each += 1) {
    const at = numbers.at[each] ?? 0;
    if (draft.owner[at] === FREE) age(draft, at);
  }
}

/** `born on 2/8/1935`, `DOB: 1978-04-13`, `geboren am 3. Mai 1961`. */
function birthdate(draft: Draft, at: number): void {
  const { tokens } = draft;
  for (let next = at + 1; next < tokens.count && next - at < 7; next += 1) {
    if (tokens.gapAt(next) >= ONE_LINE + 1) return;
    if (tokens.kind[next] !== NUMBER || draft.owner[next] !== FREE) continue;
    let last = next;
    let digits = tokens.sizeAt(next);
    for (let behind = next + 1; behind < tokens.count && behind - next < 7; behind += 1) {
      if (tokens.gapAt(behind) > SPACED) break;
      if (tokens.kind[behind] === NUMBER) {
        digits += tokens.sizeAt(behind);
        last = behind;
      } else if (tokens.kind[behind] === MARK ? !isDateMark(tokens.sizeAt(behind)) : tokens.sizeAt(behind) > 9) break;
    }
    if (digits >= 4 && digits <= 8) draft.take('BIRTHDATE', next, last, 'cue');
    return;
  }
}

function isDateMark(unit: number): boolean {
  return unit === 0x2e || unit === 0x2d || unit === 0x2f || unit === 0x2c;
}

/** `ZIP: 3520`, `Postleitzahl 80331`, `postcode SW1A 1AA`. */
function zip(draft: Draft, at: number): void {
  const { tokens } = draft;
  for (let next = at + 1; next < tokens.count && next - at < 5 && tokens.gapAt(next) <= SPACED; next += 1) {
    if (draft.owner[next] !== FREE) return;
    const kind = tokens.kind[next];
    if ((kind === NUMBER || kind === CODE) && tokens.sizeAt(next) <= 9) {
      const second = next + 1;
      const isSplit = tokens.gap[second] === SPACED && isSecondHalf(draft, next, second);
      const isLong = draft.isMark(second, 0x2d) && tokens.gap[second] === JOINED && tokens.kind[second + 1] === NUMBER;
      draft.take('ZIP', next, isLong ? second + 1 : isSplit ? second : next, 'cue');
      return;
    }
    if (kind === WORD && !tokens.says(next, FUNCTION_WORD) && !/^(?:code|codes|number|no)$/i.test(draft.word(next))) return;
  }
}

/** `SW1A 1AA`, `394 13`, `7412 SL`. */
function isSecondHalf(draft: Draft, first: number, second: number): boolean {
  const { kind, size } = draft.tokens;
  if (kind[first] === CODE) return (kind[second] === CODE || kind[second] === NUMBER) && (size[second] ?? 0) <= 4;
  return (
    (size[first] === 3 && kind[second] === NUMBER && size[second] === 2) ||
    (size[first] === 4 && kind[second] === WORD && size[second] === 2 && /^[A-Z]{2}$/.test(draft.word(second)))
  );
}

/** `user: jsmith`, `login = m.rossi`. */
function userName(draft: Draft, at: number): void {
  const { tokens } = draft;
  const mark = at + 1;
  if (
    !(draft.isMark(mark, 0x3a) || draft.isMark(mark, 0x3d)) ||
    tokens.gapAt(mark + 1) > SPACED ||
    (draft.word(at).toLowerCase() === 'user' && tokens.gap[mark + 1] === SPACED)
  )
    return;
  const first = mark + 1;
  if (draft.owner[first] !== FREE || (tokens.kind[first] !== WORD && tokens.kind[first] !== CODE)) return;
  let last = first;
  while (
    tokens.gap[last + 1] === JOINED &&
    (draft.isMark(last + 1, 0x2e) || draft.isMark(last + 1, 0x5f) || draft.isMark(last + 1, 0x2d)) &&
    tokens.gap[last + 2] === JOINED &&
    tokens.kind[last + 2] !== MARK
  )
    last += 2;
  draft.take('USERNAME', first, last, 'cue');
}
