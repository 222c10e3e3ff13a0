import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { ImportModel } from '../contracts/commands.ts';
import { CountersignError } from '../contracts/errors.ts';
import { OutsideColumn, type HeadImport } from '../scoring/index.ts';

const Bounds = { atLeast: z.number().optional(), atMost: z.number().optional() };
const TreeOptions = z.strictObject({
  columns: z.record(z.string(), z.union([z.string(), z.strictObject({ feature: z.string(), level: z.string() })])).optional(),
  levels: z.record(z.string(), z.array(z.string())).optional(),
  ...Bounds,
});
const Outside = {
  columns: z.array(z.union([z.string(), OutsideColumn])).min(1),
  scale: z.enum(['plain', 'log-odds']).optional(),
  missing: z.enum(['none', 'reference']).optional(),
  factors: z.int().min(0).max(20).optional(),
  ...Bounds,
};
const OnnxOptions = z.strictObject({ ...Outside, output: z.string().optional(), position: z.int().min(0).optional() });
const EndpointOptions = z.strictObject({
  ...Outside,
  url: z.string().max(500),
  hosts: z.array(z.string()).min(1),
  output: z.string(),
  body: z.string().optional(),
  timeoutMs: z.int().min(100).max(60_000).optional(),
  maxReplyBytes: z.int().min(100).max(16_777_216).optional(),
});

const mostBytes = 64 * 1024 * 1024;

/** A file and, where it takes any, its options, as the import of one head. Throws `input.*` with the member that is wrong. */
export function readImport({ file, format, options }: Pick<ImportModel, 'file' | 'format' | 'options'>): HeadImport {
  const more: unknown = options === undefined ? {} : json(options, 'options');
  switch (format) {
    case 'xgboost':
    case 'lightgbm':
      return defined({ format, text: bytes(file).toString('utf8'), ...checked(TreeOptions, more) });
    case 'onnx':
      return defined({ format, bytes: bytes(file), ...checked(OnnxOptions, more) });
    case 'endpoint':
      return defined({ format, ...checked(EndpointOptions, json(file, 'file')) });
  }
}

function bytes(path: string): Buffer {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new CountersignError('input.invalid', `There is no file ${basename(path)}`, { field: 'file' });
  if (size > mostBytes) throw new CountersignError('input.too_large', 'A model file has at most 64 MB', { field: 'file' });
  return readFileSync(path);
}

function json(path: string, field: string): unknown {
  try {
    return JSON.parse(bytes(path).toString('utf8'));
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause;
    throw new CountersignError('input.malformed', `${basename(path)} is no JSON`, { field, cause });
  }
}

function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = issue?.path.join('.') || 'options';
  throw new CountersignError('input.invalid', `The import is not valid at ${field}: ${issue?.message ?? 'unknown'}`, { field });
}

/** Without members that are undefined; what is left has been checked by its schema. */
const defined = (value: Record<string, unknown>): HeadImport =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as unknown as HeadImport;
