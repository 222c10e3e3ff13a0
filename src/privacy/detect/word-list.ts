import { cue, type CueKind } from './flags.ts';

/** A line of words as an entry of the vocabulary. */
export function listed(flag: number, text: string, kind: CueKind = 'none') {
  return { words: text.trim().split(/\s+/), flag, cueId: cue[kind] };
}
