import { describe, expect, it } from 'vitest';
import { check, steps } from '../../scripts/check.mjs';

const step = (name: string, code: string) => ({ name, command: process.execPath, args: ['-e', code] });

async function checked(wanted: Parameters<typeof check>[0]['steps']): Promise<{ code: number; said: string }> {
  let said = '';
  const code = await check({
    steps: wanted,
    write: (text) => {
      said += text;
    },
  });
  return { code, said };
}

describe('npm run check', () => {
  it('goes from the cheapest step to the dearest', () => {
    expect(steps.map((each) => each.name)).toEqual(['format', 'lint', 'types', 'unused', 'tests']);
  });

  it('prints one line a step with its seconds', async () => {
    const { code, said } = await checked([step('one', 'console.log("loud")'), step('two', '')]);
    expect(code).toBe(0);
    expect(said).toMatch(/^ok {4} one {5} +\d+\.\d s\nok {4} two {5} +\d+\.\d s\n$/);
  });

  it('stops at the first failure and shows what it said', async () => {
    const { code, said } = await checked([
      step('bad', 'console.log("to out"); console.error("to error"); process.exit(3)'),
      step('never', ''),
    ]);
    expect(code).toBe(1);
    expect(said).toMatch(/^FAILED bad/);
    expect(said).toContain('to out');
    expect(said).toContain('to error');
    expect(said).toContain('ended with 3');
    expect(said).not.toContain('never');
  });

  it('fails when a program is not there', async () => {
    expect((await checked([{ name: 'gone', command: 'no-such-program-here', args: [] }])).code).toBe(1);
  });
});
