export { mergeSpans, type Range } from './merge.ts';
export { loadOnnxSession } from './onnx-session.ts';
export { createRecogniser, type RecogniserParts } from './recogniser.ts';
export type { TokenSession } from './session.ts';
