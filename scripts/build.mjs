import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { stampFile } from './stale.mjs';

const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const entries = [
  'src/index.ts',
  'src/flow/index.ts',
  'src/testing/index.ts',
  'src/app/bin.ts',
  'src/cli/index.ts',
  'tools/index.ts',
  'agents/index.ts',
  'graphs/index.ts',
];

/**
 * Bundles engine and content into dist, sharing one copy of every module between them, so that an error class or a
 * schema registry is the same thing whoever imports it. Declarations are slow and made only when asked for.
 *
 * @param {{ types?: boolean, clean?: boolean, log?: (line: string) => void, root?: string }} [options]
 *   `clean` also removes what an earlier build left; a server that runs from it may still load those files.
 * @returns {Promise<{ files: number, bytes: number, seconds: number }>}
 */
export async function build({ types = false, clean = false, log = () => {}, root = packageRoot } = {}) {
  const startedAt = performance.now();
  const total = types ? 4 : 3;
  log(`building countersign 1/${total}: reading the sources`);
  const entryPoints = entries.filter((entry) => existsSync(join(root, entry)));
  // The stamp carries the moment the sources were read, so that an edit during the build makes it outdated again.
  const readAt = new Date();
  log(`building countersign 2/${total}: bundling the engine and its content`);
  const result = await esbuild.build({ ...settings(root), entryPoints });
  log(`building countersign 3/${total}: writing ${result.outputFiles.length} files`);
  for (const file of result.outputFiles) writeWhole(file.path, file.contents);
  if (clean) removeOthers(join(root, 'dist'), new Set(result.outputFiles.map((file) => file.path)));
  if (types) {
    log(`building countersign 4/${total}: type declarations`);
    await declarations(root);
  }
  stamp(root, readAt);
  const seconds = (performance.now() - startedAt) / 1000;
  log(`built in ${seconds.toFixed(1)} s`);
  return { files: result.outputFiles.length, bytes: result.outputFiles.reduce((sum, file) => sum + file.contents.length, 0), seconds };
}

/** @returns {import('esbuild').BuildOptions & { write: false }} */
function settings(root) {
  return {
    absWorkingDir: root,
    outdir: 'dist',
    outbase: '.',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    conditions: ['source'],
    sourcemap: true,
    sourcesContent: false,
    chunkNames: 'chunks/[hash]',
    logLevel: 'silent',
    write: false,
    plugins: [ownName(root)],
  };
}

/** `countersign` and `countersign/flow` inside the bundle are the engine itself, not a package to be found at run time. */
function ownName(root) {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    name: 'own-name',
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: new RegExp(`^${name}(/|$)`) }, ({ path }) => {
        const source = exports[`.${path.slice(name.length)}`]?.source;
        return source === undefined ? { errors: [{ text: `${path} is no entry of ${name}` }] } : { path: join(root, source) };
      });
    },
  };
}

/** Another process may be importing this file right now: it sees the old one or the new one, never a half. */
function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

function removeOthers(dist, kept) {
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = join(dist, name);
    if (relative(dist, path).startsWith('types')) continue;
    if (/\.(js|map|tmp)$/.test(name) && !kept.has(path)) rmSync(path);
  }
}

function declarations(root) {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('typescript/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const compiler = join(dirname(manifest), bin.tsc);
  rmSync(join(root, 'dist', 'types'), { recursive: true, force: true });
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [compiler, '-p', join(root, 'tsconfig.types.json')], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', failed);
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error('the type declarations were not made; the lines above say why'))));
  });
}

function stamp(root, readAt) {
  const file = join(root, stampFile);
  writeFileSync(file, '');
  utimesSync(file, readAt, readAt);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await build({ types: process.argv.includes('--types'), clean: true, log: (line) => process.stderr.write(`${line}\n`) });
  } catch (error) {
    const { errors } = error;
    const said = Array.isArray(errors) ? (await esbuild.formatMessages(errors, { kind: 'error' })).join('') : `${error.message}\n`;
    process.stderr.write(said);
    process.exitCode = 1;
  }
}
