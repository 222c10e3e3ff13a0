#!/usr/bin/env node
// Before any module of LangChain loads: callbacks that run in the background lose their order and outlive a run.
process.env.LANGCHAIN_CALLBACKS_BACKGROUND = 'false';

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => new URL(`../${path}`, import.meta.url);
const args = process.argv.slice(2);

// `countersign runs list | head` closes the pipe early; that is the reader's wish and no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}

if (args[0] === '--version' || args[0] === '-V') {
  process.stdout.write(`${version()}\n`);
} else {
  const hasProgram = await upToDate();
  if (asksForHelp() || !hasProgram) await help(hasProgram);
  else await import(at('dist/src/app/bin.js').href);
}

/** In a source checkout a missing or outdated build is made first; a published package brings its own. */
async function upToDate() {
  if (existsSync(at('scripts/build.mjs')) && existsSync(at('src/index.ts'))) {
    const { isStale } = await import(at('scripts/stale.mjs').href);
    if (isStale(fileURLToPath(at('.')))) {
      const { build } = await import(at('scripts/build.mjs').href);
      await build({ log: (line) => process.stderr.write(`${line}\n`) });
    }
  }
  return existsSync(at('dist/src/app/bin.js'));
}

function asksForHelp() {
  return args.length === 0 || args[0] === 'help' || args.includes('--help') || args.includes('-h');
}

/** The commands without the engine behind them: what help needs, and nothing slow. */
async function help(hasProgram) {
  if (!existsSync(at('dist/src/cli/index.js')))
    return fail('this package has no build; install it again, or run npm run build in a checkout');
  if (!hasProgram && !asksForHelp()) return fail('the build holds no program; run npm run build');
  const { runCli } = await import(at('dist/src/cli/index.js').href);
  process.exitCode = await runCli(args, {
    local: () => Promise.reject(new Error('help does not load the engine')),
    redactFile: () => Promise.reject(new Error('help does not load the engine')),
    terminal: {
      out: (text) => process.stdout.write(text),
      error: (text) => process.stderr.write(text),
      isInteractive: process.stdout.isTTY === true && process.stderr.isTTY === true,
      columns: process.stdout.columns ?? 100,
    },
    env: process.env,
    fetch,
    version: version(),
    signal: new AbortController().signal,
  });
}

function version() {
  return JSON.parse(readFileSync(at('package.json'), 'utf8')).version;
}

function fail(sentence) {
  process.stderr.write(`error config.invalid: ${sentence}\n`);
  process.exitCode = 1;
}
