import type { Evidence, Span } from '../contracts/detection.ts';
import type { TokenKind } from '../contracts/classes.ts';

export type Range = { readonly start: number; readonly end: number };
/** What is to be replaced. `literal`: it only looks like a token. `opaque`: nobody can read what it holds. */
export type Finding = Range & {
  readonly kind: TokenKind;
  readonly by: Evidence | 'literal' | 'opaque';
  /** Of the entity this is a writing of. */
  readonly token?: string;
};

/**
 * The union of what was found, without overlaps. Where findings overlap, all they cover is hidden and the longest says
 * what it is. Three exceptions: known values keep their own bounds where nothing but them is in a longer finding; what a
 * pattern bounds, such as an e-mail, is not run together with a name that reaches into it; and what is known to be safe is
 * cut out of everything but known values and look-alikes.
 */
export function unite(text: string, given: readonly Finding[], safe: readonly Range[]): readonly Finding[] {
  const bounds = inOrder(given.filter(isBounded));
  const found = given.flatMap((each) =>
    reachesInto(each, bounds) ? without(each, bounds, text).map((part) => trimmed(text, part)) : [each],
  );
  const sure = found.filter((each) => isSure(each));
  const spared = inOrder(safe);
  const guessed = found.filter((each) => !isSure(each)).flatMap((each) => without(each, spared, text));
  const known = inOrder(sure.filter((each) => each.by === 'known'));
  const needed = guessed.filter((each) => without(each, known, text).length > 0);
  const sorted = [...sure, ...needed].map((each) => onWholeCharacters(text, each)).toSorted((a, b) => a.start - b.start || b.end - a.end);
  const united: Finding[] = [];
  for (const next of sorted) {
    const last = united.at(-1);
    if (last && next.start < last.end) united[united.length - 1] = joined(last, next);
    else united.push(next);
  }
  return united;
}

function isSure({ by }: Finding): boolean {
  return by === 'known' || by === 'literal' || by === 'opaque';
}

function joined(a: Finding, b: Finding): Finding {
  const longer = b.end - b.start > a.end - a.start ? b : a;
  const other = longer === a ? b : a;
  // A known name inside a longer one of the same kind: the whole is another writing of it.
  const token = longer.token ?? (other.kind === longer.kind ? other.token : undefined);
  return {
    kind: longer.kind,
    by: longer.by,
    start: Math.min(a.start, b.start),
    end: Math.max(a.end, b.end),
    ...(token === undefined ? {} : { token }),
  };
}

/** Found by what it is written like, or of a kind that says itself where it ends. */
function isBounded({ by, kind }: Finding): boolean {
  return by === 'pattern' || by === 'checksum' || kind === 'EMAIL' || kind === 'URL' || kind === 'IP';
}

/** Whether a finding without sure bounds overlaps one that has them, and neither lies within the other. */
function reachesInto(finding: Finding, bounds: readonly Range[]): boolean {
  if (isBounded(finding) || finding.by === 'literal' || finding.by === 'opaque') return false;
  for (let at = firstEndingAfter(bounds, finding.start); at < bounds.length; at += 1) {
    const range = bounds[at];
    if (!range || range.start >= finding.end) return false;
    const isNested =
      (range.start >= finding.start && range.end <= finding.end) || (finding.start >= range.start && finding.end <= range.end);
    if (!isNested) return true;
  }
  return false;
}

/** Without the brackets and spaces at the ends of what was cut. */
function trimmed(text: string, part: Finding): Finding {
  const value = text.slice(part.start, part.end);
  const lead = /^[^\p{L}\p{N}]*/u.exec(value)?.[0].length ?? 0;
  const trail = /[^\p{L}\p{N}]*$/u.exec(value)?.[0].length ?? 0;
  return { ...part, start: part.start + lead, end: part.end - trail };
}

/** Sorted and without overlaps, so that the ranges a finding meets are found by halving. */
function inOrder(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start < last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else merged.push({ start, end });
  }
  return merged;
}

function firstEndingAfter(ranges: readonly Range[], position: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The parts of a finding outside some ranges, as far as they hold a letter or digit. */
function without(finding: Finding, ranges: readonly Range[], text: string): readonly Finding[] {
  let parts: Finding[] = [finding];
  for (let at = firstEndingAfter(ranges, finding.start); at < ranges.length; at += 1) {
    const range = ranges[at];
    if (!range || range.start >= finding.end) break;
    parts = parts.flatMap((part) => [
      { ...part, end: Math.max(part.start, Math.min(part.end, range.start)) },
      { ...part, start: Math.min(part.end, Math.max(part.start, range.end)) },
    ]);
  }
  return parts.filter((part) => part.start < part.end && /[\p{L}\p{N}]/u.test(text.slice(part.start, part.end)));
}

/** A bound in the middle of a surrogate pair moves out, or half a character would stay. */
function onWholeCharacters<T extends Range>(text: string, range: T): T {
  const start = isInsidePair(text, range.start) ? range.start - 1 : range.start;
  const end = isInsidePair(text, range.end) ? range.end + 1 : range.end;
  return start === range.start && end === range.end ? range : { ...range, start, end };
}

function isInsidePair(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text[at - 1] ?? '') && /[\udc00-\udfff]/.test(text[at] ?? '');
}

export function fromSpan({ kind, start, end, by, token }: Span): Finding {
  return { kind, start, end, by, ...(token === undefined ? {} : { token }) };
}
