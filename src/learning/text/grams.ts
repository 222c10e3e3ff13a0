/** What is classified: a text, and side features by name (a department, a band of the amount). */
export type TextRow = { readonly text: string; readonly fields?: Readonly<Record<string, string>> };

/** Pairs of side features that count together as well (`['department', 'service']`). */
export type Crosses = readonly (readonly [string, string])[];

/** Buckets of the hash: 2^18, so about one n-gram in twenty shares its bucket with another. */
export const bucketCount = 262_144;

const [shortest, longest] = [2, 5];

/**
 * Calls `take` with the bucket, start and length of each character n-gram of two to five characters, within words that are padded with a
 * blank on both sides; so ` in` is a beginning and `in ` an end. A word shorter than the n-gram gives its whole self once.
 */
export function eachGram(text: string, take: (bucket: number, word: string, start: number, length: number) => void): void {
  for (const part of text.toLowerCase().split(/\s+/)) {
    if (part === '') continue;
    const word = ` ${part} `;
    for (let start = 0; start + shortest <= word.length; start += 1) {
      let state = 0x9747b28c;
      const end = Math.min(word.length, start + longest);
      for (let at = start; at < end; at += 1) {
        state = mix(state, word.charCodeAt(at));
        const length = at - start + 1;
        if (length >= shortest) take(finish(state, length) % bucketCount, word, start, length);
      }
    }
  }
}

/** One token a side feature and a cross, with the words that explain it. Absent and blank side features give none. */
export function sideTokens(row: TextRow, crosses: Crosses): { readonly bucket: number; readonly label: string }[] {
  const fields = row.fields ?? {};
  const valueOf = (name: string): string => (Object.hasOwn(fields, name) ? (fields[name] ?? '').trim() : '');
  const single = Object.keys(fields)
    .toSorted((left, right) => (left < right ? -1 : 1))
    .map((name) => ({ names: name, value: valueOf(name), label: `${name} = ${valueOf(name)}` }));
  const paired = crosses.map(([left, right]) => ({
    names: `${left}\u0000${right}`,
    value: valueOf(left) === '' || valueOf(right) === '' ? '' : `${valueOf(left)}\u0000${valueOf(right)}`,
    label: `${left} = ${valueOf(left)}, ${right} = ${valueOf(right)}`,
  }));
  return [...single, ...paired]
    .filter(({ value }) => value !== '')
    .map(({ names, value, label }) => ({ bucket: hashText(`${names}\u0001${value.toLowerCase()}`) % bucketCount, label }));
}

/** 32-bit hash of the UTF-16 code units, after Appleby's MurmurHash3. */
export function hashText(text: string): number {
  let state = 0x3c074a61;
  for (let at = 0; at < text.length; at += 1) state = mix(state, text.charCodeAt(at));
  return finish(state, text.length);
}

function mix(state: number, unit: number): number {
  let k = Math.imul(unit, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const mixed = state ^ Math.imul(k, 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(state: number, length: number): number {
  let value = state ^ length;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
