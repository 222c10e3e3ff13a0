import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit } from '../../../graphs/decision-audit/fit.ts';

const cells = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 60 }),
    fc.dictionary(fc.string({ maxLength: 20 }), tie('tree'), { maxKeys: 20 }),
  ),
})).tree;

describe('a text with a bound', () => {
  it('is whole where it fits', () => {
    const inputs = [{ field: 'amount', value: 8800, from: 'given' }];
    expect(fit(inputs, 100)).toBe(JSON.stringify(inputs));
  });

  it('shortens long runs of numbers before it leaves out a member, and says what is missing', () => {
    const inputs = ['a', 'b', 'c'].map((field) => ({ field, value: Array.from({ length: 400 }, (_, at) => at), from: 'fetched' }));
    const cut = JSON.parse(fit(inputs, 1000));
    expect(cut.map(({ field }: { field: string }) => field)).toEqual(['a', 'b', 'c']);
    expect(cut[0].value).toEqual([...Array.from({ length: 50 }, (_, at) => at), { cut: 350 }]);
  });

  it('leaves out the last members and counts them', () => {
    const factors = Array.from({ length: 300 }, (_, at) => ({ feature: `feature_${at}`, contribution: 1 / (at + 1) }));
    const cut = JSON.parse(fit(factors, 2000));
    expect(cut.at(-1)).toEqual({ cut: 300 - (cut.length - 1) });
    expect(cut[0]).toEqual(factors[0]);
  });

  it('is always JSON and never longer than its bound', () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: 100, max: 3000 }), (tree, max) => {
        // Made of JSON values alone.
        const text = fit(tree as Parameters<typeof fit>[0], max);
        expect(text.length).toBeLessThanOrEqual(max);
        expect(() => JSON.parse(text)).not.toThrow();
        if (JSON.stringify(tree).length > max) expect(text).toContain('"cut":');
      }),
      { numRuns: 300 },
    );
  });
});
