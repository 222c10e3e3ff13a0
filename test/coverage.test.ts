import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requirements } from './requirements.ts';

const root = join(import.meta.dirname, '..');

const sorted = (names: readonly (string | undefined)[]): string[] => names.map(String).toSorted((a, b) => a.localeCompare(b));

function filesOf(path: string): string[] {
  const whole = join(root, path);
  if (!existsSync(whole)) return [];
  if (!statSync(whole).isDirectory()) return [whole];
  return readdirSync(whole, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(whole, name));
}

describe('the requirements', () => {
  it('every id of REQUIREMENTS.md is in the list, and no other', () => {
    const file = join(root, '..', 'shared', 'REQUIREMENTS.md');
    if (!existsSync(file)) return expect(Object.keys(requirements).length).toBeGreaterThan(90);
    const text = readFileSync(file, 'utf8');
    const rows = [...text.matchAll(/^\| ([a-z-]+\.[a-z0-9-]+) \|/gm)].map((match) => match[1]);
    const systems = [...text.matchAll(/\bsys\.[a-z0-9-]+/g)].map((match) => match[0]);
    expect(sorted(Object.keys(requirements))).toEqual(sorted([...new Set([...rows, ...systems])]));
    return undefined;
  });

  it.each(Object.entries(requirements).filter(([, row]) => row.state !== 'planned'))(
    '%s is shown by tests that are there and say something',
    (_id, row) => {
      const tests = row.state === 'planned' ? [] : row.tests;
      expect(tests.length).toBeGreaterThan(0);
      for (const test of tests) {
        const files = filesOf(test);
        expect([test, files.length > 0]).toEqual([test, true]);
        for (const file of files) expect(readFileSync(file, 'utf8')).toMatch(/expect\(|assert|must\(|prove\(|check\(/);
      }
    },
  );

  it('what is partly kept says what is missing', () => {
    for (const row of Object.values(requirements)) if (row.state === 'partial') expect(row.missing.length).toBeGreaterThan(20);
  });
});
