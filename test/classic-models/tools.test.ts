import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { models } from '../../classic-models/index.ts';
import { modelTools } from '../../classic-models/tools.ts';
import { refuseBadContent } from '../../src/app/content.ts';
import { readBody } from '../../src/scoring/serving/body.ts';
import { z } from 'zod';

describe('the typed tools of the numeric models', () => {
  it('there is one for every model and every folder', () => {
    expect(modelTools.map(({ id }) => id)).toEqual(models.map(({ id }) => `models.${id}`));
    const folders = readdirSync(new URL('../../classic-models', import.meta.url), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    expect(folders.map(({ name }) => name)).toEqual(models.map(({ id }) => id));
  });

  it('every leaf they take or answer has a data class', () => {
    expect(() => refuseBadContent({ tools: modelTools, agents: [], workflows: [] })).not.toThrow();
  });

  it.each(models.map((model) => [model.id, model] as const))(
    '%s takes nothing its endpoint does not know, and no personal feature',
    (id, model) => {
      const tool = modelTools.find((each) => each.id === `models.${id}`);
      const members = Object.keys(z.toJSONSchema(tool?.input ?? z.never(), { unrepresentable: 'any' }).properties ?? {});
      expect(members).toEqual(expect.arrayContaining([...model.ids]));
      // The endpoint refuses what it does not know by name; null is what is missing.
      expect(() => readBody(model, Object.fromEntries(members.map((name) => [name, null])))).not.toThrow();
      const hidden = model.features
        .filter((feature) => feature.class === 'personal' || feature.class === 'protected')
        .map(({ name }) => name);
      expect(members.filter((name) => hidden.includes(name) && !model.ids.includes(name))).toEqual([]);
    },
  );
});
