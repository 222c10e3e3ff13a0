import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agents } from '../agents/index.ts';
import { workflows } from '../graphs/index.ts';
import { refuseBadContent } from '../src/app/content.ts';
import { defineTool, freeText } from '../src/index.ts';
import { modelTools } from '../classic-models/tools.ts';
import { tools } from '../tools/index.ts';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const listed = (folder: string): string => readFileSync(join(root, folder, 'index.ts'), 'utf8');

describe('registration', () => {
  it.each(['tools', 'agents'])('every file of %s/ is listed in its index', (folder) => {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && name !== 'index.ts',
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(listed(folder)).toContain(`./${file}`);
  });

  it('every folder of graphs/ is listed in its index, but for what several share', () => {
    for (const folder of readdirSync(join(root, 'graphs'), { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('_'),
    ))
      expect(listed('graphs')).toContain(`./${folder.name}/`);
  });

  it('the content as shipped is accepted: every leaf classified, every tool of an agent registered', () => {
    expect(() => refuseBadContent({ tools: [...tools, ...modelTools], agents, workflows })).not.toThrow();
  });

  it('a tool with a leaf without a class stops the start and names the leaf', () => {
    const careless = defineTool({
      id: 'x.careless',
      kind: 'read',
      description: 'x',
      system: 'crm',
      needs: [],
      input: z.object({ note: freeText() }),
      output: z.object({ remarks: z.array(z.object({ text: z.string() })) }),
      run: async () => ({ remarks: [] }),
    });
    expect(() => refuseBadContent({ tools: [careless], agents: [], workflows: [] })).toThrow(/output\.remarks/);
  });

  it('an agent with an unregistered tool, and two things of one id, stop the start', () => {
    expect(() => refuseBadContent({ tools: [], agents: [agents[0] as (typeof agents)[number]], workflows: [] })).toThrow(/not registered/);
    expect(() => refuseBadContent({ tools: [...tools, ...tools], agents: [], workflows: [] })).toThrow(/two tools/);
  });

  it('no write tool of a workflow can be called: it has no run', () => {
    for (const tool of tools) if (tool.kind !== 'read') expect('run' in tool).toBe(false);
  });
});
