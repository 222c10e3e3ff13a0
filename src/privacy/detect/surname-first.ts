import { TAKEN, type Draft } from './draft.ts';
import * as has from './flags.ts';
import { withParticles } from './titles.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, JOINED, SPACED, WORD } from './tokens.ts';

const comma = 0x2c;
const point = 0x2e;

/**
 * Persons written surname first of whom one half was found: `de Boer, [Annemarie]`, `DE VRIES, [Pieter]` and
 * `[Whitfield], J.` Adds the other half; halves side by side are joined later.
 */
export function addSurnames(draft: Draft): void {
  const found = draft.spans.length;
  for (let index = 0; index < found; index += 1) {
    const span = draft.spans[index];
    if (!span || span.kind !== 'PERSON' || span.by === 'known') continue;
    const { text } = draft.tokens;
    if (text.charCodeAt(span.start - 2) === comma) addFront(draft, draft.tokenAt(span.start));
    if (text.charCodeAt(span.end) === comma) addInitial(draft, draft.tokenAt(span.end - 1));
  }
}

/** The surname in front of a given name and its comma. */
function addFront(draft: Draft, given: number): void {
  const { tokens } = draft;
  const surname = given - 2;
  if (!draft.isMark(given - 1, comma) || tokens.gap[given - 1] !== JOINED || tokens.gap[given] !== SPACED) return;
  if (!tokens.says(given, has.GIVEN) || isListed(draft, given)) return;
  if (tokens.kind[surname] !== WORD || tokens.shape[surname] === ALL_LOWER) return;
  const first = withParticles(draft, surname);
  if (draft.owner[surname] === TAKEN) {
    if (first < surname) draft.take('PERSON', first, surname - 1, 'shape');
  } else if (isSurname(draft, first, surname)) draft.take('PERSON', first, surname, 'shape');
}

/** `Lopez, Anna and Peter`, `Lopez, Anna, Peter`: people in a list, each by one name. */
function isListed(draft: Draft, given: number): boolean {
  const { tokens } = draft;
  const next = given + 1;
  return tokens.kind[next] === WORD && tokens.says(next, has.FUNCTION_WORD) && tokens.shape[next + 1] === CAPITAL;
}

function isSurname({ tokens }: Draft, first: number, surname: number): boolean {
  // `WHITFIELD, KAREN`: in capitals a word of no list.
  const isUnlisted =
    tokens.shape[surname] === ALL_CAPS && tokens.sizeAt(surname) > 3 && !tokens.says(surname, has.ANY_LANGUAGE | has.DOCUMENT);
  const isName = tokens.says(surname, has.FAMILY) || isUnlisted || (first < surname && !tokens.says(surname, has.DOCUMENT));
  const isOther = tokens.says(
    surname,
    has.FUNCTION_WORD | has.PERSON_CUE | has.CALENDAR | has.COUNTRY | has.STATE | has.ORG_WORD | has.TRADE,
  );
  const isShaped = tokens.shape[surname] === CAPITAL || tokens.shape[surname] === ALL_CAPS;
  return isName && !isOther && isShaped && tokens.cuesAt(surname) === 0;
}

function addInitial(draft: Draft, last: number): void {
  if (isInitialBehind(draft, last)) draft.take('PERSON', last + 1, last + 3, 'shape');
}

/** `, J.` behind a surname, and no surname behind that. */
function isInitialBehind(draft: Draft, last: number): boolean {
  const { tokens } = draft;
  const initial = last + 2;
  if (!draft.isMark(last + 1, comma) || tokens.gap[initial] !== SPACED || !draft.isMark(initial + 1, point)) return false;
  const isInitial = tokens.kind[initial] === WORD && tokens.size[initial] === 1 && tokens.shape[initial] === CAPITAL;
  return isInitial && draft.isFree(initial) && !tokens.says(last, has.GIVEN) && tokens.shape[initial + 2] !== CAPITAL;
}
