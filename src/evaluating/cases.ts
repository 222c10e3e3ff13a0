import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import type { JsonObject } from '../contracts/json.ts';

const id = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'lower case words with dots and dashes');
const label = z.string().min(1);
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'decimal text such as "182400.00"');
const locale = z.enum(['en', 'de', 'fr', 'es']);
const named = { id: z.string(), label };

/** Facts as the gateway has them; the words of an order status may be left out, they follow from the status. */
const CaseFact = z.discriminatedUnion('type', [
  z.strictObject({ ...named, type: z.literal('money'), amount: decimal, currency: z.string().length(3) }),
  z.strictObject({ ...named, type: z.literal('date'), date: z.iso.date() }),
  z.strictObject({ ...named, type: z.literal('id'), value: z.string() }),
  z.strictObject({ ...named, type: z.literal('quantity'), value: decimal, unit: z.string() }),
  z.strictObject({ ...named, type: z.literal('count'), value: z.int() }),
  z.strictObject({ ...named, type: z.literal('percent'), value: decimal }),
  z.strictObject({
    ...named,
    type: z.literal('enum'),
    value: z.string(),
    words: z.array(z.string()).optional(),
    others: z.array(z.string()).optional(),
  }),
  z.strictObject({ ...named, type: z.literal('token'), token: z.string() }),
  z.strictObject({ ...named, type: z.literal('term'), value: z.string() }),
]);
export type CaseFact = z.infer<typeof CaseFact>;

const common = { id, tags: z.array(z.string()).default([]), split: z.enum(['test', 'train']).default('test') };
const words = z.array(z.string().min(1)).default([]);

/** A prompt and its facts. `required` and `untold` are fact ids; `contains` and `lacks` count in every language. */
const PromptCase = z.strictObject({
  ...common,
  kind: z.literal('prompt'),
  locales: z.array(locale).min(1),
  facts: z.array(CaseFact),
  view: z.record(z.string(), z.json()),
  expect: z
    .strictObject({ required: z.array(z.string()).default([]), untold: z.array(z.string()).default([]), contains: words, lacks: words })
    .prefault({}),
});

/** One conversation. `state` says what a proposal would change: `system record field` → value. */
const Turn = z.strictObject({
  says: z.string().min(1),
  intents: z.array(z.string()).default([]),
  contains: words,
  lacks: words,
});
const ConversationCase = z.strictObject({
  ...common,
  kind: z.literal('conversation'),
  locale: locale.default('en'),
  turns: z.array(Turn).min(1),
  /** What the controller does with the proposal of the last turn. Only where the suite is one of a workflow. */
  decide: z.enum(['approve', 'reject']).optional(),
  expect: z
    .strictObject({
      calls: z.array(z.strictObject({ tool: z.string(), arguments: z.record(z.string(), z.json()).default({}) })).optional(),
      state: z.record(z.string(), z.json()).default({}),
      waitsFor: z.string().optional(),
      /** Figures that follow from several answers by rules of the trade, such as `51568.00 EUR` or `2`; whoever writes the case vouches for them. */
      reckoned: z.array(z.string().regex(/^\d+(\.\d+)?( [A-Z]{3})?$/, 'a figure such as 2 or 51568.00 EUR')).default([]),
    })
    .prefault({}),
});

/** What a numeric model answered, as the log keeps it; a version only where a model answered and not the rule. */
const CopiedAnswer = z.strictObject({
  id: z.string().regex(/^prd_[\w-]+$/, 'an id such as prd_1'),
  model: z.string(),
  role: z.enum(['champion', 'shadow', 'rule']),
  version: z.int().positive().optional(),
  entity: z.string().optional(),
  asOf: z.iso.datetime(),
  at: z.iso.datetime(),
  output: z.record(z.string(), z.json()),
  confidence: z.number().min(0).max(1).optional(),
  interval: z.strictObject({ low: z.number(), high: z.number(), level: z.number() }).optional(),
  factors: z.array(z.strictObject({ feature: z.string(), contribution: z.number() })).default([]),
  inputs: z
    .array(z.strictObject({ field: z.string(), value: z.union([z.number(), z.string(), z.boolean()]), from: z.enum(['given', 'fetched']) }))
    .default([]),
});
export type CopiedAnswer = z.infer<typeof CopiedAnswer>;

