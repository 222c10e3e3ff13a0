import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export type Ended = { readonly code: number | null; readonly out: string; readonly error: string; readonly ms: number };

/** A copy of the sources as somebody has them after cloning and installing, without a build. */
export function freshCheckout(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'checkout-')));
  for (const name of ['bin', 'scripts', 'src', 'tools', 'agents', 'graphs', 'classic-models', 'prompts', 'evals', 'package.json']) {
    cpSync(join(packageRoot, name), join(root, name), { recursive: true });
  }
  symlinkSync(realpathSync(join(packageRoot, 'node_modules')), join(root, 'node_modules'));
  return root;
}

/** Somebody's own repository of ES modules that has the package installed. */
export function outsideFolder(root: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'countersign'));
  symlinkSync(join(root, 'node_modules', 'zod'), join(folder, 'node_modules', 'zod'));
  return folder;
}

export function node(args: readonly string[], cwd: string, onOut?: (out: string, stop: () => void) => void): Promise<Ended> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
    onOut?.(out, () => child.kill('SIGTERM'));
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    error += chunk;
    // The program has said its last word; a timer that still runs is not waited for.
    if (error.endsWith('\nstopped\n')) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, error, ms: performance.now() - startedAt }));
  });
}
