import type { Draft } from './draft.ts';
import { cue, DOCUMENT, FUNCTION_WORD, GIVEN, LOGISTICS, PERSON_CUE, TITLE, TRADE } from './flags.ts';
import { ALL_LOWER, CODE, SPACED, WORD } from './tokens.ts';
import { WordSet } from './word-set.ts';

const oldWords = new WordSet('year years yr yrs yo y jahre jahren ans anni jaar anos'.split(' '));
const turning = new WordSet(['turned', 'turns', 'turning', 'aged']);
const counted = new WordSet(['años', 'ans', 'anni', 'jaar']);
const being = new WordSet(['was', 'is', 'am', 'm']);

/** `31 y/o`, `79 year old`, `turned 60`, `aged 47`, `he was 78.` */
export function age(draft: Draft, at: number): void {
  const { tokens } = draft;
  if (tokens.kind[at] === CODE) {
    if (tokens.sizeAt(at) <= 6 && /^\d{1,3}(?:yo|yrs)$/i.test(draft.word(at))) draft.take('AGE', at, at, 'cue');
    return;
  }
  if (tokens.sizeAt(at) > 3 || !isBesideWord(draft, at)) return;
  const years = Number(draft.word(at));
  if (!(years >= 1 && years <= 120)) return;
  const isAge = isOld(draft, at)
    ? !isOfThing(draft, at)
    : isAnnounced(draft, at) || isTurned(draft, at) || isSaid(draft, at) || hasYears(draft, at);
  if (isAge) draft.take('AGE', at, at, 'cue');
}

/** Every age has a word at its side, or a mark and a word: most numbers are told apart by that alone. */
function isBesideWord(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.kind[at + 1] === WORD || tokens.kind[at - 1] === WORD) return true;
  return draft.isMark(at - 1, 0x3a) || (draft.isMark(at + 1, 0x2d) && tokens.kind[at + 2] === WORD);
}

/** `47 years old`, `31 y/o`, `47 Jahre alt`. */
function isOld(draft: Draft, at: number): boolean {
  const word = draft.isMark(at + 1, 0x2d) ? at + 2 : at + 1;
  if (draft.tokens.kind[word] !== WORD || !oldWords.hasInAnyCase(draft, word)) return false;
  const behind = draft.isMark(word + 1, 0x2d) || draft.isMark(word + 1, 0x2f) ? word + 2 : word + 1;
  return draft.word(word).toLowerCase() === 'yo' || /^(?:old|o|alt|oud)$/i.test(draft.word(behind));
}

/** `aged 47`, `Age: 52`; German `Alter` alone is too often another word. */
function isAnnounced(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (draft.isMark(at - 1, 0x3a)) return tokens.cues[at - 2] === cue.age;
  return tokens.cues[at - 1] === cue.age && draft.word(at - 1).toLowerCase() !== 'alter';
}

/** `turned 60`, `at the age of 60`, and nothing that is counted behind. */
function isTurned(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.kind[at + 1] === WORD) return false;
  return turning.hasInAnyCase(draft, at - 1) || (tokens.cues[at - 2] === cue.age && draft.word(at - 1).toLowerCase() === 'of');
}

/** `he is 47.`, `I'm 52`. */
function isSaid(draft: Draft, at: number): boolean {
  if (draft.tokens.kind[at + 1] === WORD || draft.isMark(at + 1, 0x25)) return false;
  if (!being.hasInAnyCase(draft, at - 1)) return false;
  const who = draft.isMark(at - 2, 0x27) || draft.isMark(at - 2, 0x2019) ? at - 3 : at - 2;
  return /^(?:he|she|i|who)$/i.test(draft.word(who));
}

const thing = DOCUMENT | LOGISTICS | TRADE;
const things =
  /^(?:building|truck|lorry|car|vehicle|forklift|engine|motor|pump|software|company|house|maschine|anlage|fahrzeug|gebäude)s?$/i;
const persons =
  /^(?:he|she|i|who|er|sie|ich|il|elle|él|ella|lui|lei|hij|zij|driver|fahrer|fahrerin|conductor|conductora|chófer|chofer|chauffeur|conducteur|conductrice|autista|employé|employée|empleado|empleada|dipendente|conducente|bestuurder|medewerker|hijo|hija|fils|fille|figlio|figlia|zoon|dochter)$/i;
const reach = 6;

/** `The machine is 15 years old`: the nearest noun in front is of the trade. */
function isOfThing(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  for (let back = at - 1; back >= 0 && at - back < reach && tokens.gapAt(back + 1) <= SPACED; back -= 1) {
    if (isPerson(draft, back)) return false;
    if (tokens.says(back, thing) || things.test(draft.word(back))) return true;
  }
  return false;
}

function isPerson(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] !== WORD) return false;
  const isName = tokens.shape[at] !== ALL_LOWER && tokens.says(at, GIVEN | TITLE) && !tokens.says(at, thing);
  return isName || (tokens.says(at, PERSON_CUE) && !tokens.says(at, FUNCTION_WORD)) || persons.test(draft.word(at));
}

/** `tiene 47 años`, `elle a 47 ans`, `ha 47 anni`, `hij is 47 jaar`: of somebody, who stands in front. */
function hasYears(draft: Draft, at: number): boolean {
  if (!counted.hasInAnyCase(draft, at + 1) || /^(?:de|di|d|van)$/.test(draft.word(at + 2))) return false;
  if (!/^(?:tiene|tengo|cumple|cumplió|a|avait|ha|ho|is|was|wordt|werd)$/i.test(draft.word(at - 1))) return false;
  for (let back = at - 2; back >= 0 && at - back < reach && draft.tokens.gapAt(back + 1) <= SPACED; back -= 1) {
    if (isPerson(draft, back)) return true;
  }
  return false;
}
