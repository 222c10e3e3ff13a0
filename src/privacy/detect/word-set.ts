import type { Draft } from './draft.ts';
import { foldOf, secondFoldOf } from './letters.ts';
import { hashStart, nextHash } from './lexicon.ts';

const filterBits = 0xfff;

/**
 * Words a token may be. The folded letters' hash, which every token has, tells nearly all others apart, so that only a
 * word that is in the set costs its text; that decides the accents: `él` is somebody, `el` an article.
 */
export class WordSet {
  private readonly words: ReadonlySet<string>;
  private readonly filter = new Uint8Array(filterBits + 1);

  constructor(words: Iterable<string>) {
    this.words = new Set(words);
    for (const word of this.words) this.filter[foldedHash(word) & filterBits] = 1;
  }

  /** Whether a token is written just like one of the words. */
  has(draft: Draft, at: number): boolean {
    return this.mayHave(draft, at) && this.words.has(draft.word(at));
  }

  /** As `has`, in capitals or not. */
  hasInAnyCase(draft: Draft, at: number): boolean {
    return this.mayHave(draft, at) && this.words.has(draft.word(at).toLowerCase());
  }

  private mayHave({ tokens }: Draft, at: number): boolean {
    return this.filter[(tokens.hash[at] ?? 0) & filterBits] === 1;
  }
}

/** As a token of the word has it. */
function foldedHash(word: string): number {
  let hash = hashStart;
  for (let at = 0; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    hash = nextHash(hash, foldOf[unit] ?? 0);
    const second = secondFoldOf[unit] ?? 0;
    if (second !== 0) hash = nextHash(hash, second);
  }
  return hash;
}