const name = z.string().regex(/^[a-z][a-z0-9]*$/, 'a name of small letters and digits');
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What people and systems do before a workflow starts. `$name` in a later text stands for the id of the record called so. */
const SetupStep = z.union([
  /** Somebody makes a record in the CRM; with `id` changes it. */
  z.strictObject({ crm: z.string(), fields: z.record(z.string(), cell), id: z.string().optional(), as: name.optional() }),
  /** A record that is there is called by a name: the first the condition fits, in order of ids, and of it the id unless told. */
  z.strictObject({ find: z.string(), where: z.string(), field: z.string().default('Id'), as: name }),
  /** Somebody in the ERP acts on an order: confirm, pick, ship, deliver, invoice, pay, payPart, credit, delay, reject, hold, release. */
  z.strictObject({
    erp: z.string(),
    order: z.string(),
    days: z.int().positive().optional(),
    item: z.string().optional(),
    reason: z.string().optional(),
    /** Of a payment in part or a credit note. */
    amount: decimal.optional(),
  }),
  /** Somebody keeps the ERP's master data: a row of a table of the built-in ERP gets other values, one like it beside it, or is deleted. */
  z.strictObject({
    table: z.string(),
    key: z.record(z.string(), z.string()),
    becomes: z.enum(['other', 'copied', 'gone']).default('other'),
    values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  }),
  /** Another workflow, or the same one, comes first; `as` calls what it asks a person by a name. */
  z.strictObject({
    run: z.string(),
    record: z.string(),
    connection: z.string().optional(),
    decide: z.enum(['approve', 'reject']).optional(),
    as: name.optional(),
  }),
  /** Time goes by: what is told afterwards did not happen in the same second. */
  z.strictObject({ minutes: z.int().positive().max(60) }),
  /** A system refuses or fails the next calls that fit. */
  z.strictObject({ fault: z.record(z.string(), cell) }),
]);
export type SetupStep = z.infer<typeof SetupStep>;

/** One record handed to a workflow, and what a person decides on what it proposes. */
const WorkflowCase = z.strictObject({
  ...common,
  kind: z.literal('workflow'),
  setup: z.array(SetupStep).default([]),
  record: z.string().min(1),
  /** Where the record lives; where the workflow's own records do unless told. */
  connection: z.string().optional(),
  /** What is in the log of numeric models before; for the workflow that copies it. */
  answers: z.array(CopiedAnswer).optional(),
  trouble: z.enum(['handed-over-twice', 'row-is-there']).optional(),
  /** Left out: nobody decides. */
  decide: z.enum(['approve', 'reject']).optional(),
  expect: z.strictObject({
    status: z.string(),
    /** What a run that is done came to, or the code of its exception; any unless told. */
    outcome: z.string().optional(),
    waitsFor: z.string().optional(),
    state: z.record(z.string(), z.json()).default({}),
    contains: words,
    lacks: words,
  }),
});

export const StoredCase = z.discriminatedUnion('kind', [PromptCase, ConversationCase, WorkflowCase]);
export type StoredCase = z.infer<typeof StoredCase>;
export type PromptCase = z.infer<typeof PromptCase> & { readonly locale: z.infer<typeof locale> };
export type ConversationCase = z.infer<typeof ConversationCase>;
export type WorkflowCase = z.infer<typeof WorkflowCase>;
/** A case as it runs: a prompt case is one for each of its languages, with the language at the end of its id. */
export type EvalCase = PromptCase | ConversationCase | WorkflowCase;

export type Dataset = { readonly file: string; readonly hash: string; readonly cases: readonly EvalCase[] };

/**
 * Cases of a .jsonl file, one a line, empty lines left out. What does not fit, a second case of the same id and a file
 * without cases are input.invalid with file and line.
 */
export function readDataset(path: string, name: string): Dataset {
  if (!existsSync(path)) throw new CountersignError('input.invalid', `There is no dataset ${name}`, { field: name });
  const text = readFileSync(path, 'utf8').replace(/\r\n/g, '\n');
  const seen = new Map<string, number>();
  const stored = text.split('\n').flatMap((line, at): StoredCase[] => {
    if (line.trim() === '') return [];
    const place = `${name}:${at + 1}`;
    const one = parseCase(line, place);
    const before = seen.get(one.id);
    if (before !== undefined)
      throw new CountersignError('input.invalid', `${place}: the id ${one.id} is that of line ${before}`, { field: place });
    seen.set(one.id, at + 1);
    return [one];
  });
  if (stored.length === 0) throw new CountersignError('input.invalid', `${name} holds no case`, { field: name });
  return { file: name, hash: createHash('sha256').update(text).digest('hex'), cases: stored.flatMap(spread) };
}

function parseCase(line: string, place: string): StoredCase {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch (cause) {
    throw new CountersignError('input.invalid', `${place} is no JSON`, { field: place, cause });
  }
  const read = StoredCase.safeParse(data);
  if (read.success) {
    refuseUnknownFacts(read.data, place);
    return read.data;
  }
  const issue = read.error.issues[0];
  // Names of members and what was expected; never the value that was there.
  throw new CountersignError('input.invalid', `${place}: ${issue?.path.join('.') || '(top)'}: ${issue?.message ?? 'not valid'}`, {
    field: place,
  });
}

function refuseUnknownFacts(one: StoredCase, place: string): void {
  if (one.kind !== 'prompt') return;
  const known = new Set(one.facts.map((fact) => fact.id));
  const unknown = [...one.expect.required, ...one.expect.untold].find((each) => !known.has(each));
  if (unknown !== undefined)
    throw new CountersignError('input.invalid', `${place}: expect names ${unknown}, which is no fact of the case`, { field: place });
}

function spread(one: StoredCase): readonly EvalCase[] {
  if (one.kind !== 'prompt') return [one];
  return one.locales.map((each) => ({ ...one, id: `${one.id}.${each}`, locale: each }));
}

/** The view is JSON as it was read. */
export function viewOf({ view }: PromptCase): JsonObject {
  return view;
}
