import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Everything a change must pass, cheapest first. */
export const steps = [
  { name: 'format', command: 'oxfmt', args: ['--check'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware'] },
  { name: 'types', command: 'tsc', args: ['--noEmit'] },
  { name: 'unused', command: 'knip', args: [] },
  { name: 'tests', command: 'vitest', args: ['run'] },
];

const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Runs the steps one after the other and stops at the first that fails, with what it said. One line a step.
 *
 * @param {{ steps: readonly { name: string, command: string, args: readonly string[] }[], write: (text: string) => void, root?: string }} options
 * @returns {Promise<number>} the exit code: 0, or 1 at the first failure
 */
export async function check({ steps: wanted, write, root = packageRoot }) {
  for (const step of wanted) {
    const startedAt = performance.now();
    const { code, said } = await run(step, root);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    write(`${code === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(8)}${seconds} s\n`);
    if (code === 0) continue;
    write(`\n${said.trimEnd()}\n\n${[step.command, ...step.args].join(' ')} ended with ${code}\n`);
    return 1;
  }
  return 0;
}

function run({ command, args }, root) {
  const bin = join(root, 'node_modules', '.bin');
  const program = existsSync(join(bin, command)) ? join(bin, command) : command;
  return new Promise((done) => {
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env, shell: process.platform === 'win32' });
    let said = '';
    const collect = (chunk) => {
      said += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => done({ code: 127, said: error.message }));
    child.once('close', (code, signal) => done({ code: code ?? signal, said }));
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const only = process.argv.slice(2);
  const chosen = only.length === 0 ? steps : steps.filter((step) => only.includes(step.name));
  process.exitCode = await check({ steps: chosen, write: (text) => process.stdout.write(text) });
}
