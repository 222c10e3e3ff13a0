import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { SPACED, WORD } from './tokens.ts';

const colon = 0x3a;
const lastLatin = 0x24f;
const mostWords = 4;

/**
 * Names in scripts of which no list knows the words: taken only behind what announces a person, a cue with its colon
 * (`Contact: 田中 由紀`) or a greeting of that script, up to the end of the line or the next mark.
 */
export function findForeignNames(draft: Draft): void {
  const { tokens } = draft;
  for (let at = 1; at < tokens.count; at += 1) {
    if (!isForeign(draft, at) || !isAnnounced(draft, at)) continue;
    let last = at;
    while (last - at + 1 < mostWords && tokens.gap[last + 1] === SPACED && isForeign(draft, last + 1)) last += 1;
    draft.take('PERSON', at, last, 'cue');
    at = last;
  }
}

function isForeign(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.kind[at] === WORD && draft.isFree(at) && tokens.text.charCodeAt(tokens.startAt(at)) > lastLatin;
}

function isAnnounced(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.gap[at] !== SPACED) return false;
  const cue = draft.isMark(at - 1, colon) ? at - 2 : at - 1;
  const isCue = tokens.says(cue, has.PERSON_CUE | has.TITLE) || tokens.cues[cue] === has.cue.name;
  return isCue && (cue === at - 2 || tokens.text.charCodeAt(tokens.startAt(cue)) > lastLatin);
}
