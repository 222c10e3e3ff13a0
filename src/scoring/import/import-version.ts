import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { ModelVersion } from '../../contracts/model-store.ts';
import type { Example, HeadReport, ModelDefinition } from '../../contracts/models.ts';
import { learnReference, readRecords } from '../../learning/index.ts';
import { dataHash, featureHash, sha256 } from '../hashes.ts';
import { referencesOf, scoreFeature } from '../training/references.ts';
import type { Trained } from '../training/train.ts';
import { importOutside, type EndpointImport, type OnnxImport } from './outside-import.ts';
import type { OutsideRuntime } from './outside.ts';
import { importTrees, type TreeImport } from './tree-head.ts';

export type HeadImport = TreeImport | OnnxImport | EndpointImport;

export type ImportOptions = {
  readonly definition: ModelDefinition;
  /** By head. Heads that are not named come from `base`. */
  readonly heads: Readonly<Record<string, HeadImport>>;
  /** Rows held here (`trainingRows`): what the import is measured on, and what drift is measured against. */
  readonly examples: readonly Example[];
  readonly by: string;
  /** ISO instant; stamps the version. */
  readonly at: string;
  /** A stored version of the same features that the other heads are taken from. */
  readonly base?: { readonly version: Pick<ModelVersion, 'number' | 'featureHash' | 'reports'>; readonly artefact: string };
  /** Needed for ONNX and endpoints. */
  readonly runtime?: OutsideRuntime;
  readonly signal?: AbortSignal;
};

/**
 * A model made elsewhere as a version of a definition: stored, approved, served, logged, explained and watched like one that
 * was trained here. Throws `input.*` that names what is missing or not supported, `capability.missing` without a runtime, and
 * `connector.*` where an endpoint cannot be asked.
 */
export async function importVersion(options: ImportOptions): Promise<Trained> {
  const { definition, examples } = options;
  const [first, last] = [examples[0], examples.at(-1)];
  if (!first || !last)
    throw new CountersignError(
      'input.invalid',
      `An import is measured on history, and there is none of ${definition.id}; read it in first with countersign models extract ${definition.id}`,
      { field: 'examples' },
    );
  const base = readBase(options);
  const heads: Record<string, Json> = {};
  const reports: Record<string, HeadReport> = {};
  let scores: readonly Json[] | undefined;
  for (const name of Object.keys(definition.heads)) {
    options.signal?.throwIfAborted();
    const made = await headOf(options, name, base);
    heads[name] = made.artefact;
    reports[name] = made.report;
    if (name === definition.leading) scores = made.scores;
  }
  const features = featureHash(definition.features);
  const artefact = JSON.stringify({ format: 'countersign-model', model: definition.id, definition: definition.version, features, heads });
  return {
    artefact,
    version: {
      model: definition.id,
      definition: definition.version,
      origin: (options.heads[definition.leading] ?? Object.values(options.heads)[0])?.format ?? 'trained',
      seed: 0,
      featureHash: features,
      dataHash: dataHash(examples),
      rows: examples.length,
      from: first.asOf,
      to: last.asOf,
      reports,
      references: referencesFor(definition, examples, heads, scores),
      artefactHash: sha256(artefact),
      artefactBytes: Buffer.byteLength(artefact),
      trainedBy: options.by,
      createdAt: options.at,
    },
  };
}

type Base = { readonly heads: Readonly<Record<string, unknown>>; readonly reports: Readonly<Record<string, HeadReport>> } | undefined;

function readBase({ definition, heads, base }: ImportOptions): Base {
  const names = Object.keys(definition.heads);
  const strangers = Object.keys(heads).filter((name) => !names.includes(name));
  if (strangers.length > 0 || Object.keys(heads).length === 0)
    throw new CountersignError(
      'input.invalid',
      `${strangers.length > 0 ? `${definition.id} has no part ${strangers.join(', ')}` : 'Say which part is imported'}; it has ${names.join(', ')}`,
      { field: 'heads' },
    );
  const missing = names.filter((name) => !Object.hasOwn(heads, name));
  if (missing.length === 0) return undefined;
  if (!base)
    throw new CountersignError(
      'input.invalid',
      `${definition.id} also says ${missing.join(', ')}; import that too, or name a version to take it from`,
      { field: 'base' },
    );
  if (base.version.featureHash !== featureHash(definition.features))
    throw new CountersignError('input.invalid', `Version ${base.version.number} has other features than ${definition.id} has now`, {
      field: 'base',
    });
  const read = z.object({ heads: z.record(z.string(), z.unknown()) }).safeParse(JSON.parse(base.artefact));
  if (!read.success)
    throw new CountersignError('storage.corrupt', `The stored bytes of version ${base.version.number} are no model`, { field: 'base' });
  return { heads: read.data.heads, reports: base.version.reports };
}

async function headOf(
  { definition, heads, examples, runtime, signal }: ImportOptions,
  name: string,
  base: Base,
): Promise<{ readonly artefact: Json; readonly report: HeadReport; readonly scores?: readonly Json[] }> {
  const given = Object.hasOwn(heads, name) ? heads[name] : undefined;
  if (!given) {
    const [artefact, report] = [base?.heads[name], base?.reports[name]];
    if (artefact === undefined || !report)
      throw new CountersignError('input.invalid', `The version to take ${name} from has no such part`, { field: 'base' });
    // It was read from JSON.
    return { artefact: artefact as Json, report };
  }
  const kind = definition.heads[name]?.kind;
  if (kind !== 'binary' && kind !== 'amount')
    throw new CountersignError(
      'input.invalid',
      `${name} is a ${kind ?? 'part'} of its own kind; only a probability or an amount can be imported`,
      { field: `heads.${name}` },
    );
  if ('text' in given) return importTrees(definition, name, kind, given, examples);
  if (!runtime)
    throw new CountersignError('capability.missing', `Nothing here can run a model of the format ${given.format}`, {
      field: `heads.${name}`,
    });
  return importOutside(definition, name, kind, given, examples, runtime, signal);
}

/** Where the leading head is computed elsewhere, its score's spread is that of the rows it was asked about. */
function referencesFor(
  definition: ModelDefinition,
  examples: readonly Example[],
  heads: Readonly<Record<string, Json>>,
  scores: readonly Json[] | undefined,
): ModelVersion['references'] {
  const leading = definition.heads[definition.leading];
  if (!scores && leading) return referencesOf(definition.features, examples, leading.load(heads[definition.leading]));
  const silent = { score: () => ({ value: null, factors: [], notes: [] }) };
  const { table } = readRecords((scores ?? []).map((score) => ({ [scoreFeature]: score })));
  return { ...referencesOf(definition.features, examples, silent), score: learnReference(table) };
}
