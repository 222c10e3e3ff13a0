export * from './golden/index.ts';
export * from './linkage/index.ts';
export * from './normalise/index.ts';
export * from './open-items/index.ts';
