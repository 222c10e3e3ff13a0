import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPrivacyData, loadCorpus, loadNegatives, ofSplit, type GoldKind, type Sample } from '../../bench/privacy/corpus.ts';
import { alteredByKind, fBeta, score, wilson, type Judged } from '../../bench/privacy/score.ts';
import { spanMatch } from '../../bench/privacy/span-evaluator.ts';

const data = findPrivacyData();

/** `{PERSON:Ana Ruiz}` marks a label; `found` lists the pieces of text that were found. */
function judged(marked: string, found: readonly (string | readonly [kind: string, value: string])[]): Judged {
  const spans: Sample['spans'][number][] = [];
  let text = '';
  for (const piece of marked.split(/(\{[A-Z]+:[^}]*\})/)) {
    const [, kind, value] = /^\{([A-Z]+):([^}]*)\}$/.exec(piece) ?? [];
    if (kind !== undefined && value !== undefined)
      spans.push({ type: kind as GoldKind, start: text.length, end: text.length + value.length });
    text += value ?? piece;
  }
  return {
    sample: { text, spans },
    found: found.map((each) => {
      const [kind, value] = typeof each === 'string' ? ['PERSON', each] : each;
      const start = text.indexOf(value);
      if (start < 0) throw new Error(`${value} does not stand in the text`);
      return { kind, start, end: start + value.length };
    }),
  };
}

describe('the score of a redaction', () => {
  it('counts a value as recalled when any part of it was found, and the rest of its letters as leaked', () => {
    const { recall, leak, byKind } = score([judged('Ask {PERSON:Ana Ruiz} now', ['Ana'])]);
    expect(recall).toBe(1);
    expect(leak).toBeCloseTo(4 / 7);
    expect(byKind.get('PERSON')).toMatchObject({ gold: 1, recall: 1, whole: 0, leaked: 4 });
  });

  it('does not count punctuation and spaces that stay', () => {
    expect(score([judged('Call {PHONE:(0)30-12 34}', ['0', '30', '12', '34'])]).leak).toBe(0);
  });

  it('judges the direct kinds alone in recall and leak, and all kinds beside them', () => {
    const figures = score([judged('{PERSON:Ana} of {ORG:Acme}', ['Ana'])]);
    expect(figures).toMatchObject({ recall: 1, leak: 0, allRecall: 0.5 });
    expect(figures.allLeak).toBeCloseTo(4 / 7);
  });

  it('takes a span over any label for right, the stricter figure only one over a direct label', () => {
    const figures = score([judged('{ORG:Acme} met {PERSON:Ana} on Monday', ['Acme', 'Ana', 'Monday'])]);
    expect(figures.precision).toBeCloseTo(2 / 3);
    expect(figures.strictPrecision).toBeCloseTo(1 / 3);
    expect(figures.over).toBeCloseTo(6 / 11);
  });

  it('says nothing where there is nothing to judge', () => {
    expect(score([judged('all quiet', [])])).toMatchObject({ recall: Number.NaN, precision: Number.NaN, leak: Number.NaN, over: 0 });
  });

  it('never leaks less when less is found', () => {
    const text = '{PERSON:Ana Ruiz Gil} lives at {ADDRESS:12 Elm Road} since {AGE:40}';
    const words = ['Ana', 'Ruiz', 'Gil', 'lives', '12', 'Elm', 'Road', '40'];
    fc.assert(
      fc.property(fc.subarray(words), fc.nat(), (some, drop) => {
        const fewer = some.filter((_, at) => at !== drop % Math.max(some.length, 1));
        const [all, less] = [score([judged(text, some)]), score([judged(text, fewer)])];
        return less.leak >= all.leak && less.allLeak >= all.allLeak && less.recall <= all.recall && less.over <= all.over;
      }),
    );
  });

  it('weighs recall four times as much as precision', () => {
    expect(fBeta(0.5, 1)).toBeCloseTo(0.8333, 4);
    expect(fBeta(1, 0.5)).toBeCloseTo(0.5556, 4);
    expect(fBeta(0, 0)).toBe(0);
  });
});

