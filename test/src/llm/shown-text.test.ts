import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShownText } from '../../../src/llm/shown-text.ts';

const values: Readonly<Record<string, string>> = { '<PERSON_1>': 'Karla 👋', '<EMAIL_12b>': 'k@x.example', '<TEXT_2>': '<PERSON_1>' };

async function shownIn(chunks: readonly string[]): Promise<string> {
  const reader = createShownText(async (token) => values[token]);
  let shown = '';
  for (const chunk of chunks) shown += await reader.push(chunk);
  return shown + reader.end();
}

const word = fc.constantFrom(
  ...Object.keys(values),
  '<PERSON_9>',
  '<PER',
  '<',
  '👩🏽‍🚀',
  ' ',
  'x',
  '\n',
  'https://e.example/',
  '](',
  '![a](',
  '"',
  '<b>',
);

describe('a text as its reader gets it', () => {
  it('is the same wherever it is split, and holds nothing back in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 12 }), fc.array(fc.nat(80), { maxLength: 12 }), async (words, cuts) => {
        const text = words.join('');
        const places = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const chunks = places.slice(1).map((end, at) => text.slice(places[at], end));
        expect(await shownIn(chunks)).toBe(await shownIn([text]));
        expect(await shownIn(text.split(''))).toBe(await shownIn([text]));
      }),
      { numRuns: 300 },
    );
  });

  it('restores a value once: a token within one is text', async () => {
    expect(await shownIn(['<TEX', 'T_2> and <PERSON_1>'])).toBe('<PERSON_1> and Karla 👋');
  });

  it('asks for each token once, before it is needed', async () => {
    const asked: string[] = [];
    const reader = createShownText(async (token) => {
      asked.push(token);
      return values[token];
    });
    await reader.push('<PERSON_1> <PERSON_');
    await reader.push('1> <EMAIL_12b');
    await reader.push('><PERSON_1>');
    expect(asked).toEqual(['<PERSON_1>', '<EMAIL_12b>']);
  });
});
