export * from './core/index.ts';
export * from './encode/index.ts';
export * from './folds/index.ts';
export * from './heads/index.ts';
export * from './linear/index.ts';
export * from './calibration/index.ts';
export * from './metrics/index.ts';
