import { once } from 'node:events';
import { basename, relative } from 'node:path';
import { packageVersion } from '../config/home.ts';
import { runCli } from '../cli/index.ts';
import type { Terminal } from '../contracts/commands.ts';

/**
 * The program. Kept light: the engine is loaded when a command needs it, so that help answers at once. Streaming drops
 * tokens when core runs its callbacks in the background; the switch has to be set before core loads.
 */
process.env['LANGCHAIN_CALLBACKS_BACKGROUND'] = 'false';

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isInteractive: process.stdout.isTTY && process.stdin.isTTY,
  columns: process.stdout.columns || 100,
  watched: { out: process.stdout.isTTY, error: process.stderr.isTTY },
  drained: () => (process.stdout.writableNeedDrain ? once(process.stdout, 'drain').then(() => undefined) : Promise.resolve()),
};

const abort = new AbortController();
let signals = 0;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    signals += 1;
    // The second signal means it: whatever hangs is given up, the next start takes over what was left.
    if (signals > 1) process.exit(130);
    abort.abort();
  });
}
process.exitCode = await runCli(process.argv.slice(2), {
  local: async () => (await import('./local-commands.ts')).localCommands(terminal),
  redactFile: async (...given) => (await import('./redact-file.ts')).createRedactFile(process.stdin)(...given),
  models: async () => (await import('./model-commands.ts')).modelCommands,
  prompts: async () => (await import('./prompt-commands.ts')).promptCommands,
  evals: async () => (await import('./eval-commands.ts')).evalCommands,
  benches: async () => (await import('./outside-benches.ts')).outsideBenches,
  terminal,
  env: process.env,
  fetch,
  version: packageVersion(),
  program: calledAs(process.argv[1]),
  signal: abort.signal,
});

/** In a checkout the name is not on the path: what is printed to copy has to work where the person stands. */
function calledAs(script: string | undefined): string {
  return script === undefined || basename(script) !== 'countersign.mjs' ? 'countersign' : `node ${relative(process.cwd(), script)}`;
}
