// The same rows and seed give the same bytes with one thread and two, on every version of Node that is supported. The other
// versions come from npm's own packages of Node into a folder that is thrown away.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const others = ['22', '24'];
const folder = mkdtempSync(join(tmpdir(), 'nodes-'));

/** The path of a Node of this major version, or why there is none. */
function install(major) {
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = join(folder, major);
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', prefix, `${name}@${major}`], { stdio: 'pipe' });
  const path = join(prefix, 'node_modules', name, 'bin', 'node');
  if (!existsSync(path)) throw new Error(`${name}@${major} holds no program`);
  return path;
}

/** @returns {Record<string, string>} hash by model */
function hashes(node, threads) {
  const out = execFileSync(node, ['--conditions=source', '--import', 'tsx', 'test/nodes/artefacts.ts', String(threads)], { cwd: root });
  return JSON.parse(out.toString());
}

try {
  const runs = [
    { name: 'this Node, one thread', made: hashes(process.execPath, 1) },
    { name: 'this Node, two threads', made: hashes(process.execPath, 2) },
    ...others.map((major) => ({ name: `Node ${major}, two threads`, made: hashes(install(major), 2) })),
  ];
  const [first, ...rest] = runs;
  let different = 0;
  for (const { name, made } of rest)
    for (const [model, hash] of Object.entries(first.made)) {
      if (made[model] === hash) continue;
      different += 1;
      process.stderr.write(
        `${model} comes out otherwise: ${first.name} ${hash.slice(0, 12)}, ${name} ${(made[model] ?? '').slice(0, 12)}\n`,
      );
    }
  process.stdout.write(
    `${Object.keys(first.made).length} models, ${runs.length} runs (${process.version} and ${others.join(', ')}), ${different} differences\n`,
  );
  process.exitCode = different === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
