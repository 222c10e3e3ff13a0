import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { ALL_LOWER, WORD } from './tokens.ts';

/** A sentence goes on in small letters as it does behind a name: is, has, called, wants. */
export function isFollowedBySmallWord(draft: Draft, last: number): boolean {
  const { tokens } = draft;
  const next = last + 1;
  return (
    tokens.kind[next] === WORD &&
    tokens.shape[next] === ALL_LOWER &&
    (tokens.says(next, has.FUNCTION_WORD | has.PERSON_CUE) || /(?:ed|[^s]s)$/.test(draft.word(next)))
  );
}

/** `Manuel had given`: a text that may be English goes on in it. */
export function isEnglishVerb({ tokens }: Draft, manner: Manner, next: number): boolean {
  return manner.languages === has.EN && tokens.shape[next] === ALL_LOWER && tokens.says(next, has.EN);
}
