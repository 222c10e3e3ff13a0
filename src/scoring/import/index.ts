export { importVersion, type HeadImport, type ImportOptions } from './import-version.ts';
export type { EndpointImport, OnnxImport } from './outside-import.ts';
export type { EndpointSource, OnnxSession, OutsideColumn, OutsideHead, OutsideRuntime } from './outside.ts';
export type { TreeImport } from './tree-head.ts';
