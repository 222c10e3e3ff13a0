/** A growing list of token numbers. */
export class IndexList {
  size = 0;
  at = new Int32Array(256);

  clear(): void {
    this.size = 0;
  }

  add(index: number): void {
    if (this.size === this.at.length) {
      const wider = new Int32Array(this.size * 2);
      wider.set(this.at);
      this.at = wider;
    }
    this.at[this.size] = index;
    this.size += 1;
  }
}
