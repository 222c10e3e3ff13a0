export { amountHead, type AmountOptions } from './amount-head.ts';
export { binaryHead, type BinaryOptions } from './binary-head.ts';
export { boosting, linear, type Candidate } from './candidate.ts';
