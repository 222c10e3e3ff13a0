/**
 * Things by hash, for look-ups that nearly always miss: a bit field small enough for the processor's cache turns most
 * hashes away before the map is asked. Equal hashes are candidates only; whoever asks compares the letters.
 */
export type HashIndex<T> = { readonly map: Map<number, T[]>; bits: Int32Array; shift: number };

export function createHashIndex<T>(): HashIndex<T> {
  return { map: new Map(), bits: new Int32Array(1), shift: 31 };
}

export function addHash<T>(index: HashIndex<T>, hash: number, item: T): void {
  const listed = index.map.get(hash);
  if (listed === undefined) index.map.set(hash, [item]);
  else if (!listed.includes(item)) listed.push(item);
}

/** To be called once everything is in: until then nothing is found. */
export function sealIndex<T>(index: HashIndex<T>): void {
  // Sixteen bits for each hash: one look-up in sixteen passes in vain.
  const bitCount = Math.min(26, Math.max(10, Math.ceil(Math.log2(index.map.size * 16 + 1))));
  index.bits = new Int32Array(1 << (bitCount - 5));
  index.shift = 32 - bitCount;
  for (const hash of index.map.keys()) {
    const place = Math.imul(hash, 0x9e3779b1) >>> index.shift;
    index.bits[place >> 5] = (index.bits[place >> 5] ?? 0) | (1 << (place & 31));
  }
}

export function mayHave<T>(index: HashIndex<T>, hash: number): boolean {
  const place = Math.imul(hash, 0x9e3779b1) >>> index.shift;
  return (((index.bits[place >> 5] ?? 0) >>> (place & 31)) & 1) === 1;
}
