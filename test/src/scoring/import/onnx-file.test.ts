import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/scoring/import/onnx-file.ts';
import { onnxOutput } from '../../../../src/scoring/import/onnx-output.ts';
import { tableOnnx, type TableOnnx } from '../../../support/table-onnx.ts';

const two = {
  weights: [
    [1, -1],
    [0.5, 0],
    [0, 2],
  ],
  bias: [0, 0.1],
} as const;
const file = (more: Partial<TableOnnx> = {}): Uint8Array => tableOnnx({ ...two, answer: 'classes', ...more });

describe('an ONNX file', () => {
  it('says what it takes and gives without being run', () => {
    const { inputs, outputs, operators } = readOnnx(file());
    expect(inputs).toEqual([{ name: 'input', kind: 'float', dims: [undefined, 3] }]);
    expect(outputs).toEqual([{ name: 'probabilities', kind: 'float', dims: [undefined, 2] }]);
    expect(operators).toEqual(['Add', 'MatMul', 'Softmax']);
  });

  it('loses its ZipMap, so that its probabilities are a tensor', () => {
    const zipped = file({ answer: 'zipmap' });
    expect(readOnnx(zipped).operators).toContain('ai.onnx.ml:ZipMap');
    const { bytes } = readOnnx(zipped);
    expect(readOnnx(bytes).outputs).toEqual([{ name: 'probabilities', kind: 'float', dims: [] }]);
    expect(readOnnx(bytes).operators).toEqual(['Add', 'MatMul', 'Softmax']);
    expect(onnxOutput(zipped, 3, {})).toEqual({ output: 'probabilities', position: 1 });
  });

  it('that has none is the same bytes', () => {
    const bytes = file();
    expect(readOnnx(bytes).bytes).toBe(bytes);
  });

  it.each([new Uint8Array(), Uint8Array.of(1, 2, 3), Buffer.from('{"learner": {}}'), file().subarray(0, 90)])(
    'what is none, or not whole, is refused',
    (bytes) => {
      expect(() => readOnnx(bytes)).toThrow(/no ONNX model, or it is not whole/);
    },
  );
});

describe('the answer of an ONNX file', () => {
  it('is the second of two probabilities, or the only number', () => {
    expect(onnxOutput(file(), 3, {})).toEqual({ output: 'probabilities', position: 1 });
    expect(onnxOutput(file({ weights: [[1], [2], [3]], bias: [0], answer: 'logit' }), 3, {})).toEqual({ output: 'answer', position: 0 });
    expect(onnxOutput(file(), 3, { position: 0 })).toEqual({ output: 'probabilities', position: 0 });
  });

  it.each<[string, Uint8Array, number, object, RegExp]>([
    ['another number of columns', file(), 5, {}, /takes 3 columns; the stated ones make 5/],
    ['two inputs', file({ twoInputs: true }), 3, {}, /takes 2 inputs \(input, second\); export it with one float tensor/],
    ['whole numbers', file({ inputType: 7 }), 3, {}, /no tensor of 32-bit floats; export it with FloatTensorType\(\[None, 3\]\)/],
    [
      'an operator of its maker',
      file({ foreign: { domain: 'acme', type: 'Warp' } }),
      3,
      {},
      /operators that only its maker has: acme:Warp/,
    ],
    ['weights in other files', file({ outsideWeights: true }), 3, {}, /lie in other files; export it as one file/],
    [
      'three classes',
      file({
        weights: [
          [1, 2, 3],
          [1, 2, 3],
          [1, 2, 3],
        ],
        bias: [0, 0, 0],
      }),
      3,
      {},
      /has 3 values; say by position/,
    ],
    ['an output it does not have', file(), 3, { output: 'label' }, /has no output label; it has probabilities/],
    ['a position it does not have', file(), 3, { position: 2 }, /has 2 values, none at 2/],
  ])('%s is refused by name', (_what, bytes, width, wanted, says) => {
    expect(() => onnxOutput(bytes, width, wanted)).toThrow(says);
  });
});
