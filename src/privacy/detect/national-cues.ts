import { nationalIds, type NationalId } from '../ids/index.ts';
import type { Draft } from './draft.ts';
import { foldOf } from './letters.ts';
import { hashOf } from './lexicon.ts';
import { MARK, NUMBER, SPACED } from './tokens.ts';

type Cue = { /** Its words by half their hash, as the tokens have it. */ readonly words: readonly number[]; readonly id: NationalId };

/** Ids by the last word of each cue, because that word stands next to the number; a cue of several words is checked whole. */
const byLastWord = new Map<number, Cue[]>();
for (const id of nationalIds) {
  for (const cue of id.cues) {
    const words = (fold(cue).match(/[\p{L}\p{N}]+/gu) ?? []).map(hashOf);
    const last = words.at(-1);
    if (last !== undefined) byLastWord.set(last, [...(byLastWord.get(last) ?? []), { words, id }]);
  }
}

function fold(text: string): string {
  return text
    .split('')
    .map((unit) => String.fromCharCode(foldOf[unit.charCodeAt(0)] ?? 0))
    .join('');
}

/** Words that may stand between a cue and its number: `BSN van de klant is`, `Steuer-ID lautet`. */
const between = new Set(
  'is ist lautet est es e era was no nr num number numero nummer n der des kunden van de klant del cliente du client id wynosi'
    .split(' ')
    .map(hashOf),
);
const betweenWords = 4;

/** The numbers that what stands in front of a token announces. */
export function cuedBefore(draft: Draft, first: number): readonly NationalId[] {
  const { tokens } = draft;
  let words = 0;
  for (let at = first - 1; at >= 0 && words < betweenWords && first - at < 9; at -= 1) {
    if (tokens.gapAt(at + 1) > SPACED && !draft.isMark(at, 0x3a)) break;
    if (tokens.kind[at] === MARK) continue;
    if (tokens.kind[at] === NUMBER) break;
    words += 1;
    const word = tokens.hash[at] ?? 0;
    const cued = byLastWord.get(word)?.filter((cue) => cue.words.length === 1 || endsWith(draft, at, cue.words));
    if (cued && cued.length > 0) return cued.map(({ id }) => id);
    if (!between.has(word)) break;
  }
  return [];
}

/** Whether a token is the last word of some cue. */
export function endsCue(draft: Draft, at: number): boolean {
  return byLastWord.has(draft.tokens.hash[at] ?? 0);
}

/** Whether the words up to a token are a cue of several words. */
function endsWith({ tokens }: Draft, at: number, words: readonly number[]): boolean {
  let index = at;
  for (let left = words.length - 1; left >= 0; left -= 1) {
    while (index >= 0 && tokens.kind[index] === MARK) index -= 1;
    if (index < 0 || tokens.hash[index] !== words[left]) return false;
    index -= 1;
  }
  return true;
}
