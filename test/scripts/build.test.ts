import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pace } from '../support/pace.ts';
import { freshCheckout, node, outsideFolder, type Ended } from './checkout.ts';

let root: string;
let first: Ended;
let outside: string;
beforeAll(async () => {
  root = freshCheckout();
  first = await node([join(root, 'bin/countersign.mjs'), '--help'], root);
  outside = outsideFolder(root);
});
afterAll(() => {
  for (const folder of [root, outside]) rmSync(folder, { recursive: true, force: true });
});

const bin = (args: readonly string[], cwd = outside): Promise<Ended> => node([join(root, 'bin/countersign.mjs'), ...args], cwd);

describe('a checkout without a build', () => {
  it('builds on the first call, with progress beside the result', () => {
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^Usage: countersign/);
    expect(first.error).toMatch(/^building countersign 1\/3: .*\nbuilding countersign 2\/3: .*\nbuilding countersign 3\/3: .*\nbuilt in /);
    expect(first.ms).toBeLessThan(30_000);
  });

  it('builds again when a source is newer, and only then', async () => {
    expect((await bin(['--help'])).error).toBe('');
    const soon = new Date(Date.now() + 2000);
    utimesSync(join(root, 'src/cli/cli.ts'), soon, soon);
    expect((await bin(['--help'])).error).toContain('building countersign');
    const past = new Date(Date.now() - 60_000);
    utimesSync(join(root, 'src/cli/cli.ts'), past, past);
    expect((await bin(['--help'])).error).toBe('');
  });

  it('says what is wrong with a source that cannot be built', async () => {
    const file = join(root, 'tools/broken.ts');
    const index = join(root, 'tools/index.ts');
    const before = readFileSync(index, 'utf8');
    writeFileSync(file, 'export const broken = ;\n');
    writeFileSync(index, `${before}\nexport * from './broken.ts';\n`);
    const ended = await bin(['--help']);
    rmSync(file);
    writeFileSync(index, before);
    expect(ended.code).not.toBe(0);
    expect(ended.error).toContain('tools/broken.ts');
    expect((await bin(['--version'])).code).toBe(0);
  });
});

describe('the built program', () => {
  it('shows its help in less than 300 ms', { retry: 2 }, async () => {
    const times: number[] = [];
    await bin(['--help']);
    for (let turn = 0; turn < 5; turn++) times.push((await bin(['--help'])).ms);
    const median = times.toSorted((a, b) => a - b)[2] ?? Infinity;
    expect(median).toBeLessThan(300 * pace());
  });

  it('tells its version without any build', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await bin(['--version'])).toMatchObject({ code: 0, out: `${version}\n`, error: '' });
  });

  it('holds the engine itself and no import of its own name', () => {
    const text = readFileSync(join(root, 'dist/tools/index.js'), 'utf8');
    expect(existsSync(join(root, 'dist/src/app/bin.js'))).toBe(true);
    expect(text).not.toMatch(/from\s*["']countersign/);
  });

  it('shares every module with content outside: an error thrown by the engine is the error content knows', async () => {
    writeFileSync(
      join(outside, 'same.mjs'),
      `import { CountersignError } from 'countersign';
       import { gated } from 'countersign/flow';
       import { tools } from '${join(root, 'dist/tools/index.js')}';
       const tool = tools.find((each) => each.id === 'crm.get-opportunity');
       const thrown = await tool.run({ ports: {} }, { opportunity: '006' }).catch((error) => error);
       console.log(JSON.stringify([thrown instanceof CountersignError, thrown.code, typeof gated]));`,
    );
    expect((await node([join(outside, 'same.mjs')], outside)).out).toBe('[true,"link.broken","function"]\n');
  });

  it.each(['content.mjs', 'content.ts'])('starts with %s from outside: its schemas are classified for the engine', async (name) => {
    writeFileSync(
      join(outside, name),
      `import { businessId, defineContent, defineTool } from 'countersign';
       import { z } from 'zod';
       const tool = defineTool({ id: 'own.echo', kind: 'read', description: 'Echoes.', system: 'erp', needs: [],
         input: z.object({ id: businessId() }), output: z.object({ id: businessId() }), run: async (_, input) => input });
       export const content = defineContent({ tools: [tool], agents: [], workflows: [] });`,
    );
    const ended = await node(
      [join(root, 'bin/countersign.mjs'), 'up', '--port', '0', '--content', name, '--json'],
      outside,
      (out, stop) => {
        if (out.trimEnd().endsWith('}')) stop();
      },
    );
    expect(ended.error).not.toContain('error ');
    expect(JSON.parse(ended.out)).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    expect(ended.error).toMatch(/\nstopped\n$/);
  });

  it('ends quietly when the reader of its output goes away', async () => {
    const ended = await node(
      [
        '-e',
        `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['${join(root, 'bin/countersign.mjs')}', '--help'], { stdio: ['ignore', 'pipe', 'inherit'] });
      child.stdout.destroy();
      child.on('close', (code) => process.exit(code));`,
      ],
      outside,
    );
    expect(ended).toMatchObject({ code: 0, error: '' });
  });
});
