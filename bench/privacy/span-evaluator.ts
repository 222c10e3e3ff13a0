import { fBeta, type Found, type Judged } from './score.ts';
import { isSkipped } from './skip-words.ts';

export type SpanMatch = { readonly precision: number; readonly recall: number; readonly f2: number };

/**
 * What Presidio publishes its figures with (presidio-research, SpanEvaluator; read, not copied):
 * - a token belongs to a span when it begins inside it; a span begins and ends at tokens that are no skip words
 * - neighbours of one type with nothing but skip words between them count as one span
 * - each label takes the found spans that raise its intersection over union, in order; kinds need not agree
 * - a label whose union reaches `iou` is right and counts as one found span; every other found span is wrong
 * Tokens are cut the way spaCy does for English, in outline: punctuation stands alone, a hyphen between letters splits.
 * Bounds are counted exactly; Presidio adds a character behind both ends of the comparison, which is a shade more lenient.
 */
export function spanMatch(judged: readonly Judged[], iou: number): SpanMatch {
  let labels = 0;
  let right = 0;
  let found = 0;
  for (const { sample, found: spans } of judged) {
    const tokens = tokenise(sample.text);
    const gold = settle(
      tokens,
      sample.spans.map(({ type, start, end }) => ({ kind: type, start, end })),
    );
    const free = new Set(settle(tokens, spans));
    labels += gold.length;
    for (const label of gold) {
      const used = bestUnion(label, free);
      if (used.iou < iou) continue;
      right += 1;
      found += 1;
      for (const span of used.spans) free.delete(span);
    }
    found += free.size;
  }
  const precision = right / found;
  const recall = right / labels;
  return { precision, recall, f2: fBeta(precision, recall) };
}

type Token = { readonly start: number; readonly end: number; readonly isSkipped: boolean };
/** `from` and `to` are the tokens it spans, `to` exclusive; `start` and `end` the characters of those that count. */
type Settled = { readonly kind: string; readonly start: number; readonly end: number; readonly from: number; readonly to: number };

function tokenise(text: string): Token[] {
  return [...text.matchAll(/\s+|['’]s(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}@./_:#&+]*[\p{L}\p{M}\p{N}])?|./gu)].map(
    ({ index, 0: token }) => ({
      start: index,
      end: index + token.length,
      isSkipped: isSkipped(token),
    }),
  );
}

function settle(tokens: readonly Token[], spans: readonly Found[]): Settled[] {
  const settled: Settled[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const from = tokens.findIndex((token) => token.start >= span.start);
    if (from < 0) continue;
    const after = tokens.findIndex((token) => token.start >= span.end);
    const to = after < 0 ? tokens.length : after;
    const counting = tokens.slice(from, to).filter((token) => !token.isSkipped);
    const [first, last] = [counting[0], counting.at(-1)];
    if (!first || !last) continue;
    const next = { kind: span.kind ?? '', start: first.start, end: last.end, from, to };
    const before = settled.at(-1);
    const isNeighbour = before?.kind === next.kind && tokens.slice(before.to, from).every((token) => token.isSkipped);
    if (before && isNeighbour) settled[settled.length - 1] = { ...before, end: next.end, to };
    else settled.push(next);
  }
  return settled;
}

function bestUnion(label: Settled, free: ReadonlySet<Settled>): { readonly spans: readonly Settled[]; readonly iou: number } {
  let best: { spans: readonly Settled[]; iou: number } = { spans: [], iou: 0 };
  // Sets keep the order of the text.
  for (const span of free) {
    if (span.start >= label.end || label.start >= span.end) continue;
    const spans = [...best.spans, span];
    const both = spans.reduce((sum, { start, end }) => sum + Math.min(end, label.end) - Math.max(start, label.start), 0);
    const either = label.end - label.start + spans.reduce((sum, { start, end }) => sum + end - start, 0) - both;
    if (both / either > best.iou) best = { spans, iou: both / either };
  }
  return best;
}
