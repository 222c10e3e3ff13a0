import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recogniser, SpanKind } from '../../src/contracts/detection.ts';

export type Sample = {
  /** Holds an emoji and a letter with a combining mark in front of something that is found. */
  readonly text: string;
  readonly found: readonly (readonly [SpanKind, string])[];
  /** Words the recogniser knows, to make texts of. */
  readonly words: readonly string[];
};

/** What any recogniser must keep to, whatever its model: run against every one of them. */
export function recogniserContract(name: string, open: () => Promise<Recogniser>, { text, found, words }: Sample): void {
  describe(`${name} as a recogniser`, () => {
    let recogniser: Recogniser;
    beforeAll(async () => {
      recogniser = await open();
    });
    afterAll(() => recogniser.close());

    it('counts positions in UTF-16 units, behind emoji and combining marks too', async () => {
      expect(text).toMatch(/\p{Extended_Pictographic}/u);
      expect(text).toMatch(/\p{M}/u);
      const spans = await recogniser.find(text);
      expect(spans.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual(found);
      expect(spans.every(({ by }) => by === 'model')).toBe(true);
    });

    it('answers sorted spans that are in range and never overlap', async () => {
      const piece = fc.oneof(
        fc.constantFrom(...words, '😀', '👩‍💻', 'e\u0301', '\u200b', '\n', '.'),
        fc.string({ unit: 'binary', maxLength: 8 }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.constantFrom(' ', ''), async (pieces, between) => {
          const given = pieces.join(between);
          let before = 0;
          for (const { start, end } of await recogniser.find(given)) {
            expect(start).toBeGreaterThanOrEqual(before);
            expect(end).toBeGreaterThan(start);
            before = end;
          }
          expect(before).toBeLessThanOrEqual(given.length);
        }),
      );
    });

    it('finds in a long text what it finds in a short one, as often as it stands there', async () => {
      const spans = await recogniser.find(`${text}\n`.repeat(60));
      const values = spans.map(({ start, end }) => `${text}\n`.repeat(60).slice(start, end));
      expect(values).toEqual(Array.from({ length: 60 }, () => found.map(([, value]) => value)).flat());
    });

    it('finds nothing in nothing', async () => {
      expect(await recogniser.find('')).toEqual([]);
    });

    it('stops when told to, before it began and in the middle', async () => {
      await expect(recogniser.find(text, AbortSignal.abort())).rejects.toThrow();
      const abort = new AbortController();
      const pending = recogniser.find(text.repeat(200), abort.signal);
      abort.abort();
      await expect(pending).rejects.toThrow();
      expect(await recogniser.find(text)).toHaveLength(found.length);
    });

    it('can be closed twice, and finds nothing more afterwards', async () => {
      const other = await open();
      await other.close();
      await expect(other.close()).resolves.toBeUndefined();
      await expect(other.find(text)).rejects.toThrow(expect.objectContaining({ code: 'llm.unavailable' }));
    });
  });
}
