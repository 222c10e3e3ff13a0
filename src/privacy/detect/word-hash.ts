import { foldOf, secondFoldOf } from './letters.ts';
import { hashStart, nextHash } from './lexicon.ts';

/** A word's hash as a token has it: comparing two costs no string. */
export function hashOf(word: string): number {
  let hash = hashStart;
  for (let at = 0; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    hash = nextHash(hash, foldOf[unit] ?? 0);
    const second = secondFoldOf[unit] ?? 0;
    if (second !== 0) hash = nextHash(hash, second);
  }
  return hash;
}

export function hashesOf(words: string): ReadonlySet<number> {
  return new Set(words.trim().split(/\s+/).map(hashOf));
}
