/** A growing list of token numbers. */
export class IndexList {
  size = 0;
  at = new Int32Array(256);

  clear(): void {
    this.size = 0;
  }

  add(index: number): void {
    if (this.size === this.at.length) {
      this.at = wider(this.at, this.size * 2);
    }
    this.at[this.size] = index;
    this.size += 1;
  }
}

/** A longer array with the same beginning. */
export function wider(old: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(size);
  next.set(old);
  return next;
}

export function widerBytes(old: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(size);
  next.set(old);
  return next;
}
