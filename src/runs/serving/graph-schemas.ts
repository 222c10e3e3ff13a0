import { z } from 'zod';
import type { GraphSchemas } from '../../contracts/serving.ts';

/**
 * The schemas of a graph: the names of its channels, with types where the graph was built on zod. The types of an
 * annotation exist in TypeScript only and cannot be told at run time.
 */
export function graphSchemas(graph: unknown): GraphSchemas {
  const builder = member(graph, 'builder');
  const state = keysOf(member(builder, '_schemaDefinition')) ?? keysOf(member(graph, 'channels')) ?? [];
  const input = keysOf(member(builder, '_inputDefinition')) ?? state;
  const output = keysOf(member(builder, '_outputDefinition')) ?? state;
  return {
    input: zodSchema(member(builder, '_inputRuntimeDefinition')) ?? objectOf(input),
    output: zodSchema(member(builder, '_outputRuntimeDefinition')) ?? objectOf(output),
    state: zodSchema(member(builder, '_schemaRuntimeDefinition')) ?? objectOf(state),
    config: zodSchema(member(builder, '_configRuntimeSchema')) ?? objectOf([]),
  };
}

function objectOf(names: readonly string[]): unknown {
  const shown = names.filter((name) => !name.startsWith('__') && !name.startsWith('branch:') && !name.includes(':'));
  return { type: 'object', properties: Object.fromEntries(shown.map((name) => [name, {}])) };
}

function zodSchema(schema: unknown): unknown {
  if (!(schema instanceof z.ZodType)) return undefined;
  try {
    return z.toJSONSchema(schema, { unrepresentable: 'any' });
  } catch {
    // What zod has no JSON for is shown by its names instead.
    return undefined;
  }
}

function keysOf(value: unknown): string[] | undefined {
  return typeof value === 'object' && value !== null ? Object.keys(value) : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
