// A worker thread does not inherit the TypeScript loader of the thread that starts it (vitest and tsx alike), and cannot
// start from a .ts file. This file can; it brings the loader only where the module asked for is TypeScript.
import { workerData } from 'node:worker_threads';

if (workerData.module.endsWith('.ts')) {
  const { register } = await import('tsx/esm/api');
  register();
}
await import(workerData.module);
