import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { ALL_LOWER, SPACED, WORD } from './tokens.ts';
import { WordSet } from './word-set.ts';

/** A sentence goes on in small letters as it does behind a name: is, has, called, wants. */
export function isFollowedBySmallWord(draft: Draft, last: number): boolean {
  const { tokens } = draft;
  const next = last + 1;
  return (
    tokens.kind[next] === WORD &&
    tokens.shape[next] === ALL_LOWER &&
    (tokens.says(next, has.FUNCTION_WORD | has.PERSON_CUE) || /(?:ed|[^s]s)$/.test(draft.word(next)) || past.has(draft, next))
  );
}

/** `Manuel had given`: a text that may be English goes on in it. */
export function isEnglishVerb({ tokens }: Draft, manner: Manner, next: number): boolean {
  return manner.languages === has.EN && tokens.shape[next] === ALL_LOWER && tokens.says(next, has.EN);
}

/** Verbs whose past has an ending of its own. */
const past = new WordSet('had went came spent took made left gave got sent paid bought knew met saw told wrote began grew'.split(' '));

/** `Vide, can I please`: somebody is spoken to. */
export function isAddressed(draft: Draft, last: number): boolean {
  const { tokens } = draft;
  const next = last + 2;
  return draft.isMark(last + 1, 0x2c) && tokens.gap[next] === SPACED && requests.has(draft, next);
}

const requests = new WordSet(
  'can could would will please I do did have are you your thanks thank kannst könntest bitte peux pouvez puedes puede puoi può kun kunt'.split(
    ' ',
  ),
);
