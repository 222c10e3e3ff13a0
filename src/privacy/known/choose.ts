import type { Candidate } from './model.ts';

type Stretch = { readonly start: number; readonly end: number };

/**
 * What is left when matches overlap: the longer one wins, of equals the stronger, and what it does not cover of the other
 * stays covered by the other. A business id wins over everything but a whole value.
 */
export function chosenFrom(text: string, candidates: readonly Candidate[], safe: readonly Stretch[]): readonly Candidate[] {
  const inOrder = candidates.toSorted((a, b) => a.start - b.start || b.end - a.end || b.strength - a.strength || rankOf(a) - rankOf(b));
  const sorted = besides(text, withoutSafe(inOrder, safe));
  const kept: Candidate[] = [];
  for (const next of sorted) {
    const last = kept.at(-1);
    if (!last || next.start >= last.end) kept.push(next);
    else if (isLonger(next, last)) {
      kept.pop();
      const head = trimmed(text, { ...last, end: next.start });
      if (head) kept.push(head);
      kept.push(next);
      const tail = trimmed(text, { ...last, start: next.end });
      if (tail) kept.push(tail);
    } else {
      const tail = trimmed(text, { ...next, start: last.end });
      if (tail) kept.push(tail);
    }
  }
  return joined(text, kept);
}

/** Street and town of one address are one span. */
function joined(text: string, kept: readonly Candidate[]): readonly Candidate[] {
  const whole: Candidate[] = [];
  for (const next of kept) {
    const last = whole.at(-1);
    if (last && next.holder.kind === 'ADDRESS' && next.holder === last.holder && isBeside(text, last, next))
      whole[whole.length - 1] = { ...last, end: next.end };
    else whole.push(next);
  }
  return whole;
}

/** Both lists are in order, so each is read once. */
function withoutSafe(sorted: readonly Candidate[], safe: readonly Stretch[]): readonly Candidate[] {
  let at = 0;
  return sorted.filter((candidate) => {
    while (at < safe.length && (safe[at]?.end ?? 0) <= candidate.start) at += 1;
    return candidate.strength >= 2 || (safe[at]?.start ?? candidate.end) >= candidate.end;
  });
}

function overlaps(a: Stretch, b: Stretch): boolean {
  return a.start < b.end && b.start < a.end;
}

/** A person before the mail address that is made of the name. */
function rankOf({ holder }: Candidate): number {
  return holder.kind === 'PERSON' ? 0 : 1;
}

function isLonger(a: Candidate, b: Candidate): boolean {
  return a.end - a.start > b.end - b.start;
}

function trimmed(text: string, candidate: Candidate): Candidate | undefined {
  let { start, end } = candidate;
  while (start < end && !isLetter(text, start)) start += 1;
  while (end > start && !isLetter(text, end - 1)) end -= 1;
  return end > start ? { ...candidate, start, end } : undefined;
}

function isLetter(text: string, at: number): boolean {
  return /[\p{L}\p{N}\p{M}\ud800-\udfff]/u.test(text[at] ?? '');
}

const farthest = 4;

/** Towns and zips stay where another part of an address, or the other of the two, stands beside them. */
function besides(text: string, sorted: readonly Candidate[]): readonly Candidate[] {
  if (!sorted.some(({ strength }) => strength === 0)) return sorted;
  const isKept = sorted.map((candidate) => isStreet(candidate));
  // Forwards, then backwards: a zip beside the street keeps the town behind it.
  const order = sorted.map((_, at) => at);
  for (const places of [order, order.toReversed()]) {
    let before: number | undefined;
    for (const at of places) {
      const candidate = sorted[at];
      if (!candidate || (candidate.strength > 0 && !isStreet(candidate))) continue;
      const other = before === undefined ? undefined : sorted[before];
      if (candidate.strength === 0 && other && before !== undefined && isBeside(text, candidate, other)) {
        if (isKept[before] === true || areTownAndZip(text, candidate, other)) {
          isKept[at] = true;
          isKept[before] = true;
        }
      }
      before = at;
    }
  }
  return sorted.filter(({ strength }, at) => strength > 0 || isKept[at] === true);
}

function isStreet({ strength, holder }: Candidate): boolean {
  return strength > 0 && holder.kind === 'ADDRESS';
}

function isBeside(text: string, a: Stretch, b: Stretch): boolean {
  if (overlaps(a, b)) return true;
  const between = text.slice(Math.min(a.end, b.end), Math.max(a.start, b.start));
  return between.length <= farthest && !/[\p{L}\p{N}]/u.test(between);
}

function areTownAndZip(text: string, a: Stretch, b: Stretch): boolean {
  return /\d/.test(text.slice(a.start, a.end)) !== /\d/.test(text.slice(b.start, b.end));
}
