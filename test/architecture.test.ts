import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { forbiddenInContent, layers, owners, sockets } from './architecture.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const content = ['tools', 'agents', 'graphs', 'classic-models'];

function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

const sources = ['src', ...content].flatMap(filesUnder);

/** Every module a file names: static, re-export, bare import, dynamic import and import type. */
export function importsOf(text: string): string[] {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const pattern =
    /(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...withoutComments.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** `src/effects/key.ts` → `src/effects`; `src/index.ts` → itself; `tools/erp/x.ts` → `tools`. */
function layerOf(file: string): string {
  const parts = file.split('/');
  if (parts[0] !== 'src') return parts[0] ?? '';
  return parts.length === 2 ? file : `src/${parts[1]}`;
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? `${parts[0]}/${parts[1]}` : (parts[0] ?? '');
}

export function violations(file: string, text: string): string[] {
  const layer = layerOf(file);
  const allowed = layers[layer];
  if (!allowed) return [`${file}: folder ${layer} is not in the layer table`];
  const found: string[] = [];
  for (const specifier of importsOf(text)) {
    if (specifier.startsWith('.')) {
      const target = layerOf(relative(root, join(root, dirname(file), specifier)));
      if (target !== layer && !allowed.includes('*') && !allowed.includes(target)) found.push(`${file} imports ${target}`);
    } else if (specifier === 'countersign' || specifier.startsWith('countersign/')) {
      if (!allowed.includes(specifier) && !allowed.includes('*')) found.push(`${file} imports ${specifier}`);
    } else if (specifier.startsWith('node:')) {
      const mayOpen = sockets[specifier]?.some((folder) => file.startsWith(`${folder}/`)) ?? true;
      if (!mayOpen || (content.includes(layer) && forbiddenInContent.includes(specifier))) found.push(`${file} imports ${specifier}`);
    } else {
      const owned = owners[packageOf(specifier)];
      if (!owned) found.push(`${file} imports ${specifier}, which no folder owns`);
      else if (!owned.includes('*') && !owned.some((folder) => file.startsWith(`${folder}/`))) found.push(`${file} imports ${specifier}`);
    }
  }
  return [...found, ...contentReaches(file, layer, text), ...machineReaches(file, layer, text), ...writerReaches(file, text)];
}

function contentReaches(file: string, layer: string, text: string): string[] {
  if (!content.includes(layer)) return [];
  return [/\bfetch\s*\(/, /\bprocess\./].filter((pattern) => pattern.test(text)).map((pattern) => `${file} uses ${pattern.source}`);
}

/** The clock, chance and the environment come in through app/ and config/ alone. */
function machineReaches(file: string, layer: string, text: string): string[] {
  if (layer === 'src/app' || layer === 'src/config') return [];
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
  return [/\bDate\.now\(/, /\bMath\.random\(/, /\bprocess\.env\b/, /\bnew Date\(\)/]
    .filter((pattern) => pattern.test(code))
    .map((pattern) => `${file} uses ${pattern.source}`);
}

/** A connection's writer is held by the commit of a proposal and driven by the effects ledger: there is no second way to write. */
function writerReaches(file: string, text: string): string[] {
  if (file === 'src/flow/commit.ts' || file.startsWith('src/effects/')) return [];
  return [/\bwriter\.(?:send|lookup)\b/, /\)\.writer\b/, /\{[^{}=]*\bwriter\b[^{}=]*\}\s*=[^>=]/]
    .filter((pattern) => pattern.test(text))
    .map(() => `${file} reaches for a writer`);
}

describe('the house', () => {
  it.each(sources)('%s keeps to its layer and to the packages it owns', (file) => {
    expect(violations(file, readFileSync(join(root, file), 'utf8'))).toEqual([]);
  });

  it('no source file is longer than 300 lines', () => {
    const long = sources.filter((file) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length > 300);
    expect(long).toEqual([]);
  });

  it('every planted violation is found by name', () => {
    expect(violations('src/events/x.ts', "import { a } from '../storage/b.ts';")).toEqual(['src/events/x.ts imports src/storage']);
    expect(violations('src/events/x.ts', "import 'hono';")).toEqual(['src/events/x.ts imports hono']);
    expect(violations('src/events/x.ts', "const h = await import('hono');")).toEqual(['src/events/x.ts imports hono']);
    expect(violations('src/effects/x.ts', "export * from '../llm/gateway.ts';")).toEqual(['src/effects/x.ts imports src/llm']);
    expect(violations('tools/erp/x.ts', "import http from 'node:http';")).toEqual(['tools/erp/x.ts imports node:http']);
    expect(violations('src/flow/x.ts', "import { connect } from 'node:tls';")).toEqual(['src/flow/x.ts imports node:tls']);
    expect(violations('tools/erp/x.ts', 'await fetch(url)')).toEqual(['tools/erp/x.ts uses \\bfetch\\s*\\(']);
    expect(violations('tools/erp/x.ts', "import { gated } from 'countersign/flow';")).toEqual(['tools/erp/x.ts imports countersign/flow']);
    expect(violations('src/runs/x.ts', 'const at = Date.now();')).toEqual(['src/runs/x.ts uses \\bDate\\.now\\(']);
    expect(violations('src/app/x.ts', "const { reader, writer } = flow.connection('erp');")).toEqual(['src/app/x.ts reaches for a writer']);
    expect(violations('src/app/x.ts', "await flow.connection('erp').writer.send(write);")).toContain('src/app/x.ts reaches for a writer');
    expect(violations('src/mystery/x.ts', '')).toEqual(['src/mystery/x.ts: folder src/mystery is not in the layer table']);
  });
});
