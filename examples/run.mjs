import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../scripts/build.mjs';
import { isStale } from '../scripts/stale.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const packageRoot = resolve(here, '..');

/** What each example has to pass, in this order. Each answers nothing or throws with what was said. */
const steps = [
  { name: 'linked', run: link },
  { name: 'types', run: (folder) => tsc(folder, 'tsconfig.json') },
  { name: 'wrong types refused', run: refusesWrongTypes },
  { name: 'own check', run: (folder, write) => ownCheck(folder, write) },
];

/**
 * Takes each example for what it is, a customer's own repository: linked to the built package, checked by the compiler,
 * then by its own check.
 *
 * @param {{ write?: (text: string) => void }} [options]
 * @returns {Promise<{ passed: string[], failed: string[] }>}
 */
export async function runExamples({ write = () => {} } = {}) {
  await ensureBuilt(write);
  const passed = [];
  const failed = [];
  for (const name of examples()) {
    const list = (await runExample(name, write)) ? passed : failed;
    list.push(name);
  }
  write(`examples: ${passed.length} passed, ${failed.length} failed\n`);
  return { passed, failed };
}

function examples() {
  return readdirSync(here).filter((name) => existsSync(join(here, name, 'package.json')));
}

async function runExample(name, write) {
  write(`${name}\n`);
  for (const step of steps) {
    const startedAt = performance.now();
    try {
      await step.run(join(here, name), write);
    } catch (error) {
      write(`FAILED ${step.name}\n${error.message}\n`);
      return false;
    }
    write(`ok     ${step.name} ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  }
  return true;
}

/** What an installed package brings along: program and type declarations. */
async function ensureBuilt(write) {
  if (!isStale(packageRoot) && !isStale(packageRoot, join('dist', 'types', 'src', 'index.d.ts'))) return;
  await build({ types: true, log: (line) => write(`${line}\n`) });
}

/** What `npm install` would do with a published package; zod is shared, as npm would share it. */
function link(folder) {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const [name, target] of [
    ['countersign', packageRoot],
    ['zod', join(packageRoot, 'node_modules', 'zod')],
  ]) {
    const place = join(modules, name);
    const wanted = relative(modules, target);
    const present = lstatSync(place, { throwIfNoEntry: false });
    if (present?.isSymbolicLink() && readlinkSync(place) === wanted) continue;
    if (present) rmSync(place, { recursive: true, force: true });
    symlinkSync(wanted, place, 'dir');
  }
}

async function tsc(folder, project) {
  const { code, said } = await run(join(packageRoot, 'node_modules', '.bin', 'tsc'), ['--noEmit', '-p', project], folder);
  if (code !== 0) throw new Error(said);
}

/** Every block under a `// wrong:` comment of wrong-on-purpose.ts is an error to the compiler, and nothing else is. */
async function refusesWrongTypes(folder) {
  const file = 'wrong-on-purpose.ts';
  const { said } = await run(
    join(packageRoot, 'node_modules', '.bin', 'tsc'),
    ['--noEmit', '--pretty', 'false', '-p', 'tsconfig.wrong.json'],
    folder,
  );
  const found = [...said.matchAll(/^([^\s(]+)\((\d+),\d+\): error/gm)].map(([, path, line]) => ({ path, line: Number(line) }));
  const blocks = wrongBlocks(readFileSync(join(folder, file), 'utf8'));
  const missed = blocks.filter(({ from, to }) => !found.some(({ path, line }) => path === file && line > from && line <= to));
  const extra = found.filter(({ path, line }) => path !== file || !blocks.some(({ from, to }) => line > from && line <= to));
  if (blocks.length > 0 && missed.length === 0 && extra.length === 0) return;
  throw new Error(
    [...missed.map(({ from, what }) => `${file}:${from} compiles although it is ${what}`), ...(extra.length > 0 ? [said] : [])].join('\n'),
  );
}

function wrongBlocks(source) {
  const lines = source.split('\n');
  return lines.flatMap((text, index) => {
    const what = /^\s*\/\/ (wrong: .*)/.exec(text)?.[1];
    if (what === undefined) return [];
    const end = lines.findIndex((line, at) => at > index && line.trim() === '');
    return [{ what, from: index + 1, to: end < 0 ? lines.length : end }];
  });
}

async function ownCheck(folder, write) {
  const { code, said } = await run(process.execPath, ['check.mjs'], folder, write);
  if (code !== 0) throw new Error(said);
}

function run(command, args, cwd, write = () => {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    child.once('error', failed);
    child.once('close', (code) => done({ code, said }));
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { failed } = await runExamples({ write: (text) => process.stdout.write(text) });
  process.exitCode = failed.length === 0 ? 0 : 1;
}
