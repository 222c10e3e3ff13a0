import { float, matrix, message, node, number, text, value } from './tiny-onnx.ts';

export type TableOnnx = {
  /** One row a column of the table, one column a class. */
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
  /** `classes`: probabilities by softmax, as scikit-learn exports them; `zipmap`: the same in a map; `logit`: one number, as PyTorch does. */
  readonly answer: 'classes' | 'zipmap' | 'logit';
  readonly columns?: number;
  readonly inputType?: number;
  /** Operators to be put between, by domain and name. */
  readonly foreign?: { readonly domain: string; readonly type: string };
  readonly twoInputs?: boolean;
  readonly outsideWeights?: boolean;
};

/** The bytes of a linear model over a table, written by hand: `[rows, columns] × weights + bias`. */
export function tableOnnx(options: TableOnnx): Uint8Array {
  const { weights, bias, answer, foreign } = options;
  const width = weights[0]?.length ?? 0;
  const logits = answer === 'logit' ? 'answer' : 'logits';
  const graph = [
    ...message(1, node('MatMul', ['input', 'weights'], 'product')),
    ...message(1, node('Add', ['product', 'bias'], foreign ? 'before' : logits)),
    ...(foreign ? message(1, [...node(foreign.type, ['before'], logits), ...text(7, foreign.domain)]) : []),
    ...(answer === 'logit' ? [] : message(1, node('Softmax', [logits], 'probabilities'))),
    ...(answer === 'zipmap' ? message(1, zipMap()) : []),
    ...text(2, 'table'),
    ...message(5, [...matrix('weights', weights), ...(options.outsideWeights ? number(14, 1) : [])]),
    ...message(5, matrix('bias', [bias])),
    ...message(11, value('input', options.inputType ?? float, ['rows', options.columns ?? weights.length])),
    ...(options.twoInputs ? message(11, value('second', float, ['rows', 1])) : []),
    ...message(
      12,
      answer === 'zipmap'
        ? text(1, 'output_probability').concat(message(2, message(4, message(1, []))))
        : value(answer === 'logit' ? 'answer' : 'probabilities', float, ['rows', width]),
    ),
  ];
  const opsets = [
    ...message(8, [...text(1, ''), ...number(2, 13)]),
    ...message(8, [...text(1, 'ai.onnx.ml'), ...number(2, 1)]),
    ...(foreign ? message(8, [...text(1, foreign.domain), ...number(2, 1)]) : []),
  ];
  return Uint8Array.from([...number(1, 8), ...message(7, graph), ...opsets]);
}

/** `ZipMap` of the classes 0 and 1; attribute type 7 is a list of whole numbers. */
function zipMap(): number[] {
  const classes = [...text(1, 'classlabels_int64s'), ...number(8, 0), ...number(8, 1), ...number(20, 7)];
  return [...node('ZipMap', ['probabilities'], 'output_probability'), ...message(5, classes), ...text(7, 'ai.onnx.ml')];
}
