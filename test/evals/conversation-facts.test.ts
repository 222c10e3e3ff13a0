import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteReckoned } from '../../src/app/evals/reckoned-facts.ts';
import { converse } from '../../src/app/evals/conversation.ts';
import { openWorld, type World } from '../../src/app/evals/world.ts';
import { readPromptFolders } from '../../src/app/installation.ts';
import { Config } from '../../src/config/schema.ts';
import { factSheet } from '../../src/contracts/facts.ts';
import { isScorer, readSuites, type ConversationCase, type Observed } from '../../src/evaluating/index.ts';
import { checkFaithful } from '../../src/llm/index.ts';

const reckoned = (answer: unknown): readonly string[] => {
  const facts = factSheet();
  noteReckoned(facts, answer, '2024-05-20');
  return facts.build({}).facts.map((fact) => {
    if (fact.type === 'money') return `${fact.amount} ${fact.currency}`;
    if (fact.type === 'quantity' || fact.type === 'percent') return fact.value;
    return fact.type === 'count' ? String(fact.value) : fact.type;
  });
};
const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('what follows from a tool’s answer by counting and reckoning', () => {
  it('is how many of a list are alike and what they add up to', () => {
    const found = reckoned([
      { status: 'open', gross: eur('10.00'), dueOn: '2024-05-01' },
      { status: 'open', gross: eur('20.00'), dueOn: '2024-06-01' },
      { status: 'paid', gross: { amount: '5.00', currency: 'USD' }, dueOn: '2024-05-01' },
    ]);
    // Open ones together, overdue ones in euros, the days since.
    for (const figure of ['30.00 EUR', '10.00 EUR', '5.00 USD', '2', '19']) expect(found).toContain(figure);
    expect(found).not.toContain('35.00 EUR');
  });

  it('is what is left of one amount after another, its share, and a quantity less what was done of it', () => {
    const found = reckoned({ limit: eur('94000.00'), exposure: eur('46769.92') });
    expect(found).toContain('47230.08 EUR');
    expect(found).toContain('49.8');
    const lines = reckoned([{ lines: [{ material: 'M', ordered: { value: '12', unit: 'PC' }, delivered: '5' }] }, { lines: [] }]);
    expect(lines).toContain('7');
  });
});

describe('answers of conversations, held against what their tools answered', () => {
  let world: World;
  const observed: { readonly one: ConversationCase; readonly seen: Observed }[] = [];
  const check = (text: string, { facts, locale }: Observed): boolean =>
    checkFaithful(text, facts ?? { facts: [], view: {} }, { locale, required: [] }).ok;
  beforeAll(async () => {
    world = await openWorld({ config: Config.parse({}), prompts: readPromptFolders([]), content: undefined, folder: process.cwd() });
    const cases = readSuites('evals', isScorer)
      .filter(({ id }) => id === 'assistant' || id === 'desk-credit')
      .flatMap(({ data }) => data.cases.flatMap((one) => (one.kind === 'conversation' ? [one] : [])));
    for (const one of cases.filter((_, at) => at % 2 === 0))
      observed.push({ one, seen: await converse(world, one, AbortSignal.timeout(60_000)) });
  }, 120_000);
  afterAll(() => world.close());

  it('say only what the tools answered or what follows from it, in four languages', () => {
    expect(new Set(observed.map(({ one }) => one.locale))).toEqual(new Set(['en', 'de', 'fr', 'es']));
    expect(observed.filter(({ seen }) => !check(seen.inTokens ?? '', seen)).map(({ one }) => one.id)).toEqual([]);
    expect(observed.filter(({ seen }) => seen.text.includes('<')).map(({ one }) => one.id)).toEqual([]);
  });

  it('with one figure of three digits and more made another, nearly all are found out', () => {
    let changed = 0;
    let found = 0;
    for (const { seen } of observed) {
      const text = seen.inTokens ?? '';
      for (const { 0: figure, index } of text.matchAll(/(?<![<A-Z_\d-])\d[\d.,\u00a0\u202f]*\d{2}(?![\d>-])/g)) {
        const last = (Number(figure.at(-1)) + 3) % 10;
        changed += 1;
        if (!check(`${text.slice(0, index)}${figure.slice(0, -1)}${last}${text.slice(index + figure.length)}`, seen)) found += 1;
      }
    }
    expect(changed).toBeGreaterThan(100);
    expect(found / changed).toBeGreaterThan(0.97);
  });

  it('in another currency are found out too', () => {
    const inEuros = observed.filter(({ seen }) => (seen.inTokens ?? '').includes('€'));
    expect(inEuros.length).toBeGreaterThan(5);
    expect(inEuros.filter(({ seen }) => check((seen.inTokens ?? '').replaceAll('€', 'CHF'), seen)).map(({ one }) => one.id)).toEqual([]);
  });
});
