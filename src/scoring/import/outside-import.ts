import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Example, HeadReport, HeadScore, ModelDefinition, ModelFeature } from '../../contracts/models.ts';
import { columnsOf, targetOf } from '../../learning/heads/tabular.ts';
import { readRow } from '../../learning/encode/read-row.ts';
import { sha256 } from '../hashes.ts';
import { measure, quantile } from './measure.ts';
import { endpointSource, type EndpointAddress } from './endpoint-source.ts';
import { onnxOutput } from './onnx-output.ts';
import { OutsideColumn, type OnnxSource, type OutsideArtefact, type OutsideRuntime } from './outside.ts';
import { loadOutside } from './outside-head.ts';
import { importanceOf, type ImportedHead } from './tree-head.ts';

type OutsideOptions = {
  /** Which features it takes, in its order. A name alone is a number. */
  readonly columns: readonly (string | OutsideColumn)[];
  /** How a probability is written. Default plain. */
  readonly scale?: 'plain' | 'log-odds';
  /** What a missing value is sent as: nothing (NaN, null), or the mean or most frequent level. Default reference. */
  readonly missing?: 'none' | 'reference';
  /** At most so many features are explained, one call each: 12 of ONNX and none of an endpoint unless said; never more than 20. */
  readonly factors?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
};
/** A file of one float tensor `[rows, columns]`, answering with probabilities or one number. */
export type OnnxImport = OutsideOptions & {
  readonly format: 'onnx';
  readonly bytes: Uint8Array;
  readonly output?: string;
  readonly position?: number;
};
export type EndpointImport = OutsideOptions & EndpointAddress & { readonly format: 'endpoint' };

/** Rows asked about at import: enough to measure by, few enough not to burden who answers. */
const mostRows = { onnx: 2000, endpoint: 200 } as const;
const explainedRows = { onnx: 50, endpoint: 10 } as const;
const mostFactors = 20;
const level = 0.8;
const largestFile = 32 * 1024 * 1024;

/**
 * Takes a model that is computed elsewhere into the registry: what it is, how it is asked, and what it is worth on rows held
 * here. Every row asked about goes to it now, so what cannot be run or reached fails here and not in use.
 */
export async function importOutside(
  definition: ModelDefinition,
  name: string,
  task: 'binary' | 'amount',
  given: OnnxImport | EndpointImport,
  examples: readonly Example[],
  runtime: OutsideRuntime,
  signal?: AbortSignal,
): Promise<ImportedHead & { readonly scores: readonly Json[] }> {
  const head = definition.heads[name];
  const target = head?.targets[0] ?? name;
  const columns = columnsFor(given.columns, columnsOf(definition.features, head?.uses), definition.id);
  const draft: OutsideArtefact = {
    kind: 'outside',
    task,
    source: given.format === 'onnx' ? onnxSource(given, columns) : endpointSource(given),
    columns,
    scale: given.scale ?? 'plain',
    missing: given.missing ?? 'reference',
    reference: referenceOf(columns, examples),
    ablate: [],
    bins: [],
    errors: null,
    atLeast: given.atLeast ?? null,
    atMost: given.atMost ?? null,
  };
  const rows = sampleOf(examples, mostRows[given.format]);
  const scores = await scored(draft, rows, runtime, signal);
  const measured = measure(
    task,
    target,
    targetOf(rows, target),
    Float64Array.from(scores, ({ value }) => (typeof value === 'number' ? value : Number.NaN)),
  );
  const most = Math.min(mostFactors, given.factors ?? (given.format === 'onnx' ? 12 : 0));
  const importance = await importanceIn(draft, most, sampleOf(rows, explainedRows[given.format]), runtime, signal);
  const errors = { level, low: quantile(measured.errors, (1 - level) / 2), high: quantile(measured.errors, (1 + level) / 2) };
  const artefact: OutsideArtefact = {
    ...draft,
    bins: [...measured.bins],
    errors: task === 'amount' ? errors : null,
    ablate: importance.slice(0, most).map(({ feature }) => feature),
  };
  return {
    artefact,
    report: reportOf(given, artefact, measured, rows.length, importance),
    scores: scores.map(({ value }) => value),
  };
}

function reportOf(
  given: OnnxImport | EndpointImport,
  { ablate, columns }: OutsideArtefact,
  { metrics, calibration, roc }: ReturnType<typeof measure>,
  rows: number,
  importance: HeadReport['importance'],
): HeadReport {
  return {
    algorithm: given.format === 'onnx' ? 'a model in ONNX' : 'a model served elsewhere',
    parameters: {
      ...(given.format === 'onnx' ? { file: sha256(Buffer.from(given.bytes).toString('base64')) } : { url: given.url }),
      columns: columns.length,
      factors: ablate.length === 0 ? 'none' : `by replacing each of ${ablate.length} features by its mean or most frequent level`,
      measured: `on ${rows} rows held here, which its maker may have trained on`,
    },
    rows,
    metrics,
    candidates: [],
    ...(calibration === undefined ? {} : { calibration }),
    ...(roc === undefined ? {} : { roc }),
    importance,
  };
}

