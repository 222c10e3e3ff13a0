import { z } from 'zod';

/**
 * The part of JSON Schema a prompt may use: no references, no patterns, nothing that takes long on a hostile answer. An
 * object has the members it names and no others.
 */
export type Shape = { readonly description?: string | undefined } & (
  | { readonly type: 'object'; readonly properties: Readonly<Record<string, Shape>>; readonly required: readonly string[] }
  | { readonly type: 'array'; readonly items: Shape; readonly maxItems?: number | undefined }
  | { readonly type: 'string'; readonly enum?: readonly string[] | undefined; readonly maxLength?: number | undefined }
  | { readonly type: 'integer' | 'number'; readonly minimum?: number | undefined; readonly maximum?: number | undefined }
  | { readonly type: 'boolean' | 'null' }
);

const name = z.string().regex(/^[A-Za-z_]\w*$/, 'a name such as dueOn');
const described = { description: z.string().optional() };
const JsonShape: z.ZodType<Shape> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      ...described,
      type: z.literal('object'),
      properties: z.record(name, JsonShape),
      required: z.array(name).default([]),
      additionalProperties: z.literal(false).optional(),
    }),
    z.strictObject({ ...described, type: z.literal('array'), items: JsonShape, maxItems: z.int().min(0).optional() }),
    z.strictObject({
      ...described,
      type: z.literal('string'),
      enum: z.array(z.string()).min(1).optional(),
      maxLength: z.int().min(1).optional(),
    }),
    z.strictObject({ ...described, type: z.enum(['integer', 'number']), minimum: z.number().optional(), maximum: z.number().optional() }),
    z.strictObject({ ...described, type: z.enum(['boolean', 'null']) }),
  ]),
);

/** A shape written as JSON Schema or as picoschema (`tags?(array, what it is about): string`). Throws a TypeError that names the place. */
export function parseShape(source: unknown, at = 'schema'): Shape {
  const read = JsonShape.safeParse(isJsonSchema(source) ? source : fromPico(source, at));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new TypeError(`${[at, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'not valid'}`);
  }
  const missing = unknownRequired(read.data);
  if (missing !== undefined) throw new TypeError(`${at}: ${missing} is required but no property`);
  return read.data;
}

/** As dotprompt tells them apart: a `type` of JSON Schema at the top. */
function isJsonSchema(source: unknown): boolean {
  return isObject(source) && typeof source['type'] === 'string' && ['object', 'array', ...scalars].includes(source['type']);
}

function unknownRequired(shape: Shape): string | undefined {
  if (shape.type === 'array') return unknownRequired(shape.items);
  if (shape.type !== 'object') return undefined;
  const { properties, required } = shape;
  return required.find((each) => !Object.hasOwn(properties, each)) ?? Object.values(properties).map(unknownRequired).find(Boolean);
}

const scalars = ['string', 'integer', 'number', 'boolean', 'null'];
const picoName = /^([A-Za-z_]\w*)(\?)?(?:\((array|object|enum)(?:,\s*([^)]*))?\))?$/;

function fromPico(source: unknown, at: string): unknown {
  if (typeof source === 'string') {
    const [type = '', ...words] = source.split(',');
    if (!scalars.includes(type.trim())) throw new TypeError(`${at}: ${type.trim()} is none of ${scalars.join(', ')}`);
    return { type: type.trim(), ...describedAs(words.join(',')) };
  }
  if (!isObject(source)) throw new TypeError(`${at} is no schema`);
  const members = Object.entries(source).map(([key, value]) => {
    const [, field = '', optional, kind, words = ''] = picoName.exec(key) ?? [];
    if (field === '') throw new TypeError(`${at}: ${key} is no name of picoschema`);
    const inner = `${at}.${field}`;
    if (kind === 'enum') return { field, optional, shape: { type: 'string', enum: value, ...describedAs(words) } };
    const shape = isJsonSchema(value) ? value : fromPico(value, inner);
    return { field, optional, shape: kind === 'array' ? { type: 'array', items: shape, ...describedAs(words) } : shape };
  });
  return {
    type: 'object',
    properties: Object.fromEntries(members.map(({ field, shape }) => [field, shape])),
    required: members.filter(({ optional }) => optional === undefined).map(({ field }) => field),
  };
}

const describedAs = (words: string): { description?: string } => (words.trim() === '' ? {} : { description: words.trim() });

/** Where a value is not of a shape, a sentence each; no value is repeated. */
export function mismatches(value: unknown, shape: Shape, at: string): readonly string[] {
  switch (shape.type) {
    case 'object':
      return isObject(value) ? wrongMembers(value, shape, at) : [`${at} is no object`];
    case 'array':
      if (!Array.isArray(value)) return [`${at} is no list`];
      if (value.length > (shape.maxItems ?? Infinity)) return [`${at} has more than ${shape.maxItems} items`];
      return value.flatMap((each, index) => mismatches(each, shape.items, `${at}[${index}]`));
    case 'string':
      return wrongText(value, shape, at);
    case 'integer':
    case 'number':
      return wrongNumber(value, shape, at);
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at} is neither true nor false`];
    case 'null':
      return value === null ? [] : [`${at} is not null`];
  }
}

function wrongText(value: unknown, shape: Extract<Shape, { type: 'string' }>, at: string): readonly string[] {
  if (typeof value !== 'string') return [`${at} is no text`];
  if (shape.enum && !shape.enum.includes(value)) return [`${at} is none of ${shape.enum.join(', ')}`];
  return value.length > (shape.maxLength ?? Infinity) ? [`${at} has more than ${shape.maxLength} characters`] : [];
}

function wrongNumber(value: unknown, shape: Extract<Shape, { type: 'integer' | 'number' }>, at: string): readonly string[] {
  const isWhole = shape.type === 'integer';
  if (typeof value !== 'number' || (isWhole && !Number.isInteger(value))) return [`${at} is no ${isWhole ? 'whole number' : 'number'}`];
  if (value < (shape.minimum ?? -Infinity)) return [`${at} is less than ${shape.minimum}`];
  return value > (shape.maximum ?? Infinity) ? [`${at} is more than ${shape.maximum}`] : [];
}

function wrongMembers(value: Readonly<Record<string, unknown>>, shape: Extract<Shape, { type: 'object' }>, at: string): readonly string[] {
  const { properties, required } = shape;
  return [
    ...required.filter((each) => !Object.hasOwn(value, each)).map((each) => `${at}.${each} is missing`),
    ...(Object.keys(value).every((each) => Object.hasOwn(properties, each)) ? [] : [`${at} has members nobody asked for`]),
    ...Object.entries(properties).flatMap(([field, inner]) =>
      Object.hasOwn(value, field) ? mismatches(value[field], inner, `${at}.${field}`) : [],
    ),
  ];
}

/** The paths below an object, as a view is addressed; what is a list stands for everything below it. */
export function pathsOf(shape: Shape): { readonly required: readonly string[]; readonly optional: readonly string[] } {
  if (shape.type !== 'object') return { required: [], optional: [] };
  const required: string[] = [];
  const optional: string[] = [];
  for (const [field, inner] of Object.entries(shape.properties)) {
    const isRequired = shape.required.includes(field);
    const below = inner.type === 'object' ? pathsOf(inner) : { required: [], optional: [] };
    (isRequired ? required : optional).push(field);
    (isRequired ? required : optional).push(...below.required.map((path) => `${field}.${path}`));
    optional.push(...below.optional.map((path) => `${field}.${path}`));
  }
  return { required, optional };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
