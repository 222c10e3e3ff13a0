/**
 * Seeded chance for everything that learns: integer arithmetic alone, so the same seed draws the same numbers on every
 * machine and every version of Node. Not for secrets.
 */
export type Random = {
  /** In [0, 1), 32 bits of it. */
  next(): number;
  /** A whole number from 0 to `below` less one. */
  int(below: number): number;
  /** The numbers from 0 to `length` less one, in a drawn order. */
  permutation(length: number): Int32Array;
};

/** sfc32 (PractRand's small fast counting generator), its state filled from the seed by splitmix32. */
export function createRandom(seed: number): Random {
  let mix = seed >>> 0;
  const fill = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let value = mix ^ (mix >>> 16);
    value = Math.imul(value, 0x21f0aaad);
    value ^= value >>> 15;
    value = Math.imul(value, 0x735a2d97);
    return (value ^ (value >>> 15)) >>> 0;
  };
  let [a, b, c, counter] = [fill(), fill(), fill(), 1];
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let index = 0; index < 12; index += 1) bits();
  const next = (): number => bits() / 4_294_967_296;
  const int = (below: number): number => Math.floor(next() * below);
  return {
    next,
    int,
    permutation(length) {
      const order = Int32Array.from({ length }, (_, index) => index);
      for (let index = length - 1; index > 0; index -= 1) {
        const other = int(index + 1);
        const kept = order[index] ?? 0;
        order[index] = order[other] ?? 0;
        order[other] = kept;
      }
      return order;
    },
  };
}
