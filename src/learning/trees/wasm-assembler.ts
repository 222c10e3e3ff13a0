/**
 * Just enough of the WebAssembly binary format (core specification 2.0, with shared memory) to write the few loops training
 * spends its time in. Every function takes and gives i32 and may use further i32 locals and one v128 local.
 */
export type Instruction = readonly number[];

export type WasmFunction = {
  readonly name: string;
  readonly parameters: number;
  /** Further i32 locals, numbered after the parameters; after them comes one v128 local. */
  readonly locals: number;
  readonly hasResult: boolean;
  readonly body: readonly Instruction[];
};

const [i32, v128] = [0x7f, 0x7b];
/** A zero, "asm", and version 1. */
const preamble = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export const get = (local: number): Instruction => [0x20, ...unsigned(local)];
export const set = (local: number): Instruction => [0x21, ...unsigned(local)];
export const constant = (value: number): Instruction => [0x41, ...signed(value)];
export const add: Instruction = [0x6a];
export const subtract: Instruction = [0x6b];
export const shiftLeft: Instruction = [0x74];
export const isBelow: Instruction = [0x49];
export const loadByte = (offset: number): Instruction => [0x2d, 0, ...unsigned(offset)];
export const loadInt: Instruction = [0x28, 2, 0];
export const storeInt: Instruction = [0x36, 2, 0];
/** Two doubles at once. The hint says that addresses are multiples of 16. */
export const loadPair: Instruction = [0xfd, 0x00, 4, 0];
export const storePair: Instruction = [0xfd, 0x0b, 4, 0];
export const addPairs: Instruction = [0xfd, ...unsigned(0xf0)];
export const subtractPairs: Instruction = [0xfd, ...unsigned(0xf1)];

/** Repeats `body` as long as local `from`, counted up inside it, is below local `to`; not once where it is not below at first. */
export function whileBelow(from: number, to: number, body: readonly Instruction[]): Instruction {
  const check = [...get(from), ...get(to), ...isBelow];
  // if … loop … br_if 0 … end end
  return [...check, 0x04, 0x40, 0x03, 0x40, ...body.flat(), ...check, 0x0d, 0, 0x0b, 0x0b];
}

/** `local += bytes`. */
export function advance(local: number, bytes: number): Instruction {
  return [...get(local), ...constant(bytes), ...add, ...set(local)];
}

/** A module that imports the shared memory `env.memory` of at most `pages` and exports the functions. */
export function assemble(functions: readonly WasmFunction[], pages: number): Uint8Array {
  const types = functions.map(({ parameters, hasResult }) => [
    0x60,
    ...vector(Array.from({ length: parameters }, () => [i32])),
    ...vector(hasResult ? [[i32]] : []),
  ]);
  const memory = [...text('env'), ...text('memory'), 2, 3, ...unsigned(1), ...unsigned(pages)];
  const bodies = functions.map(({ locals, body }) => {
    const declared = vector([
      [...unsigned(locals), i32],
      [1, v128],
    ]);
    const code = [...declared, ...body.flat(), 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...preamble,
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]),
    ),
    ...section(10, bodies),
  ]);
}

function section(id: number, entries: readonly (readonly number[])[]): number[] {
  const content = vector(entries);
  return [id, ...unsigned(content.length), ...content];
}

function vector(entries: readonly (readonly number[])[]): number[] {
  return [...unsigned(entries.length), ...entries.flat()];
}

function text(value: string): number[] {
  return vector(Array.from({ length: value.length }, (_, index) => [value.charCodeAt(index)]));
}

/** LEB128, seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    if (rest >= -64 && rest < 64) return [...bytes, rest & 127];
    bytes.push((rest & 127) | 128);
  }
}
