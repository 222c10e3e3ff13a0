export { readConsole, type ConsoleFiles } from './files.ts';
export { mountConsole } from './serve.ts';