function columnsFor(given: OutsideOptions['columns'], features: readonly ModelFeature[], model: string): OutsideColumn[] {
  const columns = given.map((each) => (typeof each === 'string' ? ({ as: 'number', feature: each } as const) : each));
  const unknown = columns.filter(({ feature }) => !features.some(({ name }) => name === feature)).map(({ feature }) => feature);
  if (unknown.length > 0)
    throw new CountersignError(
      'input.invalid',
      `The columns ${unknown.slice(0, 20).join(', ')} are no features of ${model}; it has ${features.map(({ name }) => name).join(', ')}`,
      { field: 'columns' },
    );
  for (const [index, column] of columns.entries()) {
    const wrong = (why: string): CountersignError => new CountersignError('input.invalid', why, { field: `columns.${index}` });
    const read = OutsideColumn.safeParse(column);
    if (!read.success) throw wrong(`Column ${index} is not readable: ${read.error.issues[0]?.message ?? 'unknown shape'}`);
    if (columns.findIndex(({ feature }) => feature === column.feature) !== index) throw wrong(`${column.feature} is named twice`);
    const isCategory = features.find(({ name }) => name === column.feature)?.kind === 'category';
    if (isCategory && column.as === 'number')
      throw wrong(`${column.feature} is a category; state its levels in the model's order, as code or one-hot`);
    if (!isCategory && column.as !== 'number') throw wrong(`${column.feature} is a number and has no levels`);
  }
  if (columns.length === 0)
    throw new CountersignError('input.invalid', 'State the columns the model takes, in its order', { field: 'columns' });
  return columns;
}

function onnxSource(given: OnnxImport, columns: readonly OutsideColumn[]): OnnxSource {
  if (given.bytes.length > largestFile)
    throw new CountersignError('input.too_large', 'An ONNX model of more than 32 MB is not imported', { field: 'onnx' });
  if (columns.some(({ as }) => as === 'text'))
    throw new CountersignError('input.invalid', 'A tensor of numbers takes no text; state levels as code or one-hot', { field: 'columns' });
  const width = columns.reduce((sum, column) => sum + (column.as === 'one-hot' ? column.levels.length : 1), 0);
  return { format: 'onnx', bytes: Buffer.from(given.bytes).toString('base64'), ...onnxOutput(given.bytes, width, given) };
}

function referenceOf(columns: readonly OutsideColumn[], examples: readonly Example[]): Record<string, number> {
  const features = columns.map((column) =>
    column.as === 'number'
      ? ({ name: column.feature, kind: 'number' } as const)
      : ({ name: column.feature, kind: 'category', levels: column.levels } as const),
  );
  const rows = examples.map(({ values }) => readRow(features, values).row);
  return Object.fromEntries(
    features.flatMap(({ name, kind }, index) => {
      const known = rows.map((row) => row[index] ?? Number.NaN).filter((value) => !Number.isNaN(value));
      if (known.length === 0) return [];
      return [[name, kind === 'number' ? known.reduce((sum, value) => sum + value, 0) / known.length : mostFrequent(known)]];
    }),
  );
}

function mostFrequent(codes: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].toSorted(([a, rowsA], [b, rowsB]) => rowsB - rowsA || a - b)[0]?.[0] ?? 0;
}

/** So many of them, evenly over time. */
function sampleOf<T>(rows: readonly T[], most: number): T[] {
  const step = Math.max(1, rows.length / most);
  return Array.from({ length: Math.min(rows.length, most) }, (_, index) => rows[Math.floor(index * step)]).filter(
    (row) => row !== undefined,
  );
}

/** One after the other: an import is no load test. */
async function scored(
  artefact: OutsideArtefact,
  rows: readonly Example[],
  runtime: OutsideRuntime,
  signal?: AbortSignal,
): Promise<HeadScore[]> {
  const head = loadOutside(artefact, runtime);
  const scores: HeadScore[] = [];
  for (const { values } of rows) {
    signal?.throwIfAborted();
    scores.push(await head.score(values, signal));
  }
  return scores;
}

/** Of an endpoint only the first features are looked at, as its import names them; of a file all. */
async function importanceIn(
  draft: OutsideArtefact,
  most: number,
  rows: readonly Example[],
  runtime: OutsideRuntime,
  signal?: AbortSignal,
): Promise<HeadReport['importance']> {
  if (most === 0) return [];
  const names = draft.columns.map(({ feature }) => feature);
  const ablate = draft.source.format === 'onnx' ? names : names.slice(0, most);
  return importanceOf(await scored({ ...draft, ablate }, rows, runtime, signal));
}
