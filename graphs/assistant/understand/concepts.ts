import { editDistance } from 'countersign/flow';
import { foldWord } from './fold.ts';
import { concepts, fillers, type Concept } from './lexicon.ts';
import type { Word } from './words.ts';

export type Tagged = { readonly concept: Concept; readonly from: number; readonly to: number; readonly isGuess: boolean };

type Phrase = { readonly words: readonly string[]; readonly concept: Concept };

const exact = new Map<string, Concept[]>();
const stems: { readonly stem: string; readonly concept: Concept }[] = [];
const phrases = new Map<string, Phrase[]>();

for (const [name, list] of Object.entries(concepts)) {
  // Keys of the table above.
  const concept = name as Concept;
  for (const item of list.split(' ')) {
    const folded = foldWord(item);
    if (folded.includes('_')) {
      const words = folded.split('_');
      const first = words[0] ?? '';
      phrases.set(first, [...(phrases.get(first) ?? []), { words, concept }]);
    } else if (folded.endsWith('*')) stems.push({ stem: folded.slice(0, -1), concept });
    else exact.set(folded, [...(exact.get(folded) ?? []), concept]);
  }
}
for (const list of phrases.values()) list.sort((a, b) => b.words.length - a.words.length);

const stemsByFirst = new Map<string, typeof stems>();
for (const each of stems) {
  const first = each.stem.charAt(0);
  stemsByFirst.set(first, [...(stemsByFirst.get(first) ?? []), each]);
}
const foldedFillers = new Set([...fillers].map(foldWord));
const vocabulary = [...exact.keys()].filter((word) => word.length >= 4);

/** A word the assistant knows: it is never a misspelt name. */
export function isOwnWord(word: string, alsoSlips = false): boolean {
  return foldedFillers.has(word) || conceptsOf(word).length > 0 || (alsoSlips && guessed(word).length > 0);
}

/** The concepts of a text's words, phrases first. A word nobody knows is read as the nearest one that is known. */
export function tagConcepts(words: readonly Word[]): readonly Tagged[] {
  const tags: Tagged[] = [];
  const inPhrase = new Set<number>();
  for (let at = 0; at < words.length; at += 1) {
    for (const phrase of phrases.get(words[at]?.text ?? '') ?? []) {
      if (!fits(phrase, words, at)) continue;
      tags.push({ concept: phrase.concept, from: at, to: at + phrase.words.length, isGuess: false });
      for (let i = at; i < at + phrase.words.length; i += 1) inPhrase.add(i);
    }
  }
  for (const [at, { text, isBlank }] of words.entries()) {
    if (isBlank) continue;
    const own = conceptsOf(text);
    for (const concept of own) tags.push({ concept, from: at, to: at + 1, isGuess: false });
    if (own.length > 0 || inPhrase.has(at) || foldedFillers.has(text)) continue;
    for (const concept of guessed(text)) tags.push({ concept, from: at, to: at + 1, isGuess: true });
  }
  return tags;
}

function fits(phrase: Phrase, words: readonly Word[], at: number): boolean {
  return phrase.words.every((wanted, i) => {
    const word = words[at + i]?.text ?? '';
    return wanted.endsWith('*') ? word.startsWith(wanted.slice(0, -1)) : word === wanted;
  });
}

function conceptsOf(word: string): Concept[] {
  const own = exact.get(word) ?? [];
  const byStem = (stemsByFirst.get(word.charAt(0)) ?? []).filter(({ stem }) => word.startsWith(stem)).map(({ concept }) => concept);
  return [...new Set([...own, ...byStem])];
}

/** One slip in words of five letters and more, two from nine on; only what is not a word of its own. */
function guessed(word: string): Concept[] {
  if (word.length < 4 || /\d/.test(word)) return [];
  if (word.length === 4) return swapped(word);
  const limit = word.length < 9 ? 1 : 2;
  let best = limit + 1;
  let found: Concept[] = [];
  const consider = (candidate: string, of: readonly Concept[], length: number): void => {
    if (candidate.charAt(0) !== word.charAt(0) && candidate.charAt(1) !== word.charAt(1)) return;
    const steps = editDistance(word.slice(0, length), candidate, Math.min(best, limit));
    if (steps < best) {
      best = steps;
      found = [...of];
    }
  };
  for (const candidate of vocabulary)
    if (Math.abs(candidate.length - word.length) <= limit) consider(candidate, exact.get(candidate) ?? [], 99);
  for (const { stem, concept } of stems)
    if (stem.length >= 5 && stem.length <= word.length + 1) {
      consider(stem, [concept], stem.length);
      consider(stem, [concept], stem.length + 1);
    }
  return best <= limit ? found : [];
}

/** In a short word only two letters in the wrong order are a slip: any other change makes another word. */
function swapped(word: string): Concept[] {
  const sorted = Array.from(word).toSorted().join('');
  const candidate = vocabulary.find(
    (each) => each.length === 4 && Array.from(each).toSorted().join('') === sorted && editDistance(word, each, 1) === 1,
  );
  return candidate === undefined ? [] : (exact.get(candidate) ?? []);
}
