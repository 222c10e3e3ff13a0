export { amountHead, type AmountOptions } from './amount-head.ts';
export { binaryHead, type BinaryOptions } from './binary-head.ts';
export { boosting, importanceOf, linear, loadColumns, type Candidate } from './candidate.ts';
export { likeliest, trainClasses, type ClassModel } from './classes.ts';
export { duel } from './duel.ts';
