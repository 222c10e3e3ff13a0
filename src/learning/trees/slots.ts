/** Room for histograms. Leaves that wait to be split keep theirs while there is room; without room it is counted again. */
export type Slots = {
  /** A free slot; where none is, the spare one, which holds its histogram only until it is taken again. */
  take(): number;
  /** After a leaf was weighed: the slot it keeps, -1 where it needs none or had only the spare one. */
  settle(slot: number, isNeeded: boolean): number;
  free(slot: number): void;
};

/** Of `count` slots, 0 is the spare one. */
export function createSlots(count: number): Slots {
  const open = Array.from({ length: count - 1 }, (_, index) => count - 1 - index);
  const free = (slot: number): void => {
    if (slot > 0) open.push(slot);
  };
  return {
    take: () => open.pop() ?? 0,
    settle(slot, isNeeded) {
      if (isNeeded && slot > 0) return slot;
      free(slot);
      return -1;
    },
    free,
  };
}
