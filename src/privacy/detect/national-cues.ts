import { nationalIds, type NationalId } from '../ids/index.ts';
import type { Draft } from './draft.ts';
import { foldOf } from './letters.ts';
import { hashOf } from './lexicon.ts';
import { MARK, NUMBER, SPACED } from './tokens.ts';

const fold = (text: string): string =>
  text
    .split('')
    .map((unit) => String.fromCharCode(foldOf[unit.charCodeAt(0)] ?? 0))
    .join('');

/** Ids by the last word of each cue, because that word stands next to the number; a cue of several words is checked whole. */
const byLastWord = new Map<string, { readonly cue: string; readonly id: NationalId }[]>();
for (const id of nationalIds) {
  for (const cue of id.cues) {
    const words = fold(cue).match(/[\p{L}\p{N}]+/gu) ?? [];
    const last = words.at(-1);
    if (last !== undefined) byLastWord.set(last, [...(byLastWord.get(last) ?? []), { cue: words.join(' '), id }]);
  }
}

/** Words that may stand between a cue and its number: `BSN van de klant is`, `Steuer-ID lautet`. */
const between = new Set(
  'is ist lautet est es e era was no nr num number numero nummer n der des kunden van de klant del cliente du client id wynosi'.split(' '),
);
const betweenWords = 4;

/** The words above by half their hash, as the tokens have it: most words are told apart without their text. */
const known = new Set([...byLastWord.keys(), ...between].map(hashOf));

/** The numbers that what stands in front of a token announces. */
export function cuedBefore(draft: Draft, first: number): readonly NationalId[] {
  const { tokens } = draft;
  let words = 0;
  for (let at = first - 1; at >= 0 && words < betweenWords && first - at < 9; at -= 1) {
    if (tokens.gapAt(at + 1) > SPACED && !draft.isMark(at, 0x3a)) break;
    if (tokens.kind[at] === MARK) continue;
    if (tokens.kind[at] === NUMBER || !known.has(tokens.hash[at] ?? 0)) break;
    words += 1;
    const word = fold(draft.word(at));
    const cued = (byLastWord.get(word) ?? []).filter(({ cue }) => cue === word || endsWith(draft, at, cue));
    if (cued.length > 0) return cued.map(({ id }) => id);
    if (!between.has(word)) break;
  }
  return [];
}

/** Whether a token is the last word of some cue. */
export function endsCue(draft: Draft, at: number): boolean {
  return known.has(draft.tokens.hash[at] ?? 0) && byLastWord.has(fold(draft.word(at)));
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
