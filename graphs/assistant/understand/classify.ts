import { tagConcepts, type Tagged } from './concepts.ts';
import type { Entities } from './entities.ts';
import { intents, type Intent, type Sign } from './intents/index.ts';
import { wordsOf } from './words.ts';

export type Ranked = { readonly intent: Intent; readonly score: number };

/** What a sentence names, as signs: its concepts and the kinds of things in it. A concept read out of a slip counts less. */
export function signsOf(text: string, entities: Entities): ReadonlyMap<Sign, number> {
  const words = wordsOf(text.normalize('NFC'), entities.taken);
  const signs = new Map<Sign, number>();
  for (const tag of strongest(tagConcepts(words))) signs.set(tag.concept, Math.max(signs.get(tag.concept) ?? 0, tag.isGuess ? 0.8 : 1));
  const add = (sign: Sign, isThere: boolean): void => {
    if (isThere) signs.set(sign, 1);
  };
  add('@order', entities.orders.length > 0);
  add('@customer', entities.customers.length > 0);
  // Somebody is named, though nobody knows whom.
  if (entities.isStrange && !signs.has('@customer')) signs.set('@customer', 0.6);
  add('@material', entities.materials.length > 0);
  add('@deal', entities.opportunities.length > 0);
  add('@day', entities.periods.length > 0);
  add('@quantity', entities.quantities.length > 0);
  add('@money', entities.monies.length > 0);
  add('@top', entities.top !== undefined);
  add('@stage', entities.stage !== undefined);
  add('@quote', entities.quote !== undefined);
  add('@it', entities.isBackward);
  return signs;
}

/** `past due` is one phrase; the words of a phrase mean nothing beside it. */
function strongest(tags: readonly Tagged[]): readonly Tagged[] {
  const phrases = tags.filter(({ from, to }) => to - from > 1);
  return tags.filter(
    (tag) => tag.to - tag.from > 1 || !phrases.some(({ from, to, concept }) => from <= tag.from && tag.to <= to && concept !== tag.concept),
  );
}

/**
 * Intents that fit, best first. Each group of needs gives two, each thing liked one, each thing that stays unexplained and
 * each thing against it takes away; so the intent that explains most of what was said comes first.
 */
export function rank(signs: ReadonlyMap<Sign, number>): readonly Ranked[] {
  const ranked: Ranked[] = [];
  for (const intent of intents) {
    const score = scoreOf(intent, signs);
    if (score !== undefined) ranked.push({ intent, score });
  }
  return ranked.toSorted((a, b) => b.score - a.score);
}

function scoreOf({ needs, likes, not, bonus }: Intent, signs: ReadonlyMap<Sign, number>): number | undefined {
  let score = bonus;
  const explained = new Set<Sign>();
  for (const group of needs) {
    const present = group.filter((sign) => signs.has(sign));
    if (present.length === 0) return undefined;
    score += 2 * Math.max(...present.map((sign) => signs.get(sign) ?? 0));
    for (const sign of present) explained.add(sign);
  }
  for (const [sign, weight] of signs) {
    // That something is pointed at speaks neither for nor against most questions.
    if (explained.has(sign) || (sign === '@it' && !likes.has(sign))) continue;
    if (likes.has(sign)) score += weight;
    else if (!not.includes(sign)) score -= (weak.has(sign) ? 0.15 : 0.7) * weight;
  }
  for (const sign of not) if (signs.has(sign) && !explained.has(sign)) score -= 2.5;
  return score;
}

/** Said in passing: whether something explains them hardly matters. */
const weak: ReadonlySet<Sign> = new Set<Sign>([
  'mine',
  'list',
  'yes',
  'no',
  'greet',
  'thanks',
  'thank',
  'help',
  'table',
  'recent',
  'due',
  'create',
]);

/** Below this a guess is worse than saying that one did not understand. */
export const sureEnough = 1.4;
