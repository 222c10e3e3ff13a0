/** 53 bits of a text (cyrb53, public domain): two of a million different texts share one with a chance of about 1 in 18,000. */
export function hashText(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}

export type KeyTable = {
  /** The number of a key, counted up from 0 in order of arrival; a new key is added. */
  idOf(key: number): number;
  /** The number of a key, or −1. */
  find(key: number): number;
  size(): number;
};

/** Numbers for hashes in typed arrays, 12 bytes a slot at most half full: a million keys take about 25 MB where a Map takes 80. */
export function createKeyTable(expected = 1024): KeyTable {
  let capacity = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2)));
  let keys = new Float64Array(capacity).fill(-1);
  let ids = new Int32Array(capacity);
  let used = 0;
  const slotOf = (key: number): number => {
    let slot = key % capacity;
    while (keys[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) % capacity;
    return slot;
  };
  const grow = (): void => {
    const [oldKeys, oldIds] = [keys, ids];
    capacity *= 2;
    keys = new Float64Array(capacity).fill(-1);
    ids = new Int32Array(capacity);
    for (const [slot, key] of oldKeys.entries()) {
      if (key === -1) continue;
      const at = slotOf(key);
      keys[at] = key;
      ids[at] = oldIds[slot] ?? 0;
    }
  };
  return {
    idOf(key) {
      const slot = slotOf(key);
      if (keys[slot] === key) return ids[slot] ?? 0;
      keys[slot] = key;
      ids[slot] = used;
      used += 1;
      if (used * 2 > capacity) grow();
      return used - 1;
    },
    find(key) {
      const slot = slotOf(key);
      return keys[slot] === key ? (ids[slot] ?? -1) : -1;
    },
    size: () => used,
  };
}

export type Tally = { add(text: string): void; countOf(text: string): number };

/** How often each text came. */
export function createTally(): Tally {
  const table = createKeyTable();
  let counts = new Int32Array(1024);
  return {
    add(text) {
      const id = table.idOf(hashText(text));
      if (id >= counts.length) {
        const larger = new Int32Array(counts.length * 2);
        larger.set(counts);
        counts = larger;
      }
      counts[id] = (counts[id] ?? 0) + 1;
    },
    countOf(text) {
      const id = table.find(hashText(text));
      return id < 0 ? 0 : (counts[id] ?? 0);
    },
  };
}