describe('the match of spans as Presidio counts it', () => {
  const f2 = (marked: string, found: readonly (string | readonly [string, string])[], iou = 0.9): number =>
    spanMatch([judged(marked, found)], iou).f2;

  it('asks for nearly the same bounds, whatever the kind', () => {
    expect(f2('Ask {PERSON:Ana Ruiz}!', [['ORG', 'Ana Ruiz']])).toBe(1);
    expect(f2('Ask {PERSON:Ana Ruiz}!', ['Ana'])).toBe(0);
    expect(f2('Ask {PERSON:Ana Ruizzi}!', ['Ana Ruizzi!'])).toBe(1);
  });

  it('leaves skip words at the ends of a span out of account', () => {
    expect(f2('Meet at {ADDRESS:the corner of Elm and Oak}.', [['ADDRESS', 'Elm and Oak']])).toBe(1);
  });

  it('joins neighbours of one kind across skip words, and takes several spans for one label', () => {
    expect(f2('At {ADDRESS:Elm and Oak}.', ['Elm', 'Oak'])).toBe(1);
    expect(
      f2('At {ADDRESS:12 Elm 94110}.', [
        ['ADDRESS', '12 Elm '],
        ['ZIP', '94110'],
      ]),
    ).toBe(1);
  });

  it('counts a found span that matches no label as wrong', () => {
    expect(spanMatch([judged('{PERSON:Ana} came Tuesday', ['Ana', 'Tuesday'])], 0.9)).toMatchObject({ precision: 0.5, recall: 1 });
  });

  it('takes 0.7 for enough where that is asked', () => {
    expect(f2('Ask {PERSON:Ana Ruiz Gil}', ['Ana Ruiz'], 0.9)).toBe(0);
    expect(f2('Ask {PERSON:Anna Ruiz G}', ['Anna Ruiz'], 0.7)).toBe(1);
  });
});

describe('the sentences that hold no personal data', () => {
  it('are counted by document kind, once each however often they were changed', () => {
    const span = { start: 0, end: 1 };
    const { all, byKind } = alteredByKind([
      { kind: 'PO', found: [span, span] },
      { kind: 'PO', found: [] },
      { kind: 'SO', found: [] },
    ]);
    expect(all).toEqual({ altered: 1, total: 3 });
    expect(byKind.get('PO')).toEqual({ altered: 1, total: 2 });
  });

  it('say how far a share from few of them can be trusted', () => {
    expect(wilson(0, 600).high).toBeCloseTo(0.0064, 4);
    expect(wilson(10, 20).low).toBeCloseTo(0.2993, 3);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe.skipIf(data === undefined)('the privacy data beside the checkout', () => {
  it('has every label on the value it names, in order and without overlap', () => {
    const samples = loadCorpus(data ?? '', 'presidio-synth-v2');
    expect(samples).toHaveLength(1500);
    expect(samples.flatMap((sample) => sample.spans)).toHaveLength(2863);
    for (const { spans } of samples)
      expect(spans.every((span, at) => span.start < span.end && span.start >= (spans[at - 1]?.end ?? 0))).toBe(true);
    expect(samples.flatMap((sample) => sample.spans).filter((span) => span.type === 'OTHER')).toEqual([]);
  });

  it('splits by template id into a half to tune on and a half held out', () => {
    const samples = loadCorpus(data ?? '', 'presidio-synth-v2');
    expect([ofSplit(samples, 'tune').length, ofSplit(samples, 'held').length]).toEqual([754, 746]);
  });

  it('moves a label that is off by a character to its value', () => {
    const labels = loadCorpus(data ?? '', 'presidio-generated-small').flatMap(({ text, spans }) =>
      spans.map((span) => text.slice(span.start, span.end)),
    );
    expect(labels).toContain('Ayers');
    expect(labels).not.toContain('yers,');
  });

  it('reads every set', () => {
    expect(loadCorpus(data ?? '', 'enterprise-nano-en')).toHaveLength(149);
    expect(loadNegatives(data ?? '')).toHaveLength(600);
  });
});
