import type { FactSheet } from 'countersign';
import type { Locale } from './forms.ts';
import { mutations } from './mutations.ts';
import { seededRandom } from '../../src/sandbox/core/ids.ts';
import { drawOrder, type Drawn } from './orders.ts';
import { readWordings, say } from './say.ts';

export type FaithfulText = {
  readonly text: string;
  readonly locale: Locale;
  readonly drawn: Drawn;
  readonly by: 'narrator' | 'person';
  readonly from: string;
};
export type Caught = { readonly kind: string; readonly mutants: number; readonly caught: number; readonly missed: readonly string[] };

/** Each wording with the facts of up to `each` orders it fits. */
export function handWritten(each: number, seed = 1): readonly FaithfulText[] {
  // Drawn once: rare states need a long look, and drawing costs more than saying.
  const pool = Array.from({ length: 1500 }, (_, at) => drawOrder(seed * 100_000 + at));
  return readWordings().flatMap((wording, at) => {
    const texts: FaithfulText[] = [];
    for (let turn = 0; turn < pool.length && texts.length < each; turn += 1) {
      const drawn = pool[(turn + at * 37) % pool.length];
      if (!drawn) continue;
      const text = say(wording, drawn);
      if (text !== undefined)
        texts.push({ text, locale: wording.locale, drawn, by: 'person', from: `${wording.locale}.txt:${wording.line}` });
    }
    return texts;
  });
}

/** True texts that a check refuses: there should be none. */
export function falseAlarms(
  texts: readonly FaithfulText[],
  isFaithful: (text: string, sheet: FactSheet, locale: Locale) => boolean,
): readonly FaithfulText[] {
  return texts.filter(({ text, drawn, locale }) => !isFaithful(text, drawn.sheet, locale));
}

/** Every mutation on every text it fits, and how many a check finds. */
export function mutated(
  texts: readonly FaithfulText[],
  isFaithful: (text: string, sheet: FactSheet, locale: Locale) => boolean,
  seed = 7,
): readonly Caught[] {
  return Object.entries(mutations).map(([kind, mutate]) => {
    const random = seededRandom(seed);
    let mutants = 0;
    const missed: string[] = [];
    for (const { text, drawn, locale } of texts) {
      const mutant = mutate(text, drawn, locale, random);
      if (mutant === undefined || mutant === text) continue;
      mutants += 1;
      if (isFaithful(mutant, drawn.sheet, locale)) missed.push(mutant);
    }
    return { kind, mutants, caught: mutants - missed.length, missed };
  });
}
