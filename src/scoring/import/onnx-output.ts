import { CountersignError } from '../../contracts/errors.ts';
import { readOnnx, type OnnxFile } from './onnx-file.ts';

/** Domains whose operators onnxruntime knows. */
const known = new Set(['ai.onnx.ml', 'com.microsoft', 'ai.onnx.preview.training']);

/**
 * Which output of the file is the answer, after checking that the file takes one float tensor of `width` columns and holds no
 * operator the runtime cannot know. `probabilities` (also behind a ZipMap) is preferred, then an only output; of two values the
 * second is the yes.
 */
export function onnxOutput(
  bytes: Uint8Array,
  width: number,
  wanted: { readonly output?: string; readonly position?: number },
): { readonly output: string; readonly position: number } {
  const file = readOnnx(bytes);
  const wrong = (why: string): CountersignError => new CountersignError('input.invalid', why, { field: 'onnx' });
  const foreign = file.operators.filter((operator) => operator.includes(':') && !known.has(operator.split(':')[0] ?? ''));
  if (foreign.length > 0) throw wrong(`The ONNX model uses operators that only its maker has: ${foreign.join(', ')}`);
  checkInput(file, width, wrong);
  const output = answerOf(file, wanted.output, wrong);
  if (output.kind !== 'float' && output.kind !== 'double')
    throw wrong(`The output ${output.name} of the ONNX model is no tensor of floating-point numbers`);
  const values = output.dims.at(-1);
  const position = wanted.position ?? (output.dims.length === 2 && values !== 1 && isClasses(output.name, values) ? 1 : 0);
  if (values !== undefined && output.dims.length === 2 && wanted.position === undefined && values > 2)
    throw wrong(`The output ${output.name} of the ONNX model has ${values} values; say by position which one is the answer`);
  if (values !== undefined && output.dims.length === 2 && position >= values)
    throw wrong(`The output ${output.name} of the ONNX model has ${values} values, none at ${position}`);
  return { output: output.name, position };
}

/** Two columns, or as many as there are classes under a name that says so. */
const isClasses = (name: string, values: number | undefined): boolean => values === 2 || (values === undefined && /prob/i.test(name));

function checkInput({ inputs }: OnnxFile, width: number, wrong: (why: string) => CountersignError): void {
  const [input] = inputs;
  if (!input || inputs.length > 1)
    throw wrong(
      `The ONNX model takes ${inputs.length} inputs (${inputs.map(({ name }) => name).join(', ')}); export it with one float tensor of all columns`,
    );
  if (input.kind !== 'float')
    throw wrong(
      `The input ${input.name} of the ONNX model is no tensor of 32-bit floats; export it with FloatTensorType([None, ${width}])`,
    );
  const [rows, columns] = input.dims;
  if (input.dims.length !== 2 || (rows !== undefined && rows !== 1))
    throw wrong(`The input ${input.name} of the ONNX model has another shape than [rows, columns]`);
  if (columns !== undefined && columns !== width) throw wrong(`The ONNX model takes ${columns} columns; the stated ones make ${width}`);
}

function answerOf(
  { outputs }: OnnxFile,
  wanted: string | undefined,
  wrong: (why: string) => CountersignError,
): OnnxFile['outputs'][number] {
  const names = outputs.map(({ name }) => name).join(', ');
  if (wanted !== undefined) {
    const found = outputs.find(({ name }) => name === wanted);
    if (found) return found;
    throw wrong(`The ONNX model has no output ${wanted}; it has ${names}`);
  }
  const likely = outputs.find(({ name }) => /^(output_)?probabilit(y|ies)$/i.test(name)) ?? (outputs.length === 1 ? outputs[0] : undefined);
  if (likely) return likely;
  throw wrong(`The ONNX model has the outputs ${names}; say which one is the answer`);
}
