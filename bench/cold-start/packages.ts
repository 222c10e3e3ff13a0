import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const contents = ['src', 'tools', 'agents', 'graphs', 'classic-models', 'evals'];

/** The package as it is published, built into `folder`: what a user starts. Its dependencies are this checkout's. */
export async function bundled(folder: string): Promise<void> {
  const made = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (made.status !== 0) throw new Error('the build failed');
  layOut(folder);
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
}

/** The same package with every source file transpiled by itself: node finds, reads and links each module. */
export async function unbundled(folder: string): Promise<void> {
  layOut(folder);
  for (const name of contents.flatMap((part) => sources(join(root, part)).map((file) => join(part, file)))) {
    const { code } = await transform(readFileSync(join(root, name), 'utf8'), { loader: 'ts', format: 'esm', target: 'node20' });
    const to = join(folder, 'dist', name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(to), { recursive: true });
    // Relative imports name the source; esbuild leaves names as they are where it bundles nothing.
    writeFileSync(to, code.replaceAll(/((?:\bfrom|\bimport\(|\bimport) ?"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'));
  }
  cpSync(join(root, 'dist', 'console'), join(folder, 'dist', 'console'), { recursive: true });
}

function layOut(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['bin', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ['node_modules', 'prompts', ...contents]) symlinkSync(join(root, name), join(folder, name));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
}
