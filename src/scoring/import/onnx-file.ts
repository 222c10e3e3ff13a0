import { CountersignError } from '../../contracts/errors.ts';

/** A tensor a file takes or gives; a dimension without a number is undefined. */
export type OnnxValue = {
  readonly name: string;
  readonly kind: 'float' | 'double' | 'other' | 'map';
  readonly dims: readonly (number | undefined)[];
};

export type OnnxFile = {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** `Softmax`, or `my.domain:Thing` outside the standard. */
  readonly operators: readonly string[];
  /** The file with what stands before a ZipMap as its output: a runtime for JavaScript reads tensors alone. */
  readonly bytes: Uint8Array;
};

/**
 * Reads what an ONNX file takes and gives, by the field numbers of onnx.proto3. Throws `input.malformed` where it is none and
 * `input.invalid` where its weights lie in other files.
 */
export function readOnnx(bytes: Uint8Array): OnnxFile {
  const model = fieldsOf(bytes);
  const graphField = model.find(({ number }) => number === 7);
  if (!graphField) throw notOnnx();
  const graph = fieldsOf(graphField.content);
  const weights = graph.filter(({ number }) => number === 5).map(({ content }) => fieldsOf(content));
  if (weights.some((tensor) => tensor.some(({ number, value }) => number === 14 && value === 1)))
    throw new CountersignError('input.invalid', 'The weights of the ONNX model lie in other files; export it as one file', {
      field: 'onnx',
    });
  const named = new Set(weights.map((tensor) => textOf(tensor, 8)));
  const nodes = graph.filter(({ number }) => number === 1).map(({ content }) => nodeOf(content));
  const zips = new Map(nodes.filter(({ type }) => type === 'ZipMap').map(({ inputs, outputs }) => [outputs[0] ?? '', inputs[0] ?? '']));
  const outputs = valuesIn(graph, 12);
  return {
    inputs: valuesIn(graph, 11).filter(({ name }) => !named.has(name)),
    outputs: outputs.map((value) =>
      zips.has(value.name) ? { name: zips.get(value.name) ?? '', kind: 'float', dims: [undefined, undefined] } : value,
    ),
    operators: [
      ...new Set(nodes.map(({ type, domain }) => (domain === '' || domain === 'ai.onnx' ? type : `${domain}:${type}`))),
    ].toSorted(),
    bytes: zips.size === 0 ? bytes : withoutZips(model, graph, zips),
  };
}

type Field = { readonly number: number; readonly content: Uint8Array; readonly value: number; readonly raw: Uint8Array };

/** Fields of a message; a varint has `value`, a run of bytes `content`. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (let length = 0; length < 10; length += 1) {
      const byte = bytes[at];
      if (byte === undefined) throw notOnnx();
      at += 1;
      value += (byte & 127) * factor;
      factor *= 128;
      if (byte < 128) return value;
    }
    throw notOnnx();
  };
  while (at < bytes.length) {
    const from = at;
    const tag = varint();
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    let [value, content] = [0, bytes.subarray(at, at)];
    if (wire === 0) value = varint();
    else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4;
    else if (wire === 2) {
      const length = varint();
      content = bytes.subarray(at, at + length);
      at += length;
    } else throw notOnnx();
    if (at > bytes.length || number === 0) throw notOnnx();
    fields.push({ number, content, value, raw: bytes.subarray(from, at) });
  }
  return fields;
}

const textOf = (fields: readonly Field[], number: number): string => {
  const field = fields.find((each) => each.number === number);
  return field ? new TextDecoder().decode(field.content) : '';
};

function nodeOf(content: Uint8Array): { type: string; domain: string; inputs: string[]; outputs: string[] } {
  const fields = fieldsOf(content);
  const all = (number: number): string[] =>
    fields.filter((each) => each.number === number).map((each) => new TextDecoder().decode(each.content));
  return { type: textOf(fields, 4), domain: textOf(fields, 7), inputs: all(1), outputs: all(2) };
}

function valuesIn(graph: readonly Field[], number: number): OnnxValue[] {
  return graph.filter((field) => field.number === number).map(({ content }) => valueOf(content));
}

function valueOf(content: Uint8Array): OnnxValue {
  const fields = fieldsOf(content);
  const name = textOf(fields, 1);
  const type = fieldsOf(fields.find(({ number }) => number === 2)?.content ?? new Uint8Array());
  const tensor = type.find(({ number }) => number === 1);
  if (!tensor) return { name, kind: type.length > 0 ? 'map' : 'other', dims: [] };
  const parts = fieldsOf(tensor.content);
  const element = parts.find(({ number }) => number === 1)?.value;
  const shape = parts.find(({ number }) => number === 2);
  const dims = fieldsOf(shape?.content ?? new Uint8Array())
    .filter(({ number }) => number === 1)
    .map((dim) => fieldsOf(dim.content).find(({ number }) => number === 1)?.value);
  return { name, kind: element === 1 ? 'float' : element === 11 ? 'double' : 'other', dims };
}

function withoutZips(model: readonly Field[], graph: readonly Field[], zips: ReadonlyMap<string, string>): Uint8Array {
  const parts = graph.flatMap((field) => {
    if (field.number === 1 && nodeOf(field.content).type === 'ZipMap') return [];
    const input = field.number === 12 ? zips.get(valueOf(field.content).name) : undefined;
    return [input === undefined ? field.raw : message(12, floatValue(input))];
  });
  return joined(model.map((field) => (field.number === 7 ? message(7, joined(parts)) : field.raw)));
}

/** A float tensor of this name, its shape left to the runtime. */
function floatValue(name: string): Uint8Array {
  return joined([message(1, new TextEncoder().encode(name)), message(2, message(1, Uint8Array.of(8, 1)))]);
}

function message(number: number, content: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let left = content.length; ; left = Math.floor(left / 128)) {
    length.push(left < 128 ? left : (left % 128) + 128);
    if (left < 128) break;
  }
  return joined([Uint8Array.of(number * 8 + 2), Uint8Array.from(length), content]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const notOnnx = (): CountersignError =>
  new CountersignError('input.malformed', 'This is no ONNX model, or it is not whole', { field: 'onnx' });
