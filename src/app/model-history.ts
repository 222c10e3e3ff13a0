import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import type { HistorySource, LabelledMoment, ModelValue, Observation } from '../contracts/models.ts';

const Instant = z.iso.datetime({ offset: true });
const Value: z.ZodType<ModelValue> = z.union([
  z.number(),
  z.string().max(10_000),
  z.boolean(),
  z.null(),
  z.array(z.number()).max(5000),
  z.array(z.record(z.string(), z.union([z.number(), z.string(), z.null()]))).max(5000),
]);
const Entity = z.string().regex(/^[\w-]+:.{1,120}$/, 'an entity is written kind:id');
const ObservationLine = z.strictObject({
  entity: Entity,
  name: z.string().min(1).max(100),
  value: Value,
  at: Instant,
  knownAt: Instant.optional(),
  record: z.string().max(200).optional(),
});
const MomentLine = z.strictObject({
  entity: Entity,
  asOf: Instant,
  outcomeAt: Instant,
  targets: z.record(z.string(), Value),
  links: z.record(z.string(), Entity).optional(),
});

/**
 * History from a folder of JSON lines: `<model>/observations.jsonl` and `<model>/moments.jsonl`, in any order. Each line is checked;
 * the first that is wrong is named by file and line.
 */
export function historyFromFolder(folder: string): HistorySource {
  const file = (model: string, name: string): string => join(folder, model, `${name}.jsonl`);
  if (!existsSync(folder)) throw new CountersignError('input.invalid', `There is no folder ${folder}`, { field: 'history' });
  return {
    async count(model) {
      return existsSync(join(folder, model)) ? undefined : 0;
    },
    observations: (model) => lines(file(model, 'observations'), ObservationLine, (line): Observation => line as Observation),
    moments: (model) => lines(file(model, 'moments'), MomentLine, (line): LabelledMoment => line as LabelledMoment),
  };
}

async function* lines<S extends z.ZodType, T>(path: string, schema: S, made: (line: z.output<S>) => T): AsyncGenerator<T> {
  if (!existsSync(path)) return;
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === '') continue;
    yield made(parsed(text, schema, path, number));
  }
}

function parsed<S extends z.ZodType>(text: string, schema: S, path: string, number: number): z.output<S> {
  const place = `${path.split('/').slice(-2).join('/')}:${number}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CountersignError('input.malformed', `${place} is no JSON`, { field: place, cause });
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new CountersignError(
    'input.invalid',
    `${place} is not valid at ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'unknown'}`,
    { field: place },
  );
}
