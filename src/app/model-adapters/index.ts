export { createModelRuntime, type ModelRuntime } from './model-runtime.ts';
export type { EndpointParts } from './endpoint.ts';
