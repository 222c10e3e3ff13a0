import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workflows } from '../../graphs/index.ts';
import { draw, pageOf, pages, withPicture } from '../../scripts/draw-workflows.ts';

const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

describe.each(workflows)('the page of $id', (workflow) => {
  it('is there, and the index leads to it', () => {
    expect(read(pageOf(workflow)).length).toBeGreaterThan(500);
    expect(read(join(pages, 'README.md'))).toContain(`](${workflow.id}.md)`);
  });

  it('shows the picture its code draws: npm run draw', () => {
    expect(withPicture(read(pageOf(workflow)), workflow)).toBe(read(pageOf(workflow)));
  });

  it('says what starts it, what it writes and when it stops', () => {
    expect(read(pageOf(workflow))).toMatch(/\*\*Starts\*\*[\s\S]*(\*\*Writes\*\*|commit)/);
  });
});

describe('a picture', () => {
  it.each(workflows)('of $id has its nodes, every rule of its policy and something it may write', (workflow) => {
    const picture = draw(workflow);
    for (const node of ['prepare', 'gate', 'commit']) expect(picture).toContain(`${node}["${node}:`);
    for (const { name } of workflow.policy.rules) expect(picture).toContain(`"${name}`);
    expect(picture).toMatch(/commit ==> write0\[\("[a-z-]+\.[a-z-]+/);
    expect(picture).toMatch(/prepare --> gate[\s\S]*gate --> commit/);
  });

  it('a page without marks, or with another picture, is found', () => {
    const [first] = workflows;
    if (!first) throw new Error('there are workflows');
    expect(withPicture('# A page', first)).toBeUndefined();
    const page = read(pageOf(first)).replace('flowchart TD', 'flowchart LR');
    expect(withPicture(page, first)).not.toBe(page);
  });
});
