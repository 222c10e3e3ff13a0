import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import * as esbuild from 'esbuild';
import { stampFile } from './stale.mjs';

const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const entries = [
  'src/index.ts',
  'src/flow/index.ts',
  'src/learning/index.ts',
  'src/matching/index.ts',
  'src/testing/index.ts',
  'src/app/bin.ts',
  'src/cli/index.ts',
  'tools/index.ts',
  'agents/index.ts',
  'graphs/index.ts',
  'classic-models/index.ts',
  // Worker threads start from files of their own.
  'src/scoring/pool/boot.mjs',
  'src/scoring/pool/shard-worker.ts',
  // So does the process that trains beside a server.
  'src/app/retraining/child.ts',
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
  const vite = await consoleBuilder(root);
  const total = 3 + (vite ? 1 : 0) + (types ? 1 : 0);
  let step = 0;
  const next = (what) => log(`building countersign ${(step += 1)}/${total}: ${what}`);
  next('reading the sources');
  const entryPoints = entries.filter((entry) => existsSync(join(root, entry)));
  // The stamp carries the moment the sources were read, so that an edit during the build makes it outdated again.
  const readAt = new Date();
  next('bundling the engine and its content');
  const result = await esbuild.build({ ...settings(root), entryPoints });
  if (vite) next('bundling the console');
  const page = vite ? await consoleFiles(vite, root) : [];
  const files = [...result.outputFiles, ...page];
  next(`writing ${files.length} files`);
  for (const file of files) writeWhole(file.path, file.contents);
  const kept = new Set(files.map((file) => file.path));
  if (clean) removeOthers(join(root, 'dist'), /\.(js|map|tmp)$/, kept);
  // A server reads the page when it starts and holds it; what an earlier build left would only be read as well.
  if (vite) removeOthers(join(root, 'dist', 'console'), /\.\w+$/, kept);
  if (types) {
    next('type declarations');
    await declarations(root);
  }
  stamp(root, readAt);
  const seconds = (performance.now() - startedAt) / 1000;
  log(`built in ${seconds.toFixed(1)} s`);
  return { files: files.length, bytes: files.reduce((sum, file) => sum + file.contents.length, 0), seconds };
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

/** Vite, where there is a console to build and a development install to build it with; a published package brings the page. */
async function consoleBuilder(root) {
  if (!existsSync(join(root, 'console', 'index.html'))) return undefined;
  try {
    return await import('vite');
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The page with its compressed twins, the page itself last: what it names is there when it comes. */
async function consoleFiles(vite, root) {
  const built = await asProduction(() =>
    vite.build({ configFile: join(root, 'console', 'vite.config.mjs'), logLevel: 'error', build: { write: false } }),
  );
  const folder = join(root, 'dist', 'console');
  const made = await Promise.all(
    [built].flat().flatMap(({ output }) => output.map((file) => withTwins(join(folder, file.fileName), file.code ?? file.source))),
  );
  return made.flat().toSorted((a, b) => Number(a.path.endsWith('index.html')) - Number(b.path.endsWith('index.html')));
}

/** Vite takes React's slow half of the code where NODE_ENV says anything else: in a test run, or on a developer's machine. */
async function asProduction(run) {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    return await run();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

async function withTwins(path, text) {
  const contents = Buffer.from(text);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
    promisify(gzip)(contents, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  return [
    { path: `${path}.br`, contents: br },
    { path: `${path}.gz`, contents: gz },
    { path, contents },
  ];
}

/** Another process may be importing this file right now: it sees the old one or the new one, never a half. */
function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

function removeOthers(dist, pattern, kept) {
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = join(dist, name);
    if (relative(dist, path).startsWith('types')) continue;
    if (pattern.test(name) && !kept.has(path)) rmSync(path);
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
