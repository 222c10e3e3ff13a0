import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { ModelVersion } from '../../contracts/model-store.ts';
import type { Example, HeadReport, LoadedHead, ModelDefinition } from '../../contracts/models.ts';
import { dataHash, featureHash, sha256 } from '../hashes.ts';
import { referencesOf } from './references.ts';

export type TrainOptions = {
  readonly seed: number;
  readonly by: string;
  /** ISO instant; stamps the version. */
  readonly at: string;
  /** From the worker pool; the same bytes come out without it. */
  readonly crew?: unknown;
  readonly signal?: AbortSignal;
  readonly tell?: (head: string, done: number, of: number) => void;
};

function leadingOf(definition: ModelDefinition, heads: Readonly<Record<string, Json>>): LoadedHead {
  const head = definition.heads[definition.leading];
  if (!head) throw new CountersignError('config.invalid', `${definition.id} has no head ${definition.leading}`, { field: 'leading' });
  return head.load(heads[definition.leading]);
}

export type Trained = { readonly version: Omit<ModelVersion, 'number'>; readonly artefact: string };

/**
 * Fits every head of a model on its rows. The artefact and its hash depend on the definition, the rows and the seed alone:
 * not on who trained it, when, or with how many threads.
 */
export async function train(definition: ModelDefinition, examples: readonly Example[], options: TrainOptions): Promise<Trained> {
  const [first, last] = [examples[0], examples.at(-1)];
  if (!first || !last)
    throw new CountersignError(
      'input.invalid',
      `There is no history to train ${definition.id} on; read it in first with countersign models extract ${definition.id}`,
      {
        field: 'model',
      },
    );
  const heads: Record<string, Json> = {};
  const reports: Record<string, HeadReport> = {};
  for (const [name, head] of Object.entries(definition.heads)) {
    options.signal?.throwIfAborted();
    const { artefact, report } = await head.fit(examples, definition.features, {
      seed: options.seed,
      ...(options.crew === undefined ? {} : { crew: options.crew }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      tell: (done, of) => options.tell?.(name, done, of),
    });
    heads[name] = artefact;
    reports[name] = report;
  }
  const features = featureHash(definition.features);
  const artefact = JSON.stringify({ format: 'countersign-model', model: definition.id, definition: definition.version, features, heads });
  return {
    artefact,
    version: {
      model: definition.id,
      definition: definition.version,
      origin: 'trained',
      seed: options.seed,
      featureHash: features,
      dataHash: dataHash(examples),
      rows: examples.length,
      from: first.asOf,
      to: last.asOf,
      reports,
      references: referencesOf(definition.features, examples, leadingOf(definition, heads)),
      artefactHash: sha256(artefact),
      artefactBytes: Buffer.byteLength(artefact),
      trainedBy: options.by,
      createdAt: options.at,
    },
  };
}
