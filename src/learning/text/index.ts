export type { CoveragePoint } from './confidence.ts';
export type { Crosses, TextRow } from './grams.ts';
export { compileText, loadText, TextModel, type CompiledText, type GramShare, type TextAnswer } from './text-model.ts';
export { trainText, type TrainTextOptions } from './train-text.ts';
