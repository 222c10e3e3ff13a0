import { editDistance, slipsAllowed } from './edit-distance.ts';

/** Something with a name that people write in their own way. `key` is the caller's; entries with the same key are one thing. */
export type NamedEntry = { readonly key: string; readonly name: string };

/** A stretch of a text that means one entry or several that it cannot tell apart; best first. Positions in UTF-16 units. */
export type Mention = { readonly start: number; readonly end: number; readonly keys: readonly string[]; readonly score: number };

export type NameIndex = {
  readonly size: number;
  /** Mentions in a text, left to right, never overlapping. */
  find(text: string): readonly Mention[];
  /** The entries a phrase means, best first, with a score of 1 for the whole name as it is. */
  resolve(phrase: string): readonly { readonly key: string; readonly score: number }[];
};

type Entry = { readonly key: string; readonly words: readonly string[]; readonly weight: number };
type Word = { readonly text: string; readonly start: number; readonly end: number };
type Hit = { readonly word: string; readonly quality: number };

/**
 * Finds entries of a list in what somebody typed: by some of the words of their names, with slips of the fingers, in any
 * order. A word counts the more the fewer names hold it, so that `GmbH` alone means nobody and the one rare word is enough.
 * `common` are words of the language: they count only beside a rare one.
 */
export function createNameIndex(given: readonly NamedEntry[], common: (word: string) => boolean): NameIndex {
  const entries = given.map(({ key, name }) => ({ key, words: [...new Set(wordsOf(name).map(({ text }) => text))] }));
  const holders = new Map<string, number[]>();
  for (const [at, { words }] of entries.entries()) for (const word of words) holders.set(word, [...(holders.get(word) ?? []), at]);
  const weightOf = (word: string): number => weigh(word, holders.get(word)?.length ?? 0, entries.length, common);
  const weighed: Entry[] = entries.map(({ key, words }) => ({ key, words, weight: words.reduce((sum, word) => sum + weightOf(word), 0) }));
  const near = nearWords([...holders.keys()]);
  const known = new Map<string, readonly Hit[]>();
  const hitsOf = (word: string): readonly Hit[] => {
    const held = known.get(word);
    if (held) return held;
    const hits = holders.has(word) ? [{ word, quality: 1 }] : common(word) ? [] : near(word);
    if (known.size < 20_000) known.set(word, hits);
    return hits;
  };
  const scoreOf = (words: readonly string[]): { at: number; score: number; rare: number }[] =>
    scored(words, weighed, holders, hitsOf, weightOf);
  return {
    size: entries.length,
    find: (text) => findMentions(text, weighed, hitsOf, weightOf, scoreOf),
    resolve: (phrase) =>
      scoreOf(wordsOf(phrase).map(({ text }) => text))
        .filter(({ rare }) => rare >= rareEnough)
        .map(({ at, score }) => ({ key: weighed[at]?.key ?? '', score })),
  };
}

/** The weight one word must have for a stretch to mean anybody. */
const rareEnough = 1;

/** Inverse document frequency, so that a word many names share counts little; a legal form or a word of the language hardly. */
function weigh(word: string, holders: number, size: number, common: (word: string) => boolean): number {
  if (holders === 0) return 0;
  const rarity = Math.log2((size + 1) / holders) / Math.log2(size + 1 || 2);
  const base = 0.2 + 2.4 * rarity * rarity;
  if (word.length < 3 || legalForms.has(word)) return 0.15;
  return common(word) ? Math.min(0.9, base) : base;
}

const legalForms = new Set(
  'gmbh ag kg co ltd limited inc incorporated plc llc llp corp corporation company sa sas sarl srl sl bv nv oy ab as kk spa und and y et the der die das la le les el los de du des del von van'.split(
    ' ',
  ),
);

/** Words as they are compared: letters and digits, without case and accents. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu))
    words.push({ text: fold(match[0]), start: match.index, end: match.index + match[0].length });
  return words;
}

export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/['’]s?$/u, '')
    .toLowerCase();
}

const plural = /(?:e?s|e?n)$/;

/** Words within a few slips of another, found over the words with one letter less. */
function nearWords(words: readonly string[]): (word: string) => readonly Hit[] {
  const shorter = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < 4) continue;
    for (const form of without(word)) shorter.set(form, [...(shorter.get(form) ?? []), word]);
  }
  return (word) => {
    if (word.length < 4 || /\d/.test(word)) return [];
    const candidates = new Set<string>();
    for (const form of without(word)) for (const candidate of shorter.get(form) ?? []) candidates.add(candidate);
    const limit = slipsAllowed(word.length);
    return [...candidates].flatMap((candidate) => {
      // The first letter is hardly ever the wrong one, and in a short word another makes another name: Paris is not Maris.
      if (candidate.charAt(0) !== word.charAt(0) && word.length < 7 && candidate.charAt(1) !== word.charAt(0)) return [];
      const steps = editDistance(word, candidate, Math.min(limit, slipsAllowed(candidate.length)));
      if (steps > limit) return [];
      // A plural is no slip.
      return [
        { word: candidate, quality: plural.test(word) && word.replace(plural, '') === candidate ? 0.97 : 1 - steps / candidate.length },
      ];
    });
  };
}

