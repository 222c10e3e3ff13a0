import type { Found } from './score.ts';

/**
 * Where a redacted text differs from its original. Between two marks a redacted text holds pieces of the original, in
 * order: each piece is looked for right after the one before, the last at the very end, and what lies between two pieces
 * is what was taken out. Neighbouring marks with a blank between them may share their letters out differently than the
 * library did; together they cover the same. A library that changed more than it marked gets one span from the first
 * difference to the last.
 */
export function takenOut(original: string, redacted: string, mark: string): Found[] {
  const pieces = redacted.split(mark);
  const spans: Found[] = [];
  const tail = pieces.at(-1) ?? '';
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    if (index === 0) {
      if (!original.startsWith(piece)) return difference(original, redacted);
      at = piece.length;
      continue;
    }
    const isLast = index === pieces.length - 1;
    // An empty piece between two marks says nothing: the spans touch.
    if (!isLast && piece === '') continue;
    // A mark stands for one character at least.
    const found = isLast ? original.length - tail.length : original.indexOf(piece, at + 1);
    if (found <= at || !original.startsWith(piece, found)) return difference(original, redacted);
    spans.push({ start: at, end: found });
    at = found + piece.length;
  }
  return pieces.length === 1 && at < original.length ? difference(original, redacted) : spans;
}

function difference(original: string, redacted: string): Found[] {
  if (original === redacted) return [];
  const most = Math.min(original.length, redacted.length);
  let start = 0;
  while (start < most && original[start] === redacted[start]) start += 1;
  let same = 0;
  while (same < most - start && original.at(-1 - same) === redacted.at(-1 - same)) same += 1;
  return [{ start, end: original.length - same }];
}

/** The text with a mark where something was found; spans are sorted and do not overlap. */
export function redact(text: string, found: readonly Found[], mark: string): string {
  let kept = '';
  let at = 0;
  for (const { start, end } of found) {
    kept += text.slice(at, start) + mark;
    at = end;
  }
  return kept + text.slice(at);
}
