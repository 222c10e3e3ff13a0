import { compact, isWrittenAs, nationalIds, type NationalId } from '../ids/index.ts';
import type { Draft } from './draft.ts';
import { foldOf } from './letters.ts';
import { CODE, JOINED, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** Longest way of writing a number of a state, separators included. */
const longest = 26;
const fold = (text: string): string =>
  text
    .split('')
    .map((unit) => String.fromCharCode(foldOf[unit.charCodeAt(0)] ?? 0))
    .join('');

/** Ids by the last word of each cue, because that word stands next to the number; a cue of several words is checked whole. */
const byLastWord = new Map<string, { readonly cue: string; readonly id: NationalId }[]>();
const byForm = new Map<string, NationalId[]>();
for (const id of nationalIds) {
  for (const cue of id.cues) {
    const words = fold(cue).match(/[\p{L}\p{N}]+/gu) ?? [];
    const last = words.at(-1);
    if (last !== undefined) byLastWord.set(last, [...(byLastWord.get(last) ?? []), { cue: words.join(' '), id }]);
  }
  for (const form of id.forms) byForm.set(form, [...(byForm.get(form) ?? []), id]);
}
const alone = nationalIds.filter((id) => !id.needsCue);
/** Words that may stand between a cue and its number: `BSN van de klant is`, `Steuer-ID lautet`. */
const between =
  /^(?:is|ist|lautet|est|es|e|era|was|no|nr|num|number|numero|nummer|n|der|des|kunden|van|de|klant|del|cliente|du|client|id|wynosi)$/;
const betweenWords = 4;

/** Numbers that states give to people and firms: announced, written in a form of their own, or long enough to prove themselves. */
export function findNationalIds(draft: Draft): void {
  const { tokens } = draft;
  let done = -1;
  for (let each = 0; each < tokens.numbers.size; each += 1) {
    const at = tokens.numbers.at[each] ?? 0;
    if (at <= done || !draft.isFree(at) || !isBeginning(draft, at)) continue;
    const last = endOf(draft, at);
    // Nothing a state gives out has fewer than eight digits and letters.
    if (sizeOf(draft, at, last) < 7) continue;
    const first = startOf(draft, at);
    done = judge(draft, first, last) ? last : at;
  }
}

/** A number of a state is written by itself: it begins where a run of digits begins, or behind a blank with marks of its own. */
function isBeginning(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const before = tokens.kind[at - 1];
  if (tokens.gap[at] === JOINED) {
    const isTied = before === MARK && isSeparator(tokens.sizeAt(at - 1));
    return !isTied || (tokens.kind[at - 2] === WORD && tokens.sizeAt(at - 2) <= 3);
  }
  if (before !== NUMBER || tokens.gapAt(at) > SPACED) return true;
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
  for (let end = last; end >= first; end -= 1) {
    if (tokens.kind[end] === MARK) continue;
    const written = tokens.text.slice(tokens.start[first], tokens.end[end]).normalize('NFKC');
    if (written.length < 8) break;
    const id = proven(draft, first, written);
    if (!id) continue;
    draft.take(id.kind, first, end, 'checksum');
    return true;
  }
  return announcedOnly(draft, first, last);
}

function proven(draft: Draft, first: number, written: string): NationalId | undefined {
  const short = compact(written);
  const fits = (id: NationalId): boolean => short.length >= id.minLength && short.length <= id.maxLength && id.isValid(short);
  const formed = byForm.get(written.replace(/\d/g, '9').replace(/[A-Z]/g, 'A'));
  const byShape = formed?.find((id) => id.forms.some((form) => isWrittenAs(written, form)) && fits(id));
  const said = (): boolean => draft.announced(first).isDocument;
  if (byShape && !said()) return byShape;
  const standing = short.length >= 11 ? alone.find((id) => fits(id) && (id.hasLetters || short.length >= 13)) : undefined;
  if (standing && /\d/.test(short) && !said()) return standing;
  return cuedBefore(draft, first).find(fits);
}

/** Said to be such a number and of its length, but wrong in a digit: a slip of the pen is as personal as the right one. */
function announcedOnly(draft: Draft, first: number, last: number): boolean {
  const cued = cuedBefore(draft, first);
  if (cued.length === 0) return false;
  const { tokens } = draft;
  for (let end = last; end >= first; end -= 1) {
    if (tokens.kind[end] === MARK) continue;
    const short = compact(tokens.text.slice(tokens.start[first], tokens.end[end]).normalize('NFKC'));
    const id = cued.find((each) => short.length >= each.minLength && short.length <= each.maxLength && each.id !== 'in-pan');
    if (!id || !/\d{4}|\d.*\d.*\d.*\d/.test(short)) continue;
    draft.take(id.kind, first, end, 'cue');
    return true;
  }
  return false;
}

function cuedBefore(draft: Draft, first: number): readonly NationalId[] {
  const { tokens } = draft;
  let words = 0;
  for (let at = first - 1; at >= 0 && words < betweenWords && first - at < 9; at -= 1) {
    if (tokens.gapAt(at + 1) > SPACED && !draft.isMark(at, 0x3a)) return [];
    if (tokens.kind[at] === MARK) continue;
    if (tokens.kind[at] === NUMBER) return [];
    words += 1;
    const word = fold(draft.word(at));
    const cued = (byLastWord.get(word) ?? []).filter(({ cue }) => cue === word || endsWith(draft, at, cue));
    if (cued.length > 0) return cued.map(({ id }) => id);
    if (!between.test(word)) return [];
  }
  return [];
}

/** Whether the words up to a token are a cue of several words. */
function endsWith(draft: Draft, at: number, cue: string): boolean {
  const words = cue.split(' ');
  let index = at;
  for (let left = words.length - 1; left >= 0; left -= 1) {
    while (index >= 0 && draft.tokens.kind[index] === MARK) index -= 1;
    if (index < 0 || fold(draft.word(index)) !== words[left]) return false;
    index -= 1;
  }
  return true;
}

/** Letters in front that belong to the number: `AB 12 34 56 C`, `X-1234567-L`. */
function startOf(draft: Draft, at: number): number {
  const { tokens } = draft;
  const before = tokens.gap[at] === JOINED && (draft.isMark(at - 1, 0x2d) || draft.isMark(at - 1, 0x2e)) ? at - 2 : at - 1;
  const isCue = tokens.kind[before] === WORD && byLastWord.has(fold(draft.word(before)));
  const isLetters =
    !isCue && tokens.kind[before] === WORD && tokens.sizeAt(before) <= 3 && /^[A-Z]+$/.test(draft.word(before)) && draft.isFree(before);
  return isLetters && tokens.gapAt(at) <= SPACED && tokens.size[before] !== undefined ? before : at;
}

function endOf(draft: Draft, at: number): number {
  const { tokens } = draft;
  let last = at;
  const start = tokens.startAt(at);
  for (let next = at + 1; next < tokens.count && tokens.endAt(next) - start <= longest; next += 1) {
    if (!draft.isFree(next) || tokens.gapAt(next) > SPACED) break;
    if (tokens.kind[next] === NUMBER || tokens.kind[next] === CODE) last = next;
    else if (tokens.kind[next] === WORD) {
      if (tokens.sizeAt(next) > 2 || !/^[A-Z]+$/.test(draft.word(next))) break;
      last = next;
    } else if (!isSeparator(tokens.sizeAt(next))) break;
  }
  return last;
}
