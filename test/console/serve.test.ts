import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConsole } from '../../src/http/index.ts';
import { builtConsole, startScripted, type Scripted } from './support/servers.ts';

let server: Scripted;
let folder: string;
let script: string;
beforeAll(async () => {
  folder = await builtConsole();
  server = await startScripted();
  script = /src="([^"]+\.js)"/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))?.[1] ?? '';
}, 60_000);
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(server.url + path, { headers });

describe('the page is served', () => {
  it('at the root, never kept without asking, with a policy that allows nothing inline', async () => {
    const answer = await get('/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await answer.text();
    expect(html).not.toMatch(/<style|style=|<script>|onload=/);
    expect((await get('/', { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('with files that are kept for ever, because their names change with their content', async () => {
    const answer = await get(script);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script).toMatch(/^\/console\/[\w-]+-[\w-]{8}\.js$/);
  });

  it('compressed the way the browser takes, and plain to whoever takes neither', async () => {
    const plain = readFileSync(join(folder, script));
    for (const [accept, coding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['identity', null],
    ] as const) {
      const answer = await get(script, { 'accept-encoding': accept });
      expect([accept, answer.headers.get('content-encoding')]).toEqual([accept, coding]);
      expect(answer.headers.get('vary')).toBe('accept-encoding');
      expect(Buffer.from(await answer.arrayBuffer()).equals(plain)).toBe(true);
    }
    expect(brotliDecompressSync(readFileSync(join(folder, `${script}.br`))).equals(plain)).toBe(true);
    expect(gunzipSync(readFileSync(join(folder, `${script}.gz`))).equals(plain)).toBe(true);
  });

  it.each([
    '/console/../package.json',
    '/console/%2e%2e/package.json',
    '/console/..%2fpackage.json',
    '/index.html',
    '/console/',
    `/console/x.js`,
    '/%00',
  ])('and nothing else: %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('what the API answers is still never kept', async () => {
    expect((await get('/v1/session')).headers.get('cache-control')).toBe('no-store');
  });
});

it('a folder without a build has no page', () => {
  const empty = mkdtempSync(join(tmpdir(), 'no-console-'));
  expect(readConsole(empty)).toBeUndefined();
  mkdirSync(join(empty, 'console'));
  writeFileSync(join(empty, 'index.html'), '<p>');
  writeFileSync(join(empty, 'console', 'secret.env'), 'x');
  expect([...(readConsole(empty)?.keys() ?? [])]).toEqual(['/']);
  rmSync(empty, { recursive: true });
});

it('a changed source of the console makes the build outdated', async () => {
  const { isStale } = (await import(join(folder, '..', '..', 'scripts', 'stale.mjs'))) as { isStale: (root: string) => boolean };
  const root = mkdtempSync(join(tmpdir(), 'stale-'));
  const past = new Date('2024-01-01T00:00:00Z');
  mkdirSync(join(root, 'console', 'src'), { recursive: true });
  mkdirSync(join(root, 'dist'));
  for (const name of ['package.json', 'console/src/main.tsx', 'dist/.built']) writeFileSync(join(root, name), '');
  for (const name of ['package.json', 'console/src/main.tsx', 'console/src', 'console']) utimesSync(join(root, name), past, past);
  expect(isStale(root)).toBe(false);
  const soon = new Date('2100-01-01T00:00:00Z');
  utimesSync(join(root, 'console/src/main.tsx'), soon, soon);
  expect(isStale(root)).toBe(true);
  rmSync(root, { recursive: true });
});

describe('the weight', () => {
  it('the shell is at most 120 kB on the wire, everything at most 200 kB', () => {
    const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.gz'))
      .map((name) => ({ name, bytes: readFileSync(join(folder, name)).length }));
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    const shell = sizes.filter(({ name }) => name === 'index.html.gz' || html.includes(name.slice(0, -3)));
    const sum = (some: typeof sizes): number => some.reduce((total, { bytes }) => total + bytes, 0);
    process.stdout.write(`console: shell ${(sum(shell) / 1000).toFixed(1)} kB, whole ${(sum(sizes) / 1000).toFixed(1)} kB (gzip)\n`);
    expect(sum(shell)).toBeGreaterThan(50_000);
    expect(sum(shell)).toBeLessThanOrEqual(120_000);
    expect(sum(sizes)).toBeLessThanOrEqual(200_000);
  });

  it('nothing of it is a dependency of the package, and nothing writes HTML but React itself', () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, '..', '..', 'package.json'), 'utf8')) as { dependencies: object };
    expect(Object.keys(dependencies).filter((name) => /react|vite/.test(name))).toEqual([]);
    const own = readdirSync(join(folder, '..', '..', 'console', 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(join(folder, '..', '..', 'console', 'src', name), 'utf8'));
    for (const text of own)
      expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|eval\(|\bstyle=\{/);
  });
});
