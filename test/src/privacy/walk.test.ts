import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as business from '../../../src/contracts/business.ts';
import { address, businessId, classed, code, person } from '../../../src/contracts/classes.ts';
import { unclassifiedLeaves, walkClasses } from '../../../src/privacy/index.ts';

const schemas = Object.entries(business).flatMap(([name, exported]): [string, z.ZodType][] =>
  exported instanceof z.ZodType ? [[name, exported]] : [],
);

describe('the class of every leaf', () => {
  it('every business schema is found here', () => {
    expect(schemas.length).toBeGreaterThan(12);
  });

  it.each(schemas)('%s classifies every leaf', (_, schema) => {
    expect(unclassifiedLeaves(schema)).toEqual([]);
  });

  it('a leaf without a class is reported with its path, through every kind of wrapper', () => {
    type Tree = { name: string; children: Tree[] };
    const tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(tree) }));
    const schema = z.object({
      ok: code(),
      plain: z.string(),
      list: z.array(z.object({ deep: z.number() })),
      record: z.record(z.string(), z.boolean()),
      tuple: z.tuple([code(), z.string()]),
      wrapped: z.string().optional().nullable().default(null).readonly().catch(null),
      piped: z.string().transform((text) => text.length),
      either: z.union([code(), z.string()]),
      kind: z.discriminatedUnion('type', [
        z.object({ type: z.literal('a'), x: z.string() }),
        z.object({ type: z.literal('b'), y: code() }),
      ]),
      both: z.intersection(z.object({ left: z.string() }), z.object({ right: code() })),
      extra: z.looseObject({ known: code() }),
      tree,
    });
    expect(unclassifiedLeaves(schema)).toEqual([
      'plain',
      'list[].deep',
      'record.*',
      'tuple[1]',
      'wrapped',
      'piped',
      'either',
      'kind.x',
      'both.left',
      'tree.name',
    ]);
  });

  it('a class at any level counts: on the inside, on a wrapper, on a pipe, on a container, before a refinement', () => {
    const schema = z.object({
      inside: person().optional(),
      wrapper: classed(z.string().optional(), { class: 'personal', kind: 'PERSON' }),
      pipe: classed(z.string().pipe(z.string().min(1)), { class: 'public' }),
      intoPipe: businessId().pipe(z.string()),
      transformed: code().transform((text) => text.trim()),
      container: classed(z.object({ a: z.string(), b: z.array(z.number()) }), { class: 'confidential' }),
      refined: code().regex(/^x/),
    });
    expect(unclassifiedLeaves(schema)).toEqual([]);
    const seen: Record<string, string | undefined> = {};
    walkClasses(schema, (path, leaf) => {
      seen[path] = leaf?.class;
    });
    expect(seen).toMatchObject({
      inside: 'personal',
      wrapper: 'personal',
      intoPipe: 'business-id',
      'container.b[]': 'confidential',
      refined: 'public',
    });
  });

  it('the outer class wins over the inner one', () => {
    const seen: unknown[] = [];
    walkClasses(z.object({ a: classed(address().optional(), { class: 'secret' }) }), (_, leaf) => seen.push(leaf?.class));
    expect(seen).toEqual(['secret']);
  });
});
