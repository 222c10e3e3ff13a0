import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/index.ts';
import { createKernelMemory, createKernels, groupWidths } from '../../../../src/learning/trees/kernels.ts';

const rowsAt = 0;
const spareAt = 4096;
const codesAt = 8192;
const pairsAt = 16_384;
const gatheredAt = 32_768;
const sumsAt = 65_536;
const isLeftAt = 131_072;

function prepared(count: number, width: number) {
  const memory = createKernelMemory(200_000);
  const { buffer } = memory;
  const random = createRandom(count * 10 + width);
  const rows = new Int32Array(buffer, rowsAt, count).map((_, index) => index * 2);
  new Int32Array(buffer, rowsAt, count).set(rows);
  const codes = new Uint8Array(buffer, codesAt, count * 2 * width);
  codes.forEach((_, at) => {
    codes[at] = random.int(256);
  });
  const pairs = new Float64Array(buffer, pairsAt, count * 4);
  pairs.forEach((_, at) => {
    pairs[at] = random.int(1e6) - 5e5;
  });
  return { kernels: createKernels(memory), buffer, rows, codes, pairs };
}

describe('the kernels do what a plain loop does', () => {
  it.each(groupWidths.flatMap((width) => [0, 1, 7, 200].map((count) => [width, count] as const)))(
    'counting %i features side by side over %i rows',
    (width, count) => {
      const { kernels, buffer, rows, codes, pairs } = prepared(count, width);
      const end = rowsAt + count * 4;
      kernels.gather(rowsAt, end, pairsAt, gatheredAt);
      const addresses = Array.from({ length: width }, (_, feature) => sumsAt + feature * 4096);
      kernels.count[width]?.(rowsAt, end, codesAt, gatheredAt, ...addresses);
      const expected = new Float64Array(width * 512);
      for (const row of rows) {
        for (let feature = 0; feature < width; feature += 1) {
          const at = feature * 512 + (codes[row * width + feature] ?? 0) * 2;
          expected[at] = (expected[at] ?? 0) + (pairs[row * 2] ?? 0);
          expected[at + 1] = (expected[at + 1] ?? 0) + (pairs[row * 2 + 1] ?? 0);
        }
      }
      expect(new Float64Array(buffer, sumsAt, width * 512)).toEqual(expected);
    },
  );

  it.each([0, 1, 50])('parting %i rows keeps each side’s order', (count) => {
    const { kernels, buffer, rows, codes } = prepared(count, 4);
    const isLeft = new Uint8Array(buffer, isLeftAt, 256).map((_, code) => code & 1);
    new Uint8Array(buffer, isLeftAt, 256).set(isLeft);
    const end = kernels.part(rowsAt, rowsAt + count * 4, codesAt + 2, 2, isLeftAt, spareAt, gatheredAt);
    const goesLeft = (row: number): boolean => isLeft[codes[row * 4 + 2] ?? 0] === 1;
    const lefts = (end - spareAt) / 4;
    expect([...new Int32Array(buffer, spareAt, lefts)]).toEqual(Array.from(rows.filter(goesLeft)));
    expect([...new Int32Array(buffer, gatheredAt, count - lefts)]).toEqual(Array.from(rows.filter((row) => !goesLeft(row))));
    kernels.copy(gatheredAt, gatheredAt + (count - lefts) * 4, rowsAt);
    expect([...new Int32Array(buffer, rowsAt, count - lefts)]).toEqual(Array.from(rows.filter((row) => !goesLeft(row))));
  });

  it('memory that cannot be had is refused with a sentence', () => {
    expect(() => createKernelMemory(2 ** 45)).toThrow(expect.objectContaining({ code: 'capability.missing' }));
  });

  it('subtracting takes a child’s bins from its parent’s', () => {
    const { kernels, buffer } = prepared(1, 1);
    const parent = new Float64Array(buffer, sumsAt, 6);
    parent.set([9, 8, 7, 6, 5, 4]);
    new Float64Array(buffer, gatheredAt, 6).set([1, 2, 3, 4, 5, 6]);
    kernels.subtract(sumsAt, sumsAt + 32, gatheredAt);
    expect([...parent]).toEqual([8, 6, 4, 2, 5, 4]);
  });
});
