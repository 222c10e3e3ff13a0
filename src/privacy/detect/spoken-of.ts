import type { Draft } from './draft.ts';
import { deeds } from './deeds.ts';
import * as has from './flags.ts';
import { behindTitle } from './titles.ts';
import { ALL_LOWER, CAPITAL, SPACED, WORD } from './tokens.ts';
import { isCalled, wordBefore } from './words.ts';

const saying = new Set([
  'said',
  'asked',
  'told',
  'replied',
  'says',
  'asks',
  'sagte',
  'fragte',
  'meinte',
  'schrieb',
  'dit',
  'dijo',
  'disse',
  'zei',
]);
const speaking = new Set(
  'spoke speak spoken talk talked talking speaking wrote write said gesprochen sprach telefoniert hablado hablé parlé parlato gesproken gebeld'.split(
    ' ',
  ),
);
const links = new Set(['to', 'with', 'mit', 'con', 'avec', 'met']);
const calls = new Set('call called ask tell told contact ring phone email meet with thank cc'.split(' '));

/** A word that means somebody here whatever else it means: behind a title, behind `my name is`, behind a verb of speaking. */
export function isSpokenOf(draft: Draft, at: number): boolean {
  // Nothing in front on its line.
  if (draft.tokens.gapAt(at) > SPACED) return false;
  return behindTitle(draft, at) >= 0 || isCalled(draft, at) || isNamed(draft, at) || isSpeakerOrSpokenTo(draft, at);
}

/** `Name: Sieda` */
function isNamed(draft: Draft, at: number): boolean {
  return draft.isMark(at - 1, 0x3a) && draft.tokens.gapAt(at) <= SPACED && draft.tokens.cues[at - 2] === has.cue.name;
}

/** `said Maslin to`, `spoke to Will this`: one word with a capital between small ones. */
function isSpeakerOrSpokenTo(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.shape[at] !== CAPITAL || tokens.gap[at] !== SPACED || tokens.shape[at - 1] !== ALL_LOWER) return false;
  if (tokens.shape[at + 1] === CAPITAL || tokens.says(at, has.DOCUMENT | has.TRADE | has.CALENDAR | has.ORG_WORD | has.COUNTRY))
    return false;
  const before = draft.word(at - 1);
  if (saying.has(before)) return !tokens.says(at, has.COMMON | has.PERSON_CUE);
  return links.has(before) && tokens.says(at, has.GIVEN) && speaking.has(draft.word(at - 2).toLowerCase());
}

/** Whether a given name and a word that is a surname too stand where two people's names stand: `Call Grant Wood`, `Bill Grant says`. */
export function isPair(draft: Draft, given: number, surname: number): boolean {
  const { tokens } = draft;
  if (!tokens.says(given, has.GIVEN) || !tokens.says(surname, has.FAMILY) || surname !== given + 1) return false;
  if (tokens.shape[given] !== CAPITAL || tokens.shape[surname] !== CAPITAL || tokens.gap[surname] !== SPACED) return false;
  const next = surname + 1;
  // A heading writes every word so.
  if (tokens.shape[next] === CAPITAL && tokens.gap[next] === SPACED) return false;
  if (tokens.shape[next] === ALL_LOWER && deeds.has(tokens.hash[next] ?? 0)) return true;
  const before = wordBefore(draft, given);
  return before === given - 1 && tokens.kind[before] === WORD && calls.has(draft.word(before).toLowerCase());
}
