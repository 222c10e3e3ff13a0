/** Lower case without accents, so that `fällig`, `faellig` and `fallig` meet where the lexicon lists the first two. */
export function foldWord(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('’', "'").toLowerCase();
}