/** The word and every form of it with one letter left out; of long words also with two. */
function without(word: string): ReadonlySet<string> {
  const forms = new Set([word]);
  for (let at = 0; at < word.length; at += 1) forms.add(word.slice(0, at) + word.slice(at + 1));
  if (word.length < 8 || word.length > 16) return forms;
  const shorter = Array.from(forms);
  for (const form of shorter) {
    if (form.length < word.length) for (let at = 0; at < form.length; at += 1) forms.add(form.slice(0, at) + form.slice(at + 1));
  }
  return forms;
}

function scored(
  words: readonly string[],
  entries: readonly Entry[],
  holders: ReadonlyMap<string, readonly number[]>,
  hitsOf: (word: string) => readonly Hit[],
  weightOf: (word: string) => number,
): { at: number; score: number; rare: number }[] {
  const found = new Map<number, Map<string, number>>();
  for (const word of words) {
    for (const hit of hitsOf(word)) {
      for (const at of holders.get(hit.word) ?? []) {
        const own = found.get(at) ?? new Map<string, number>();
        own.set(hit.word, Math.max(own.get(hit.word) ?? 0, hit.quality));
        found.set(at, own);
      }
    }
  }
  return [...found]
    .map(([at, own]) => {
      let got = 0;
      let rare = 0;
      for (const [word, quality] of own) {
        got += weightOf(word) * quality;
        rare = Math.max(rare, weightOf(word) * quality);
      }
      const score = got / (entries[at]?.weight || 1);
      // Two everyday words that are most of a name mean it, one alone does not.
      if (own.size > 1 && score >= 0.6) rare = Math.max(rare, got);
      return { at, score, got, rare };
    })
    .toSorted((a, b) => b.got - a.got || b.score - a.score)
    .map(({ at, score, rare }) => ({ at, score, rare }));
}

/** Grows a stretch around every rare word as long as the next word belongs to a name it may be. */
function findMentions(
  text: string,
  entries: readonly Entry[],
  hitsOf: (word: string) => readonly Hit[],
  weightOf: (word: string) => number,
  scoreOf: (words: readonly string[]) => { at: number; score: number; rare: number }[],
): Mention[] {
  const words = wordsOf(text);
  const mentions: Mention[] = [];
  for (let from = 0; from < words.length; from += 1) {
    if (hitsOf(words[from]?.text ?? '').length === 0) continue;
    let to = from;
    // Words of one stretch follow each other with nothing but spaces, dots, dashes and ampersands between them.
    while (to + 1 < words.length && belongs(text, words, to) && hitsOf(words[to + 1]?.text ?? '').length > 0) to += 1;
    const mention = best(words.slice(from, to + 1), entries, scoreOf, hitsOf, weightOf);
    if (mention) mentions.push(mention);
    from = to;
  }
  return mentions;
}

function belongs(text: string, words: readonly Word[], at: number): boolean {
  const between = text.slice(words[at]?.end ?? 0, words[at + 1]?.start ?? 0);
  return /^[\s.&,–-]{1,4}$/u.test(between) && !/[,–-]\s/u.test(between);
}

function best(
  words: readonly Word[],
  entries: readonly Entry[],
  scoreOf: (words: readonly string[]) => { at: number; score: number; rare: number }[],
  hitsOf: (word: string) => readonly Hit[],
  weightOf: (word: string) => number,
): Mention | undefined {
  const ranked = scoreOf(words.map(({ text }) => text));
  const [first] = ranked;
  if (!first || first.rare < rareEnough) return undefined;
  const gotOf = (each: { at: number; score: number }): number => each.score * (entries[each.at]?.weight ?? 0);
  const top = ranked.filter((each) => each.rare >= rareEnough && gotOf(each) >= gotOf(first) - 0.05);
  // Words at the edges that none of the meant names hold belong to the sentence, not to the name.
  const own = new Set(top.flatMap(({ at }) => entries[at]?.words ?? []));
  const within = words.filter(({ text }) => hitsOf(text).some(({ word }) => own.has(word) && (weightOf(word) >= 0.15 || words.length > 1)));
  const start = within[0]?.start;
  const end = within.at(-1)?.end;
  if (start === undefined || end === undefined) return undefined;
  return { start, end, keys: [...new Set(top.map(({ at }) => entries[at]?.key ?? ''))], score: first.score };
}
