export { type CliDeps } from './cli.ts';
export { runCli } from './run-cli.ts';
