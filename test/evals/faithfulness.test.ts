import { beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../evals/faithfulness/forms.ts';
import { falseAlarms, handWritten, mutated, type Caught, type FaithfulText } from '../../evals/faithfulness/measure.ts';
import { mutations } from '../../evals/faithfulness/mutations.ts';
import { drawOrder } from '../../evals/faithfulness/orders.ts';
import type { FactSheet } from '../../src/contracts/llm.ts';
import { checkFaithful, fillAmounts } from '../../src/llm/index.ts';
import { narrate } from '../src/llm/narration.ts';
import { fastestOf, pace } from '../support/pace.ts';

/** As the gateway has it: nothing wrong, and something of what there is to tell. */
const isFaithful = (text: string, sheet: FactSheet, locale: string): boolean => {
  const { ok, told } = checkFaithful(text, sheet, { locale, required: [] });
  return ok && told.length > 0;
};
const prompts = ['order-status.summary', 'order-status.customer-update'];

async function narrated(orders: number): Promise<FaithfulText[]> {
  const texts: FaithfulText[] = [];
  for (let seed = 1; seed <= orders; seed += 1) {
    const drawn = drawOrder(seed);
    for (const locale of locales)
      for (const prompt of prompts) {
        const text = fillAmounts(await narrate(prompt, locale, drawn.sheet), drawn.sheet, locale);
        texts.push({ text, locale, drawn, by: 'narrator', from: prompt });
      }
  }
  return texts;
}

let byHand: readonly FaithfulText[];
let byNarrator: readonly FaithfulText[];
beforeAll(async () => {
  byHand = handWritten(4);
  byNarrator = await narrated(250);
}, 400_000);

describe('texts that say only what is true', () => {
  it('more than three hundred wordings by hand in four languages, over several orders each: none is refused', () => {
    expect(new Set(byHand.map(({ from }) => from)).size).toBeGreaterThan(300);
    expect(new Set(byHand.map(({ locale }) => locale)).size).toBe(4);
    const refused = falseAlarms(byHand, isFaithful);
    expect(refused.map(({ from, text }) => `${from}: ${text}`)).toEqual([]);
  });

  it('with those of the narrator more than three thousand: none is refused', () => {
    expect(byHand.length + byNarrator.length).toBeGreaterThan(3000);
    expect(falseAlarms(byNarrator, isFaithful).map(({ text }) => text)).toEqual([]);
  });

  it('a text takes at most 100 microseconds', { retry: 3 }, () => {
    const texts = [...byHand, ...byNarrator];
    const microseconds = fastestOf(4, () => {
      for (const { text, drawn, locale } of texts) isFaithful(text, drawn.sheet, locale);
    });
    expect(microseconds / texts.length).toBeLessThan(100 * pace());
  });
});

describe('one thing made wrong by a generator that knows nothing of the check', () => {
  it('makes mistakes of sixteen kinds and more', () => {
    expect(Object.keys(mutations).length).toBeGreaterThanOrEqual(16);
  });

  const share = ({ mutants, caught }: Caught): number => caught / mutants;
  it.each(['person', 'narrator'] as const)('in texts by a %s at least 95 of 100 of each kind are found', { timeout: 400_000 }, (by) => {
    const found = mutated(by === 'person' ? byHand : byNarrator.slice(0, 960), isFaithful);
    expect(found.filter(({ mutants }) => mutants < 10).map(({ kind }) => kind)).toEqual([]);
    expect(
      found
        .filter((each) => share(each) < 0.95)
        .map(({ kind, mutants, caught, missed }) => ({ kind, mutants, caught, missed: missed.slice(0, 3) })),
    ).toEqual([]);
  });

  it('a check that lets everything pass is found out', () => {
    const blind = mutated(byHand.slice(0, 200), () => true);
    expect(blind.every(({ caught }) => caught === 0)).toBe(true);
  });
});
