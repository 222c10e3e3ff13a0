import { FREE, type Draft } from './draft.ts';
import { cue, DOCUMENT, FUNCTION_WORD, LOGISTICS, ORIGIN, TRADE } from './flags.ts';
import type { Manner } from './manner.ts';
import { ALL_LOWER, CODE, JOINED, MARK, NUMBER, ONE_LINE, SPACED, WORD } from './tokens.ts';

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
  }
  for (let each = 0; each < numbers.size; each += 1) {
    const at = numbers.at[each] ?? 0;
    if (draft.owner[at] !== FREE) continue;
    if (tokens.kind[at] === NUMBER) age(draft, at);
    else if (tokens.sizeAt(at) <= 6 && /^\d{1,3}(?:yo|yrs)$/i.test(draft.word(at))) draft.take('AGE', at, at, 'cue');
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

/** `I am Cambodian`, `a Russian place`: an origin, but for German invoices, Swiss francs and other things of trade. */
export function findOrigins(draft: Draft, manner: Manner, about: Uint8Array): void {
  const { tokens } = draft;
  if (!manner.isSpoken) return;
  for (let at = 0; at < tokens.count; at += 1) {
    if (!tokens.says(at, ORIGIN) || !draft.isFree(at) || about[at] !== 0) continue;
    const next = tokens.flagsAt(at + 1);
    const isThing = (next & (DOCUMENT | TRADE | LOGISTICS)) !== 0 || things.has(draft.word(at + 1).toLowerCase());
    const isSmall = tokens.shape[at] === ALL_LOWER && !manner.isLower && !/^(?:am|is|are|was|m)$/.test(draft.word(at - 1));
    if (!isThing && !isSmall) draft.take('ORIGIN', at, at, 'list');
  }
}

const things = new Set(
  'market markets subsidiary language version translation law laws francs franc pound pounds crown crowns standard time text branch office site customers supplier wording speaking invoice tax edition label labels keyboard plug'.split(
    ' ',
  ),
);

/** A postal code beside a town that was found: `Boston, MA 02101`, `80331 München`; an age behind a name: `Ann Lee, 34,`. */
export function findBesidePlaces(draft: Draft): void {
  const { tokens } = draft;
  const found = draft.spans.length;
  for (let index = 0; index < found; index += 1) {
    const span = draft.spans[index];
    if (!span || (span.kind !== 'PLACE' && span.kind !== 'PERSON')) continue;
    const first = draft.tokenAt(span.start);
    const behind = draft.tokenAt(span.end - 1) + 1;
    const next = draft.isMark(behind, 0x2c) || draft.isMark(behind, 0x28) ? behind + 1 : behind;
    if (span.kind === 'PERSON') {
      const isApart = next > behind && tokens.kind[next] === NUMBER && tokens.size[next] === 2 && draft.isFree(next);
      if (isApart && (draft.isMark(next + 1, 0x2c) || draft.isMark(next + 1, 0x29)) && tokens.gap[next + 1] === JOINED)
        draft.take('AGE', next, next, 'shape');
      continue;
    }
    const isState = tokens.kind[next] === WORD && tokens.size[next] === 2 && /^[A-Z]{2}$/.test(draft.word(next));
    const code = isState ? next + 1 : next;
    if (isPostal(draft, code) && tokens.gapAt(code) <= ONE_LINE) draft.take('ZIP', isState ? next : code, code, 'shape');
    else if (isPostal(draft, first - 1) && tokens.gap[first] === SPACED) draft.take('ZIP', first - 1, first - 1, 'shape');
  }
}

function isPostal(draft: Draft, at: number): boolean {
  const { kind, size, gap } = draft.tokens;
  return (
    draft.isFree(at) &&
    kind[at] === NUMBER &&
    (size[at] ?? 0) >= 4 &&
    (size[at] ?? 0) <= 6 &&
    gap[at + 1] !== JOINED &&
    !/^(?:19|20)\d\d$/.test(draft.word(at))
  );
}

const oldWords = /^(?:years?|yrs?|yo|y|jahre|jahren|ans|anni|jaar|anos|year)$/;

/** `31 y/o`, `79 year old`, `turned 60`, `aged 47`, `he was 78.` */
function age(draft: Draft, at: number): void {
  const { tokens } = draft;
  if (tokens.sizeAt(at) > 3 || Number(draft.word(at)) > 120 || Number(draft.word(at)) < 1) return;
  const next = at + 1;
  const word = draft.isMark(next, 0x2d) ? next + 1 : next;
  if (tokens.kind[word] === WORD && oldWords.test(draft.word(word).toLowerCase())) {
    const behind = draft.isMark(word + 1, 0x2d) || draft.isMark(word + 1, 0x2f) ? word + 2 : word + 1;
    const last = draft.word(behind).toLowerCase();
    if (last === 'old' || last === 'o' || last === 'alt' || last === 'oud' || draft.word(word).toLowerCase() === 'yo')
      return draft.take('AGE', at, at, 'cue');
  }
  const before = draft.word(at - 1).toLowerCase();
  const isSaid =
    /^(?:was|is|am|m)$/.test(before) &&
    /^(?:he|she|i|who)$/i.test(draft.word(draft.isMark(at - 2, 0x27) || draft.isMark(at - 2, 0x2019) ? at - 3 : at - 2));
  const isTurned =
    (before === 'turned' ||
      before === 'turns' ||
      before === 'turning' ||
      before === 'aged' ||
      (before === 'of' && tokens.cues[at - 2] === cue.age)) &&
    tokens.kind[next] !== WORD;
  if (
    isTurned ||
    (isSaid && tokens.kind[next] !== WORD && !draft.isMark(next, 0x25)) ||
    (tokens.cues[at - 1] === cue.age && before !== 'alter') ||
    (draft.isMark(at - 1, 0x3a) && tokens.cues[at - 2] === cue.age)
  )
    draft.take('AGE', at, at, 'cue');
}
