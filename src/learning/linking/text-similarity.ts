/**
 * Comparisons of short texts as numbers from 0 (nothing alike) to 1 (the same), on texts folded to lower case without accents.
 * Missing (NaN) where either side is empty: nothing can be said of a reference that was not given.
 */

/** Twice the shared runs of three characters over all of them (Dice 1945), ends padded so that beginnings count. */
export function trigramSimilarity(one: string, other: string): number {
  const [left, right] = [folded(one), folded(other)];
  if (left === '' || right === '') return Number.NaN;
  const counts = new Map<string, number>();
  const runs = trigramsOf(left);
  for (const run of runs) counts.set(run, (counts.get(run) ?? 0) + 1);
  let shared = 0;
  const others = trigramsOf(right);
  for (const run of others) {
    const left = counts.get(run) ?? 0;
    if (left === 0) continue;
    shared += 1;
    counts.set(run, left - 1);
  }
  return (2 * shared) / (runs.length + others.length);
}

/** Jaro's similarity (1989) with Winkler's bonus (1990) of a tenth for each of up to four common first characters; made for names. */
export function jaroWinkler(one: string, other: string): number {
  const [left, right] = [Array.from(folded(one)), Array.from(folded(other))];
  if (left.length === 0 || right.length === 0) return Number.NaN;
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1);
  const taken = right.map(() => false);
  const matched: string[] = [];
  left.forEach((character, at) => {
    for (let near = Math.max(0, at - reach); near <= Math.min(right.length - 1, at + reach); near += 1) {
      if (taken[near] === true || right[near] !== character) continue;
      taken[near] = true;
      matched.push(character);
      return;
    }
  });
  if (matched.length === 0) return 0;
  const opposite = right.filter((_, at) => taken[at]);
  const swaps = matched.filter((character, at) => character !== opposite[at]).length / 2;
  const jaro = (matched.length / left.length + matched.length / right.length + (matched.length - swaps) / matched.length) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < left.length && left[prefix] === right[prefix]) prefix += 1;
  return jaro + 0.1 * prefix * (1 - jaro);
}

/**
 * The share of the digit runs of the shorter list (three digits and more, leading zeros aside) that stand in the other too: an
 * invoice number survives whatever a bank does to the words around it. Missing where either side has none.
 */
export function digitRunOverlap(one: string, other: string): number {
  const [left, right] = [runsOf(one), runsOf(other)];
  if (left.size === 0 || right.size === 0) return Number.NaN;
  const [few, many] = left.size <= right.size ? [left, right] : [right, left];
  return [...few].filter((run) => many.has(run)).length / few.size;
}

function runsOf(text: string): ReadonlySet<string> {
  return new Set((text.match(/\d+/g) ?? []).map((run) => run.replace(/^0+/, '')).filter(({ length }) => length >= 3));
}

function trigramsOf(text: string): string[] {
  const padded = ` ${text} `;
  return Array.from({ length: Math.max(1, padded.length - 2) }, (_, at) => padded.slice(at, at + 3));
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
