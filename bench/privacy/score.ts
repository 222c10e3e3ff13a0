import type { Gold, GoldKind, Sample } from './corpus.ts';

/** What somebody found in a text. `kind` is a SpanKind for us and unknown for a library that only rewrites. */
export type Found = { readonly kind?: string; readonly start: number; readonly end: number };

/** A text with what was found in it. */
export type Judged = { readonly sample: Sample; readonly found: readonly Found[] };

/** The kinds that point at a person or an account by themselves. */
export const directKinds: ReadonlySet<string> = new Set<GoldKind>([
  'PERSON',
  'ADDRESS',
  'PHONE',
  'EMAIL',
  'CARD',
  'SSN',
  'IBAN',
  'IP',
  'LICENCE',
  'ZIP',
]);

/** Shares are fractions; a share of nothing is NaN, because it says nothing. */
export type KindScore = {
  readonly gold: number;
  readonly touched: number;
  readonly covered: number;
  readonly recall: number;
  /** Every letter and digit of the value is inside what was found. */
  readonly whole: number;
  readonly leak: number;
  readonly letters: number;
  readonly leaked: number;
};

export type Score = {
  /** Labelled spans of the direct kinds that something found overlaps. */
  readonly recall: number;
  /** Found spans that overlap a label of any kind. */
  readonly precision: number;
  /** Found spans of a direct kind that overlap a label of a direct kind. */
  readonly strictPrecision: number;
  readonly f2: number;
  /** Letters and digits of the direct kinds that nothing found covers. */
  readonly leak: number;
  /** Letters and digits outside every label that something found covers. */
  readonly over: number;
  readonly allRecall: number;
  readonly allLeak: number;
  readonly byKind: ReadonlyMap<GoldKind, KindScore>;
  readonly counts: { readonly gold: number; readonly touched: number; readonly found: number; readonly right: number };
};

export function score(judged: readonly Judged[]): Score {
  const kinds = new Map<GoldKind, { gold: number; touched: number; covered: number; letters: number; leaked: number }>();
  const counts = { found: 0, right: 0, direct: 0, directRight: 0, innocent: 0, removed: 0 };
  for (const { sample, found } of judged) {
    for (const span of found) {
      const hits = sample.spans.filter((gold) => overlaps(gold, span));
      counts.found += 1;
      if (hits.length > 0) counts.right += 1;
      if (span.kind === undefined || !directKinds.has(span.kind)) continue;
      counts.direct += 1;
      if (hits.some((gold) => directKinds.has(gold.type))) counts.directRight += 1;
    }
    const hidden = mask(sample.text, found);
    const labelled = mask(sample.text, sample.spans);
    for (const gold of sample.spans) {
      const kind = kinds.get(gold.type) ?? { gold: 0, touched: 0, covered: 0, letters: 0, leaked: 0 };
      const { letters, leaked } = lettersIn(sample.text, gold, hidden);
      kind.gold += 1;
      if (found.some((span) => overlaps(gold, span))) kind.touched += 1;
      if (leaked === 0) kind.covered += 1;
      kind.letters += letters;
      kind.leaked += leaked;
      kinds.set(gold.type, kind);
    }
    for (const { index } of sample.text.matchAll(letter)) {
      if (labelled[index] === 1) continue;
      counts.innocent += 1;
      if (hidden[index] === 1) counts.removed += 1;
    }
  }
  return summary(kinds, counts);
}

const letter = /[\p{L}\p{N}]/gu;

function summary(
  kinds: ReadonlyMap<GoldKind, { gold: number; touched: number; covered: number; letters: number; leaked: number }>,
  counts: { found: number; right: number; direct: number; directRight: number; innocent: number; removed: number },
): Score {
  const sum = (of: 'gold' | 'touched' | 'letters' | 'leaked', isWanted: (kind: string) => boolean): number =>
    [...kinds].reduce((total, [kind, numbers]) => total + (isWanted(kind) ? numbers[of] : 0), 0);
  const isDirect = (kind: string): boolean => directKinds.has(kind);
  const isAny = (): boolean => true;
  const recall = sum('touched', isDirect) / sum('gold', isDirect);
  const precision = counts.right / counts.found;
  return {
    recall,
    precision,
    strictPrecision: counts.directRight / counts.direct,
    f2: fBeta(precision, recall),
    leak: sum('leaked', isDirect) / sum('letters', isDirect),
    over: counts.removed / counts.innocent,
    allRecall: sum('touched', isAny) / sum('gold', isAny),
    allLeak: sum('leaked', isAny) / sum('letters', isAny),
    byKind: new Map(
      [...kinds].map(([kind, numbers]) => [
        kind,
        {
          ...numbers,
          recall: numbers.touched / numbers.gold,
          whole: numbers.covered / numbers.gold,
          leak: numbers.leaked / numbers.letters,
        },
      ]),
    ),
    counts: { gold: sum('gold', isDirect), touched: sum('touched', isDirect), found: counts.found, right: counts.right },
  };
}

/** Weighs recall `beta` times as much as precision; 0 when both are. */
export function fBeta(precision: number, recall: number, beta = 2): number {
  const weight = beta * beta;
  const below = weight * precision + recall;
  return below === 0 ? 0 : ((1 + weight) * precision * recall) / below;
}

/** Where the true share lies with 95 % confidence (Wilson 1927): honest for small numbers and for shares near 0 and 1. */
export function wilson(hits: number, total: number): { readonly low: number; readonly high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const z = 1.959964;
  const share = hits / total;
  const middle = share + (z * z) / (2 * total);
  const half = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const below = 1 + (z * z) / total;
  return { low: Math.max(0, (middle - half) / below), high: Math.min(1, (middle + half) / below) };
}

export type Altered = { readonly altered: number; readonly total: number };

/** How many sentences without personal data would have been changed, by document kind. */
export function alteredByKind(judged: readonly { readonly kind: string; readonly found: readonly Found[] }[]): {
  readonly all: Altered;
  readonly byKind: ReadonlyMap<string, Altered>;
} {
  const byKind = new Map<string, Altered>();
  for (const { kind, found } of judged) {
    const before = byKind.get(kind) ?? { altered: 0, total: 0 };
    byKind.set(kind, { altered: before.altered + (found.length > 0 ? 1 : 0), total: before.total + 1 });
  }
  const all = [...byKind.values()].reduce((sum, { altered, total }) => ({ altered: sum.altered + altered, total: sum.total + total }), {
    altered: 0,
    total: 0,
  });
  return { all, byKind };
}

export const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start < b.end && b.start < a.end;

/** 1 for every UTF-16 unit inside one of the spans. */
function mask(text: string, spans: readonly { readonly start: number; readonly end: number }[]): Uint8Array {
  const units = new Uint8Array(text.length);
  for (const { start, end } of spans) units.fill(1, start, end);
  return units;
}

function lettersIn(text: string, { start, end }: Gold, hidden: Uint8Array): { letters: number; leaked: number } {
  let letters = 0;
  let leaked = 0;
  for (const { index } of text.slice(start, end).matchAll(letter)) {
    letters += 1;
    if (hidden[start + index] !== 1) leaked += 1;
  }
  return { letters, leaked };
}
