import { z } from 'zod';
import type { Json } from '../../contracts/json.ts';
import type { HeadScore, ModelValues } from '../../contracts/models.ts';

/** A feature as a model elsewhere takes it: a number, the place of its level in the stated order, or one column a level. */
export const OutsideColumn = z.discriminatedUnion('as', [
  z.object({ as: z.literal('number'), feature: z.string() }),
  z.object({ as: z.literal('code'), feature: z.string(), levels: z.array(z.string()).min(1) }),
  z.object({ as: z.literal('one-hot'), feature: z.string(), levels: z.array(z.string()).min(1) }),
  /** By its name, to an endpoint alone. */
  z.object({ as: z.literal('text'), feature: z.string(), levels: z.array(z.string()).min(1) }),
]);
export type OutsideColumn = z.infer<typeof OutsideColumn>;

/** An ONNX file, its bytes in base64, and which of its outputs is the answer. */
export const OnnxSource = z.object({
  format: z.literal('onnx'),
  bytes: z.string(),
  output: z.string(),
  /** Which value of the output, from 0. */
  position: z.int().nonnegative(),
});
export type OnnxSource = z.infer<typeof OnnxSource>;

/** A service elsewhere that answers a POST of JSON. Keys are the installation's own and never part of it. */
export const EndpointSource = z.object({
  format: z.literal('endpoint'),
  url: z.url(),
  /** `host:port` of every host that may be asked; the URL's own must be one of them. */
  hosts: z.array(z.string()).min(1),
  /** Where the number is in the answer: `predictions.0.probability`. */
  output: z.string().min(1),
  /** A plain object of features, or that object as the only member of `instances`. */
  body: z.enum(['object', 'instances']),
  timeoutMs: z.int().positive().max(60_000),
  maxReplyBytes: z.int().positive().max(16_777_216),
});
export type EndpointSource = z.infer<typeof EndpointSource>;

/** What a version holds of a head that is computed elsewhere. */
export const OutsideArtefact = z.object({
  kind: z.literal('outside'),
  task: z.enum(['binary', 'amount']),
  source: z.discriminatedUnion('format', [OnnxSource, EndpointSource]),
  columns: z.array(OutsideColumn).min(1),
  /** How the answer is written: as it is, or as log-odds. */
  scale: z.enum(['plain', 'log-odds']),
  /** What stands for a missing value: nothing (NaN, null), or the reference. */
  missing: z.enum(['none', 'reference']),
  /** Mean of a number, code of the most frequent level; of the rows held when it was imported. */
  reference: z.record(z.string(), z.number()),
  /** Features whose part in an answer is looked for, one call each. */
  ablate: z.array(z.string()),
  /** Of a probability, see the binary head. */
  bins: z.array(z.object({ upTo: z.number(), low: z.number(), high: z.number() })),
  /** Of an amount: what is added for the ends of the interval. */
  errors: z.object({ level: z.number(), low: z.number(), high: z.number() }).nullable(),
  atLeast: z.number().nullable(),
  atMost: z.number().nullable(),
});
export type OutsideArtefact = z.infer<typeof OutsideArtefact>;

export type OnnxSession = {
  /** One row of as many values as the input has columns → the named output, flat. */
  run(row: Float64Array, output: string): Promise<ArrayLike<number>>;
};

/** Runs what is not ours; comes from the composition root, where files of machine code and the network are. */
export type OutsideRuntime = {
  /** The file is opened at the first row. Throws `capability.missing` where the runtime is not installed. */
  onnx(bytes: Uint8Array): OnnxSession;
  /** The answer as parsed JSON. Throws `connector.*`. */
  endpoint(source: EndpointSource): (body: Json, signal?: AbortSignal) => Promise<unknown>;
};

/** A head that answers later. */
export type OutsideHead = { score(values: ModelValues, signal?: AbortSignal): Promise<HeadScore> };
