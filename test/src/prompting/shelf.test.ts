import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { promptCommands } from '../../../src/app/prompt-commands.ts';
import type { PromptLabels } from '../../../src/contracts/prompts.ts';
import { createShelf, loadPrompts } from '../../../src/prompting/index.ts';
import { patchAfter, versionsOf } from '../../support/prompt-versions.ts';

const id = 'order-status.summary';
const { all, now } = versionsOf(id);
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'prompts-'));
  cpSync('prompts', dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const file = (): string => join(dir, 'order-status/summary.prompt');
const change = (from: string | RegExp, to: string): void => writeFileSync(file(), readFileSync(file(), 'utf8').replace(from, to));
const shelf = (labels: PromptLabels = {}, reads: 'production' | 'uat' = 'production') =>
  createShelf([{ dir, prompts: loadPrompts(dir) }], (of) => (of === id ? labels : {}), reads);

describe('which version speaks', () => {
  it('the one in the folder, where no label says otherwise', () => {
    expect(shelf().get(id).version).toBe(now);
    expect(
      shelf()
        .versions(id)
        .map(({ version }) => version),
    ).toEqual(all);
  });

  it('the one the label points to, of the label this installation reads', () => {
    const labels = { production: '1.0.0' };
    expect(shelf(labels).get(id).version).toBe('1.0.0');
    expect(shelf(labels, 'uat').get(id).version).toBe(now);
    expect(shelf(labels).get('assistant.answer').version).toBe(versionsOf('assistant.answer').now);
  });

  it('a canary takes its share of threads, and each thread always gets the same', () => {
    const held = shelf({ production: now, canary: { version: '1.0.0', percent: 20 } });
    const threads = Array.from({ length: 2000 }, (_, at) => `thread-${at}`);
    const first = threads.map((thread) => held.get(id, thread).version);
    expect(first.filter((version) => version === '1.0.0').length / threads.length).toBeGreaterThan(0.17);
    expect(first.filter((version) => version === '1.0.0').length / threads.length).toBeLessThan(0.23);
    expect(threads.map((thread) => held.get(id, thread).version)).toEqual(first);
    expect(held.get(id).version).toBe(now);
  });

  it('a released text that was changed afterwards is refused, and check names it', () => {
    const kept = join(dir, '_released', `${id}@1.0.0.json`);
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('Order', 'Border'));
    expect(() => shelf({ production: '1.0.0' }).get(id)).toThrow(/not the one that was released/);
    expect(promptCommands.check({ folder: dir }).problems).toEqual([expect.stringContaining('not the one that was released')]);
  });
});

describe('releasing', () => {
  it('a change under an old version is named, and released with the next number', () => {
    change(/\n$/, ' \n');
    expect(promptCommands.check({ folder: dir }).problems).toEqual([`${id} changed but is still version ${now}`]);
    expect(() => promptCommands.release({ folder: dir })).toThrow(/give it a new version/);
    expect(promptCommands.release({ folder: dir, bump: 'patch' }).entered).toMatchObject([{ id, version: patchAfter(now) }]);
    expect(promptCommands.check({ folder: dir })).toMatchObject({ problems: [] });
    // The version before can still speak.
    expect(shelf({ production: now }).get(id).version).toBe(now);
  });

  it('a changed partial is a change of every prompt that uses it', () => {
    const partial = join(dir, '_partials/only-facts.prompt');
    writeFileSync(partial, `${readFileSync(partial, 'utf8').trimEnd()} Be brief.\n`);
    const changed = promptCommands.check({ folder: dir }).prompts.filter(({ state }) => state === 'changed');
    expect(changed.map((each) => each.id)).toContain(id);
    promptCommands.release({ folder: dir, bump: 'minor' });
    const { patch } = promptCommands.diff({ folder: dir, id });
    expect(patch).toContain('>only-facts@1.1.0');
    expect(patch).toContain('+');
  });

  it('a diff shows the lines, between any two versions', () => {
    expect(promptCommands.diff({ folder: dir, id, from: '1.0.0', to: now })).toMatchObject({
      from: '1.0.0',
      to: now,
      patch: expect.stringMatching(/^-version: 1\.0\.0$/m),
    });
    expect(() => promptCommands.diff({ folder: dir, id, from: '7.0.0' })).toThrow(`there are ${all.join(', ')}`);
    writeFileSync(
      join(dir, 'prompts.lock.json'),
      readFileSync('prompts/prompts.lock.json', 'utf8').replaceAll('assistant.answer', 'assistant.gone'),
    );
    expect(() => promptCommands.diff({ folder: dir, id: 'assistant.answer' })).toThrow(/first version/);
  });
});
