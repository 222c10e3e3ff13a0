import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignPairs,
  comparePair,
  digitRunOverlap,
  jaroWinkler,
  pairFeatures,
  pairTable,
  trigramSimilarity,
  type Linkable,
  type ScoredPair,
} from '../../../../src/learning/linking/index.ts';

const item: Linkable = {
  amount: 11_900n,
  currency: 'EUR',
  date: '2026-03-01',
  reference: 'Invoice RE-0004711',
  counterparty: 'Northwind GmbH',
};
const feature = (values: Float64Array, name: (typeof pairFeatures)[number]): number => values[pairFeatures.indexOf(name)] ?? Number.NaN;

describe('likeness of texts', () => {
  it('Jaro–Winkler is as published', () => {
    expect(jaroWinkler('MARTHA', 'MARHTA')).toBeCloseTo(0.9611, 4);
    expect(jaroWinkler('DIXON', 'DICKSONX')).toBeCloseTo(0.8133, 4);
    expect(jaroWinkler('DWAYNE', 'DUANE')).toBeCloseTo(0.84, 4);
    expect(jaroWinkler('abc', 'xyz')).toBe(0);
  });

  it('trigrams count shared runs, whatever case and accents', () => {
    // " ab", "abc", "bc " against " ab", "abd", "bd ".
    expect(trigramSimilarity('abc', 'ABD')).toBeCloseTo(1 / 3, 12);
    expect(trigramSimilarity('Müller & Söhne', 'muller sohne')).toBe(1);
  });

  it('a number survives what a bank does to the words around it', () => {
    expect(digitRunOverlap('RE-0004711/26', 'ZAHLUNG 4711 DANKE')).toBe(1);
    expect(digitRunOverlap('4711 and 4712', '4712 5000')).toBe(0.5);
    expect(digitRunOverlap('no number', '4711')).toBeNaN();
  });

  it('is the same both ways, within 0 and 1, and 1 with itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
        for (const likeness of [trigramSimilarity, digitRunOverlap]) expect(likeness(one, other)).toEqual(likeness(other, one));
        for (const likeness of [trigramSimilarity, jaroWinkler]) {
          const [both, self] = [likeness(one, other), likeness(one, one)];
          expect(Number.isNaN(both) || (both >= 0 && both <= 1)).toBe(true);
          expect(Number.isNaN(self) || Math.abs(self - 1) < 1e-12).toBe(true);
        }
      }),
      { seed: 4 },
    );
  });
});

describe('a candidate pair as numbers', () => {
  it('a payment short by a discount is near in amount and equal in reference', () => {
    const values = comparePair(item, {
      amount: 11_662n,
      currency: 'EUR',
      date: '2026-03-09',
      reference: 'RE 4711',
      counterparty: 'NORTHWIND',
    });
    expect(feature(values, 'amountEqual')).toBe(0);
    expect(feature(values, 'amountRatio')).toBeCloseTo(0.98, 12);
    expect(feature(values, 'amountRemainder')).toBeCloseTo(0.02, 12);
    expect(feature(values, 'daysApart')).toBe(8);
    expect(feature(values, 'referenceDigits')).toBe(1);
    expect(feature(values, 'counterpartyName')).toBeGreaterThan(0.9);
  });

  it('what a side does not say is missing, not unlike', () => {
    const values = comparePair(item, { amount: 11_900n, currency: 'USD' });
    expect([feature(values, 'amountEqual'), feature(values, 'amountRemainder'), feature(values, 'currencyEqual')]).toEqual([1, 0, 0]);
    for (const name of ['daysApart', 'referenceTrigrams', 'referenceDigits', 'counterpartyName'] as const)
      expect(feature(values, name)).toBeNaN();
  });

  it('intercompany sides agree when they mirror each other', () => {
    expect(feature(comparePair(item, { ...item, amount: -11_900n }, { sign: -1 }), 'amountEqual')).toBe(1);
    expect(feature(comparePair(item, { ...item, amount: -11_900n }), 'amountRatio')).toBe(0);
    expect(feature(comparePair({ ...item, amount: 0n }, { ...item, amount: 0n }), 'amountRatio')).toBe(1);
  });

  it('pairs become a table of the same numbers, with a likeness of names from elsewhere if given', () => {
    const table = pairTable([[item, item]], { nameSimilarity: () => 0.5 });
    expect(table.features.map(({ name }) => name)).toEqual([...pairFeatures]);
    expect(table.columns.map((column) => column[0])).toEqual([1, 1, 0, 1, 0, 1, 1, 0.5, 1]);
  });
});

describe('linking one to one', () => {
  const pair = (first: number, second: number, score: number): ScoredPair => ({ first, second, score });

  it('gives up the best single pair where two others are worth more together', () => {
    const pairs = [pair(0, 0, 0.9), pair(0, 1, 0.85), pair(1, 0, 0.8)];
    expect(assignPairs(pairs).links.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(assignPairs(pairs, { by: 'greedy' }).links.map(({ first, second }) => [first, second])).toEqual([[0, 0]]);
  });

  it('leaves alone what is not good enough, and undecided what is too close to call', () => {
    expect(assignPairs([pair(0, 0, 0.4)]).links).toEqual([]);
    const { links, undecided } = assignPairs([pair(0, 0, 0.9), pair(0, 1, 0.88), pair(1, 2, 0.7)], { margin: 0.1 });
    expect(links).toEqual([{ ...pair(1, 2, 0.7), margin: Infinity }]);
    expect(undecided).toEqual([{ ...pair(0, 0, 0.9), margin: expect.closeTo(0.02, 12) }]);
  });

  it('finds the highest sum there is', () => {
    const scores = fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(scores, (rows) => {
        const pairs = rows.flatMap((row, first) => row.map((score, second) => pair(first, second, score / 20)));
        const found = assignPairs(pairs, { least: 0.3 });
        const worth = found.links.reduce((sum, { score }) => sum + score - 0.3, 0);
        expect(worth).toBeCloseTo(
          best(
            rows.map((row) => row.map((score) => score / 20 - 0.3)),
            0,
            new Set(),
          ),
          9,
        );
        expect(new Set(found.links.map(({ second }) => second)).size).toBe(found.links.length);
      }),
      { seed: 12 },
    );
  });

  it('links three hundred lines in well under a second and nothing without pairs', () => {
    const pairs = Array.from({ length: 300 }, (_, first) => [pair(first, first, 0.8), pair(first, (first + 1) % 300, 0.75)]).flat();
    expect(assignPairs(pairs).links.every(({ first, second }) => first === second)).toBe(true);
    expect(assignPairs([])).toEqual({ links: [], undecided: [] });
  });

  it('refuses a score that is no number', () => {
    expect(() => assignPairs([pair(0, 0, Number.NaN)])).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => assignPairs([pair(-1, 0, 1)])).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

/** By trying everything. */
function best(worth: readonly (readonly number[])[], row: number, taken: ReadonlySet<number>): number {
  if (row === worth.length) return 0;
  let most = best(worth, row + 1, taken);
  (worth[row] ?? []).forEach((value, column) => {
    if (!taken.has(column) && value >= -1e-12) most = Math.max(most, value + best(worth, row + 1, new Set([...taken, column])));
  });
  return most;
}
