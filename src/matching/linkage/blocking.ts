import { createKeyTable, hashText } from './key-table.ts';

/** Which records share a key, without the keys that too many share. */
export type Blocks = {
  /** Calls back with every indexed record that shares a kept key with these, each once, in no particular order. */
  candidates(keys: readonly string[], found: (index: number) => void): void;
  readonly keptKeys: number;
  readonly droppedKeys: number;
  /** Pairs behind the kept keys, counted once a key. */
  readonly pairs: number;
};

export type BlockBuilder = {
  /** Records to be indexed, in their order. */
  index(keys: readonly string[]): void;
  /** Records that will be looked up. Call for all of them before `build`. */
  count(keys: readonly string[]): void;
  build(budget: number): Blocks;
};

/** The share of an everyday key: 1 of 200 records on average, and a key of that size finds nothing that another does not. */
const largestBlock = 4_000_000;

/**
 * Inverted index over hashes of keys. The smallest blocks are kept first until `budget` pairs are reached, so the time a run takes is
 * bounded whatever the data looks like; blocks of one size are kept or dropped together, so the order of records does not matter.
 */
export function createBlocks(): BlockBuilder {
  const table = createKeyTable(4096);
  const own: number[][] = [];
  let looked = new Int32Array(4096);
  let indexed = 0;
  return {
    index(keys) {
      for (const key of keys) {
        const id = table.idOf(hashText(key));
        const list = own[id];
        if (list) list.push(indexed);
        else own[id] = [indexed];
      }
      indexed += 1;
    },
    count(keys) {
      if (looked.length < table.size()) looked = new Int32Array(table.size());
      for (const key of keys) {
        const id = table.find(hashText(key));
        if (id >= 0) looked[id] = (looked[id] ?? 0) + 1;
      }
    },
    build(budget) {
      const sizes = Float64Array.from(own, (list, id) => list.length * (looked[id] ?? 0));
      const { limit, pairs } = largestKept(sizes, budget);
      let [keptKeys, droppedKeys] = [0, 0];
      for (const size of sizes) {
        if (size > limit) droppedKeys += 1;
        else if (size > 0) keptKeys += 1;
      }
      const seen = new Int32Array(indexed).fill(-1);
      let turn = 0;
      return {
        keptKeys,
        droppedKeys,
        pairs,
        candidates(keys, found) {
          turn += 1;
          for (const key of keys) {
            const id = table.find(hashText(key));
            if (id < 0 || (sizes[id] ?? 0) > limit) continue;
            for (const index of own[id] ?? []) {
              if (seen[index] === turn) continue;
              seen[index] = turn;
              found(index);
            }
          }
        },
      };
    },
  };
}

function largestKept(sizes: Float64Array, budget: number): { limit: number; pairs: number } {
  const sorted = sizes.toSorted();
  let [limit, pairs, at] = [0, 0, 0];
  while (at < sorted.length) {
    const size = sorted[at] ?? 0;
    let end = at;
    while (end < sorted.length && sorted[end] === size) end += 1;
    if (size > largestBlock || pairs + size * (end - at) > budget) break;
    limit = size;
    pairs += size * (end - at);
    at = end;
  }
  return { limit, pairs };
}
