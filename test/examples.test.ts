import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runExamples } from '../examples/run.mjs';
import { checkLock, loadPrompts, readLock } from '../src/prompting/index.ts';

const root = join(import.meta.dirname, '..');
const acme = join(root, 'examples', 'acme-credit');
let said = '';
let result: { passed: string[]; failed: string[] };
beforeAll(async () => {
  result = await runExamples({ write: (text) => (said += text) });
}, 60_000);

describe("a customer's own repository", () => {
  it('adds tools, an agent, a prompt and a workflow to the built program, and wrong types do not compile', () => {
    expect(result, said).toEqual({ passed: ['acme-credit'], failed: [] });
    expect(said.trimEnd().split('\n').at(-1)).toBe('examples: 1 passed, 0 failed');
  });

  it('enters every version of its prompts in its own lock', () => {
    const dir = join(acme, 'prompts');
    expect(checkLock(loadPrompts(dir), readLock(dir))).toEqual([]);
  });

  it('decides about shares of a limit to the last cent', async () => {
    // Loaded by its path at run time: the example is no part of this program, and its types are checked on their own.
    const { decide } = (await import(pathToFileURL(join(acme, 'graphs', 'credit-watch', 'decide.ts')).href)) as {
      decide: (position: object, mapping: object) => { kind: string; concern?: string };
    };
    const usd = (amount: string) => ({ amount, currency: 'USD' });
    const mapping = { version: '1', warnAtPercent: 90, language: 'en' };
    const at = (exposure: object | undefined, limit: object, more: object = {}) => {
      const decision = decide({ orderBlocked: false, accountBlocked: false, exposure, limit, ...more }, mapping);
      return decision.concern ?? decision.kind;
    };
    expect(at(usd('899999999999999.99'), usd('1000000000000000.00'))).toBe('calm');
    expect(at(usd('900000000000000.00'), usd('1000000000000000.00'))).toBe('near');
    // 0.9 × 0.07 is 0.063, which floats would not say.
    expect(at(usd('0.06'), usd('0.07'))).toBe('calm');
    expect(at(usd('0.063'), usd('0.07'))).toBe('near');
    expect(at(usd('1000.00'), usd('1000.00'))).toBe('near');
    expect(at(usd('1000.01'), usd('1000.00'))).toBe('over');
    expect(at(usd('0.01'), usd('0.00'))).toBe('over');
    expect(at(usd('1.00'), { amount: '100.00', currency: 'EUR' })).toBe('unknown');
    expect(at(undefined, usd('100.00'))).toBe('unknown');
    expect(at(undefined, usd('100.00'), { orderBlocked: true })).toBe('blocked');
    expect(at(usd('1.00'), usd('100.00'), { accountBlocked: true })).toBe('blocked');
  });
});

describe('docs/authoring.md', () => {
  const text = readFileSync(join(root, 'docs', 'authoring.md'), 'utf8');
  const snippets = [...text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, file = '', body = '']) => ({ file, body }));

  it('quotes the example as it is, piece by piece', () => {
    expect(snippets.length).toBeGreaterThan(8);
    for (const { file, body } of snippets) {
      const whole = readFileSync(join(root, file), 'utf8');
      for (const piece of body.split(/^…\n/m)) expect(whole, `${file} no longer has what docs/authoring.md quotes`).toContain(piece);
    }
  });

  it('shows a file for every kind of content', () => {
    for (const folder of ['tools/', 'agents/', 'prompts/', 'graphs/', 'content.ts'])
      expect(snippets.map(({ file }) => file.replace('examples/acme-credit/', ''))).toContainEqual(expect.stringContaining(folder));
  });
});
