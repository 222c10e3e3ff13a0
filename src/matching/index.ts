export * from './linkage/index.ts';
export * from './normalise/index.ts';
