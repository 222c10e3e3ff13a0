import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence, Span, SpanKind } from '../../../src/contracts/detection.ts';
import { mergeSpans } from '../../../src/recognising/index.ts';
import { windowsOver } from '../../../src/recognising/windows.ts';

const text = 'Order SO-78910 of Anneliese Smith, Acme Berlin, +49 30 1234567';

function span(kind: SpanKind, value: string, by: Evidence): Span {
  const start = text.indexOf(value);
  return { kind, start, end: start + value.length, by };
}
const shown = (spans: readonly Span[]): string[] => spans.map(({ kind, start, end, by }) => `${kind} ${text.slice(start, end)} (${by})`);

describe('mergeSpans', () => {
  it('adds what only the model found', () => {
    const merged = mergeSpans(text, [span('PHONE', '+49 30 1234567', 'pattern')], [span('PERSON', 'Anneliese Smith', 'model')]);
    expect(shown(merged)).toEqual(['PERSON Anneliese Smith (model)', 'PHONE +49 30 1234567 (pattern)']);
  });

  it('takes the wider name where a list knew only a part of it', () => {
    const merged = mergeSpans(text, [span('PERSON', 'Smith', 'list')], [span('PERSON', 'Anneliese Smith', 'model')]);
    expect(shown(merged)).toEqual(['PERSON Anneliese Smith (model)']);
  });

  it.each(['known', 'checksum'] as const)('never moves what is %s; the model keeps what stands beside it', (by) => {
    const merged = mergeSpans(text, [span('PERSON', 'Smith', by)], [span('PERSON', 'Anneliese Smith', 'model')]);
    expect(shown(merged)).toEqual(['PERSON Anneliese (model)', `PERSON Smith (${by})`]);
  });

  it('keeps the rules where the model calls the same thing by another kind', () => {
    const merged = mergeSpans(text, [span('PLACE', 'Berlin', 'list')], [span('ORG', 'Acme Berlin', 'model')]);
    expect(shown(merged)).toEqual(['ORG Acme (model)', 'PLACE Berlin (list)']);
  });

  it('leaves a business id of a typed field alone, and a document number by its look', () => {
    const start = text.indexOf('Acme');
    expect(mergeSpans(text, [], [span('ORG', 'Acme', 'model')], [{ start, end: start + 4 }])).toEqual([]);
    expect(mergeSpans(text, [], [span('ORG', 'SO-78910', 'model')])).toEqual([]);
  });

  it('whatever both found, the result is sorted, apart, holds every fact and covers no business id', () => {
    const ranges = (by: readonly Evidence[]): fc.Arbitrary<Span[]> =>
      fc
        .array(
          fc.record({
            start: fc.nat(60),
            length: fc.integer({ min: 1, max: 12 }),
            kind: fc.constantFrom('PERSON', 'ORG'),
            by: fc.constantFrom(...by),
          }),
        )
        .map((all) => {
          let end = 0;
          return all
            .toSorted((a, b) => a.start - b.start)
            .flatMap(({ start, length, kind, by: evidence }) => {
              if (start < end || start + length > text.length) return [];
              end = start + length;
              return [{ kind, start, end, by: evidence }];
            });
        });
    fc.assert(
      fc.property(ranges(['known', 'checksum', 'list', 'shape']), ranges(['model']), ranges(['known']), (found, model, ids) => {
        const safe = ids.filter((id) => found.every((each) => each.end <= id.start || id.end <= each.start));
        const merged = mergeSpans(text, found, model, safe);
        merged.forEach((each, index) => expect(each.start).toBeGreaterThanOrEqual(merged[index - 1]?.end ?? 0));
        for (const fact of found.filter(({ by }) => by === 'known' || by === 'checksum')) expect(merged).toContainEqual(fact);
        for (const each of found) expect(merged.some(({ start, end }) => start <= each.start && each.end <= end)).toBe(true);
        for (const id of safe) expect(merged.some(({ start, end }) => start < id.end && id.start < end)).toBe(false);
      }),
    );
  });
});

describe('windows over a long text', () => {
  it('answer for every word once, in order, within what the model reads', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 80 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 2, max: 40 }), fc.integer({ min: 0, max: 20 }), (all, room, overlap) => {
        const words = all.map((size, index) => ({ start: index, end: index + 1, pieces: Array<number>(size).fill(0) }));
        const windows = windowsOver(words, room, Math.min(overlap, room / 2));
        expect(windows.flatMap(({ from, to }) => words.slice(from, to))).toEqual(words);
        for (const { first, from, to, end } of windows) {
          expect(first <= from && from < to && to <= end).toBe(true);
          const used = words.slice(first, end).reduce((sum, { pieces }) => sum + pieces.length, 0);
          expect(used <= room || end - first === 1).toBe(true);
        }
      }),
    );
  });
});
