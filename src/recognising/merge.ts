import type { Evidence, Span } from '../contracts/detection.ts';

export type Range = { readonly start: number; readonly end: number };

/** Known values and check digits are facts; nothing a model says moves them. */
const facts: readonly Evidence[] = ['known', 'checksum'];

/**
 * The detector's spans and a model's in one list, sorted and without overlaps. A model's span that covers a whole weaker
 * span of its kind replaces it (`Smith` by a list, `Anneliese Smith` by the model); otherwise the detector's spans stay
 * and the model keeps what is left beside them. Business ids are never covered: neither those of typed fields (`safe`)
 * nor what has the look of a document's number.
 */
export function mergeSpans(text: string, found: readonly Span[], model: readonly Span[], safe: readonly Range[] = []): readonly Span[] {
  // Trimmed first: a span that turns out to hold nothing must not have taken a found one's place.
  const wider = model.filter((span) => !isNumbered(text, span)).flatMap((span) => trimmed(text, span));
  const replaced = new Set<Span>();
  for (const span of wider) {
    const inside = found.filter((each) => each.start < span.end && span.start < each.end);
    const isWhole = inside.every((each) => each.kind === span.kind && each.start >= span.start && each.end <= span.end);
    const hasFact = inside.some(({ by }) => facts.includes(by));
    if (isWhole && !hasFact && !safe.some((range) => range.start < span.end && span.start < range.end))
      inside.forEach((each) => replaced.add(each));
  }
  const kept = found.filter((span) => !replaced.has(span));
  const added = wider.flatMap((span) => beside(text, span, [...kept, ...safe]));
  return [...kept, ...added].toSorted((a, b) => a.start - b.start);
}

/** What is left of a span beside others, where it still holds a letter or a digit. */
function beside(text: string, span: Span, taken: readonly Range[]): readonly Span[] {
  let rests: Range[] = [span];
  for (const range of taken) {
    rests = rests.flatMap((rest) =>
      [
        { start: rest.start, end: Math.min(rest.end, Math.max(rest.start, range.start)) },
        { start: Math.max(rest.start, Math.min(rest.end, range.end)), end: rest.end },
      ].filter((each) => each.end > each.start),
    );
  }
  return rests.flatMap((rest) => trimmed(text, { ...span, ...rest }));
}

function trimmed(text: string, span: Span): readonly Span[] {
  const value = text.slice(span.start, span.end);
  const first = value.search(/[\p{L}\p{N}]/u);
  if (first < 0) return [];
  const end = span.start + value.trimEnd().length;
  return [{ ...span, start: span.start + (value.length - value.trimStart().length), end }];
}

const named: readonly string[] = ['PERSON', 'ORG', 'PLACE', 'ORIGIN', 'USERNAME'];

/** `SO-78910` or `4500012345` called a name: models do that, and a document's number must stay. */
function isNumbered(text: string, { kind, start, end }: Span): boolean {
  if (!named.includes(kind)) return false;
  const words = text.slice(start, end).split(/\s+/);
  return words.every((word) => /\d/.test(word) || !/\p{L}/u.test(word));
}
