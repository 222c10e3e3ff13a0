export { createKnownValues } from './known-values.ts';
