import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { foldOf } from './letters.ts';
import { WordSet } from './word-set.ts';

/** Words for a way that hardly mean anything else. */
const strong = new WordSet(
  'street st road rd avenue ave boulevard blvd lane ln drive strasse straße str gasse allee highway hwy parkway'.split(' '),
);

export function isStrongStreet(draft: Draft, at: number): boolean {
  return draft.tokens.says(at, has.STREET) && strong.hasInAnyCase(draft, at);
}

const endings =
  /(?:straße|strasse|str|weg|gasse|platz|allee|ufer|damm|gata|gatan|vägen|vagen|vej|gade|straat|laan|plein|kade|gracht|singel|dijk|katu|kuja|utca|veien|vegen|gaten|straede|bakken|stien|tänav|iela|ulica|tie|puiestee|koz|weide|hof|pad|steenweg|lei|berg|allé|vej|torv|plass|plads|mäe|mae|väylä|polku|raitti|rinne|svingen|haugen|åsen|gränd|dreef|stråket|parken|bosch|ring|steig|stieg|zeile|promenade)$/iu;
/** Last three letters of all endings, as one number each: the expression is asked only where they fit. */
const lastThree = new Set(
  [...endings.source.matchAll(/[\p{L}]+/gu)]
    .map(([word]) => word)
    .filter((word) => word.length > 2)
    .map((word) => tailOf(word, word.length)),
);

function tailOf(text: string, end: number): number {
  return (
    ((foldOf[text.charCodeAt(end - 3)] ?? 0) * 512 + (foldOf[text.charCodeAt(end - 2)] ?? 0)) * 512 +
    (foldOf[text.charCodeAt(end - 1)] ?? 0)
  );
}

export function endsLikeStreet(draft: Draft, at: number): boolean {
  const { size, text, end, flags } = draft.tokens;
  // Bearing, spring and necktie end like streets and are none.
  if (((flags[at] ?? 0) & has.EN) !== 0) return false;
  return (size[at] ?? 0) >= 7 && (lastThree.has(tailOf(text, end[at] ?? 0)) || (size[at] ?? 0) > 30) && endings.test(draft.word(at));
}
