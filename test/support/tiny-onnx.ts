/**
 * The bytes of a token-classification model of a few hundred bytes, written by hand so that no model has to lie in the
 * repository: `logits = Gather(embedding, input_ids) × weights`. Field numbers are those of onnx.proto3.
 */
export function tinyOnnx(embedding: readonly (readonly number[])[], weights: readonly (readonly number[])[]): Uint8Array {
  const graph = [
    ...message(1, node('Gather', ['embedding', 'input_ids'], 'hidden')),
    ...message(1, node('MatMul', ['hidden', 'weights'], 'logits')),
    ...text(2, 'tiny'),
    ...message(5, matrix('embedding', embedding)),
    ...message(5, matrix('weights', weights)),
    ...message(11, value('input_ids', int64, ['batch', 'tokens'])),
    ...message(11, value('attention_mask', int64, ['batch', 'tokens'])),
    ...message(12, value('logits', float, ['batch', 'tokens', weights[0]?.length ?? 0])),
  ];
  const opset = [...text(1, ''), ...number(2, 13)];
  return Uint8Array.from([...number(1, 8), ...message(7, graph), ...message(8, opset)]);
}

export const float = 1;
const int64 = 7;

export function node(type: string, inputs: readonly string[], output: string): number[] {
  return [...inputs.flatMap((input) => text(1, input)), ...text(2, output), ...text(4, type)];
}

export function matrix(name: string, rows: readonly (readonly number[])[]): number[] {
  const raw = new Uint8Array(Float32Array.from(rows.flat()).buffer);
  return [...number(1, rows.length), ...number(1, rows[0]?.length ?? 0), ...number(2, float), ...text(8, name), ...message(9, [...raw])];
}

export function value(name: string, type: number, dims: readonly (string | number)[]): number[] {
  const shape = dims.flatMap((dim) => message(1, typeof dim === 'string' ? text(2, dim) : number(1, dim)));
  return [...text(1, name), ...message(2, message(1, [...number(1, type), ...message(2, shape)]))];
}

export function number(field: number, content: number): number[] {
  return [...varint(field * 8), ...varint(content)];
}

export function text(field: number, content: string): number[] {
  return message(field, [...Buffer.from(content)]);
}

export function message(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

function varint(content: number): number[] {
  return content < 128 ? [content] : [(content % 128) + 128, ...varint(Math.floor(content / 128))];
}
