import { expect, it } from 'vitest';
import { agents } from '../../../agents/index.ts';
import { workflows } from '../../../graphs/index.ts';
import { loadMappings } from '../../../src/app/content.ts';
import { Config } from '../../../src/config/schema.ts';

const halves = workflows.filter(({ mappingOf }) => mappingOf !== undefined).toSorted((a, b) => a.id.localeCompare(b.id));
const loaded = (overrides: Record<string, { mapping: Record<string, string> }> = {}) =>
  loadMappings({ tools: [], agents, workflows }, Config.parse({ dataDir: 'd', keyDir: 'k', workflows: overrides }), []);

it('two halves of one matter compare by the same rules', () => {
  expect(halves.map(({ id, mappingOf }) => [id, mappingOf])).toEqual([
    ['catalog-product', 'catalog-sync'],
    ['contact-merge', 'customer-merge'],
    ['contact-unmerge', 'customer-merge'],
    ['customer-unmerge', 'customer-merge'],
    ['integrity-repair', 'integrity'],
    ['reconcile-missing', 'reconcile'],
  ]);
  const mappings = loaded();
  for (const { id, mappingOf } of halves) expect(mappings.get(id)).toEqual(mappings.get(mappingOf ?? ''));
});

it('an override of the one counts for the other, and its own comes last', () => {
  const mappings = loaded({ integrity: { mapping: { version: 'company' } }, 'catalog-product': { mapping: { version: 'own' } } });
  const version = (id: string): unknown => (mappings.get(id) as { version: string }).version;
  expect([version('integrity'), version('integrity-repair')]).toEqual(['company', 'company']);
  expect([version('catalog-sync'), version('catalog-product')]).toEqual(['1', 'own']);
});
