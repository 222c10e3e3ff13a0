export { importVersion, type HeadImport, type ImportOptions } from './import-version.ts';
export type { EndpointImport, OnnxImport } from './outside-import.ts';
export type { EndpointSource, OnnxSession, OutsideHead, OutsideRuntime } from './outside.ts';
export type { TreeImport } from './tree-head.ts';
export { OutsideColumn } from './outside.ts';
