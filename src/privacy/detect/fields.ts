import { bic, securityCode } from './accounts.ts';
import { age } from './ages.ts';
import { birthdate } from './birthdays.ts';
import { FREE, type Draft } from './draft.ts';
import { cue, FUNCTION_WORD } from './flags.ts';
import { spokenEmail } from './mails.ts';
import { plate } from './plates.ts';
import { spokenPhone } from './spoken-digits.ts';
import { CODE, JOINED, NUMBER, SPACED, WORD } from './tokens.ts';
import { loginName, userName } from './user-names.ts';

/** Values that only their announcement makes personal: birthdays, ages, postal codes, user names. */
export function findFields(draft: Draft): void {
  const { tokens } = draft;
  const { announcing, numbers } = tokens;
  for (let each = 0; each < announcing.size; each += 1) announced(draft, announcing.at[each] ?? 0);
  for (let each = 0; each < numbers.size; each += 1) {
    const at = numbers.at[each] ?? 0;
    if (draft.owner[at] === FREE) age(draft, at);
  }
}

function announced(draft: Draft, at: number): void {
  const cueId = draft.tokens.cuesAt(at);
  if (cueId === cue.phone) spokenPhone(draft, at);
  else if (cueId === cue.birth) birthdate(draft, at);
  else if (cueId === cue.zip) zip(draft, at);
  else if (cueId === cue.user) userName(draft, at);
  else if (cueId === cue.ip) loginName(draft, at);
  else if (cueId === cue.plate) plate(draft, at);
  else if (cueId === cue.account) bic(draft, at);
  else if (cueId === cue.securityCode) securityCode(draft, at);
  else if (cueId === cue.dot) spokenEmail(draft, at);
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
