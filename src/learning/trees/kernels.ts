import { CountersignError } from '../../contracts/errors.ts';
import {
  add,
  addPairs,
  advance,
  assemble,
  constant,
  get,
  loadByte,
  loadInt,
  loadPair,
  set,
  shiftLeft,
  storeInt,
  storePair,
  subtract,
  subtractPairs,
  whileBelow,
  type Instruction,
  type WasmFunction,
} from './wasm-assembler.ts';

/** Shared memory a kernel works on; typed arrays see the same bytes through `buffer`. */
export type KernelMemory = { readonly buffer: SharedArrayBuffer };

/**
 * The inner loops of training, on byte addresses of the memory. As WebAssembly they add a gradient and a packed hessian in
 * one SIMD addition and check no bounds, which halves the time; they add whole numbers, so the sums are exact.
 */
export type Kernels = {
  /** `widths[w]` counts rows into histograms: (rows, rowsEnd, codes, pairs, one histogram address a feature). */
  readonly count: Readonly<Record<number, (rows: number, rowsEnd: number, codes: number, pairs: number, ...histograms: number[]) => void>>;
  /** Copies the pairs of the rows, in their order. */
  gather(rows: number, rowsEnd: number, pairs: number, into: number): void;
  /**
   * Writes the rows that go left to `left` and the others to `right`, each in the order it had. `codes` is the address of
   * row 0's code, `shift` the binary logarithm of the distance to the next row's, `isLeft` 256 bytes of 0 or 1. Gives the
   * address behind the last left row; both sides are written one row beyond their last.
   */
  part(rows: number, rowsEnd: number, codes: number, shift: number, isLeft: number, left: number, right: number): number;
  /** Copies rows. */
  copy(rows: number, rowsEnd: number, into: number): void;
  /** parent −= child, pair by pair, up to parentEnd. */
  subtract(parent: number, parentEnd: number, child: number): void;
};

// No declaration of WebAssembly comes with Node's types; these are the parts that are used.
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number; shared: boolean }) => KernelMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: KernelMemory } },
  ) => { readonly exports: Readonly<Record<string, (...values: number[]) => number>> };
};

const pageBytes = 65_536;
const mostPages = 65_536;
/** Feature groups there is a kernel for. */
export const groupWidths = [8, 4, 2, 1] as const;

/** Bytes a training may use at most: what WebAssembly can address. */
export const mostBytes = pageBytes * mostPages;

/** Throws `capability.missing` where the process may not have the memory. */
export function createKernelMemory(bytes: number): KernelMemory {
  const pages = Math.max(1, Math.ceil(bytes / pageBytes));
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    // Each memory reserves some gigabytes of addresses, though no more real memory than it holds; ulimit -v counts addresses.
    throw new CountersignError(
      'capability.missing',
      'Training needs address space that a limit on virtual memory denies it; lift the limit',
      {
        cause,
      },
    );
  }
}

export function createKernels(memory: KernelMemory): Kernels {
  const functions = [...groupWidths.map(counting), gathering, parting, copying, subtracting];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(functions, mostPages)), { env: { memory } });
  const named = (name: string): ((...values: number[]) => number) => {
    const found = exports[name];
    if (found === undefined) throw new TypeError(`There is no kernel ${name}`);
    return found;
  };
  return {
    count: Object.fromEntries(groupWidths.map((width) => [width, named(`count${width}`)])),
    gather: named('gather'),
    part: named('part'),
    copy: named('copy'),
    subtract: named('subtract'),
  };
}

function counting(width: number): WasmFunction {
  const [rows, end, codes, pairs, histogram] = [0, 1, 2, 3, 4];
  const [code, bin, pair] = [histogram + width, histogram + width + 1, histogram + width + 2];
  const addToBin = (feature: number): Instruction =>
    [
      [...get(code), ...loadByte(feature), ...constant(4), ...shiftLeft],
      [...get(histogram + feature), ...add, ...set(bin)],
      [...get(bin), ...get(bin), ...loadPair, ...get(pair), ...addPairs, ...storePair],
    ].flat();
  return {
    name: `count${width}`,
    parameters: histogram + width,
    locals: 2,
    hasResult: false,
    body: [
      whileBelow(rows, end, [
        [...get(codes), ...get(rows), ...loadInt, ...constant(31 - Math.clz32(width)), ...shiftLeft, ...add, ...set(code)],
        [...get(pairs), ...loadPair, ...set(pair)],
        ...Array.from({ length: width }, (_, feature) => addToBin(feature)),
        advance(pairs, 16),
        advance(rows, 4),
      ]),
    ],
  };
}

const gathering: WasmFunction = {
  name: 'gather',
  parameters: 4,
  locals: 0,
  hasResult: false,
  body: [
    whileBelow(0, 1, [
      [...get(3), ...get(2), ...get(0), ...loadInt, ...constant(4), ...shiftLeft, ...add, ...loadPair, ...storePair],
      advance(3, 16),
      advance(0, 4),
    ]),
  ],
};

const subtracting: WasmFunction = {
  name: 'subtract',
  parameters: 3,
  locals: 0,
  hasResult: false,
  body: [
    whileBelow(0, 1, [
      [...get(0), ...get(0), ...loadPair, ...get(2), ...loadPair, ...subtractPairs, ...storePair],
      advance(0, 16),
      advance(2, 16),
    ]),
  ],
};

const parting: WasmFunction = (() => {
  const [rows, end, codes, shift, isLeft, left, right, row, step] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  return {
    name: 'part',
    parameters: 7,
    locals: 2,
    hasResult: true,
    body: [
      // A row is written to both sides and one side moves on: cheaper than a branch that is guessed wrong half of the time.
      whileBelow(rows, end, [
        [...get(rows), ...loadInt, ...set(row)],
        [...get(left), ...get(row), ...storeInt],
        [...get(right), ...get(row), ...storeInt],
        [...get(isLeft), ...get(codes), ...get(row), ...get(shift), ...shiftLeft, ...add, ...loadByte(0), ...add, ...loadByte(0)],
        [...constant(2), ...shiftLeft, ...set(step)],
        [...get(left), ...get(step), ...add, ...set(left)],
        [...get(right), ...constant(4), ...get(step), ...subtract, ...add, ...set(right)],
        advance(rows, 4),
      ]),
      get(left),
    ],
  };
})();

const copying: WasmFunction = {
  name: 'copy',
  parameters: 3,
  locals: 0,
  hasResult: false,
  body: [whileBelow(0, 1, [[...get(2), ...get(0), ...loadInt, ...storeInt], advance(2, 4), advance(0, 4)])],
};
