import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import type { Json, JsonObject } from '../contracts/json.ts';
import type { ConversationTool } from '../contracts/llm.ts';
import type { Privacy } from '../contracts/privacy.ts';
import type { WireTool } from './payload.ts';

export type OfferedTools = {
  readonly wire: readonly WireTool[];
  /** The tool a model means by a name, and the name a model knows a tool by. */
  readonly toolOf: (wireName: string) => ConversationTool | undefined;
  readonly wireNameOf: (name: string) => string | undefined;
};

/**
 * Tools as a model is told of them: name, description and the JSON schema of what they take, without the leaves' classes.
 * Words in descriptions are redacted like any text. Values a schema allows cannot be replaced, or nothing would fit it any
 * more: one that reads like somebody's own refuses the call.
 */
export async function offerTools(
  privacy: Privacy,
  threadId: string,
  tools: readonly ConversationTool[],
  signal?: AbortSignal,
): Promise<OfferedTools> {
  const names = wireNames(tools);
  const words: string[] = [];
  const values: string[] = [];
  const places: string[] = [];
  for (const [at, { description, input }] of tools.entries()) {
    words.push(description);
    exchangeWords(schemaOf(input), {
      word: (text) => (words.push(text), text),
      value: (text) => {
        values.push(text);
        places.push(`tools[${at}].input`);
      },
    });
  }
  const options = signal ? { signal } : {};
  const redactedValues = stringsOf((await privacy.redactTree(threadId, values, options)).tree);
  const personal = values.findIndex((value, at) => redactedValues[at] !== value);
  if (personal >= 0)
    throw new CountersignError('privacy.blocked', 'A value the schema of a tool allows reads like somebody’s own; nothing was sent', {
      field: places[personal] ?? 'tools',
    });
  const redacted = stringsOf((await privacy.redactTree(threadId, words, options)).tree).values();
  const next = (): string => redacted.next().value ?? '';
  const wire = tools.map(({ input }, at): WireTool => {
    const description = next();
    const parameters = exchangeWords(schemaOf(input), { word: next, value: () => undefined });
    return { type: 'function', function: { name: names[at] ?? '', description, parameters } };
  });
  return {
    wire,
    toolOf: (wireName) => tools[names.indexOf(wireName)],
    wireNameOf: (name) => names[tools.findIndex((tool) => tool.name === name)],
  };
}

/** Providers take letters, digits, `_` and `-`; ids of tools have points in them. */
function wireNames(tools: readonly ConversationTool[]): readonly string[] {
  const names = tools.map(({ name }) => name.replaceAll('.', '_'));
  for (const [at, name] of names.entries()) {
    if (/^[\w-]{1,64}$/.test(name) && names.indexOf(name) === at) continue;
    throw new CountersignError('input.invalid', 'The name of a tool is there twice, too long or no name', { field: `tools[${at}].name` });
  }
  return names;
}

const schemas = new WeakMap<z.ZodType, JsonObject>();

function schemaOf(input: z.ZodType): JsonObject {
  const known = schemas.get(input);
  if (known) return known;
  // What a tool takes, before it is transformed. Classes stand in a registry of their own, which zod is not given.
  const { $schema: _, ...made } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  // Without the members zod hides in it, and without undefined: JSON as it goes over the wire.
  const schema: JsonObject = JSON.parse(JSON.stringify(made));
  schemas.set(input, schema);
  return schema;
}

const named = new Set(['properties', 'patternProperties', '$defs', 'definitions']);
const allowed = new Set(['enum', 'const', 'default', 'examples']);

/** The schema again with other words in its titles and descriptions; `value` sees every text it allows. */
function exchangeWords(
  schema: JsonObject,
  each: { readonly word: (text: string) => string; readonly value: (text: string) => void },
): JsonObject {
  const inner = (member: Json): Json => {
    if (isList(member)) return member.map(inner);
    return typeof member === 'object' && member !== null ? exchangeWords(member, each) : member;
  };
  const members = Object.entries(schema).map(([name, member]): [string, Json] => {
    if ((name === 'description' || name === 'title') && typeof member === 'string') return [name, each.word(member)];
    if (allowed.has(name)) {
      for (const text of textsIn(member)) each.value(text);
      return [name, member];
    }
    if (named.has(name) && typeof member === 'object' && member !== null && !isList(member))
      return [name, Object.fromEntries(Object.entries(member).map(([key, sub]) => [key, inner(sub)]))];
    return [name, inner(member)];
  });
  return Object.fromEntries(members);
}

/** Every text of a tree, the names of its members and its numbers among them. */
export function textsIn(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree];
  if (typeof tree === 'number') return [String(tree)];
  if (Array.isArray(tree)) return tree.flatMap(textsIn);
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, member]) => [name, ...textsIn(member)]);
}

function stringsOf(tree: unknown): readonly string[] {
  return Array.isArray(tree) ? tree.map(String) : [];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
