import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Factor, HeadScore, InputNote, ModelValues } from '../../contracts/models.ts';
import type { Feature } from '../../learning/core/table.ts';
import { readRow } from '../../learning/encode/read-row.ts';
import { readOnnx } from './onnx-file.ts';
import {
  OutsideArtefact,
  type EndpointSource,
  type OnnxSource,
  type OutsideColumn,
  type OutsideHead,
  type OutsideRuntime,
} from './outside.ts';

/** Whether a stored head is one that is computed elsewhere. */
export function isOutside(artefact: unknown): boolean {
  return typeof artefact === 'object' && artefact !== null && 'kind' in artefact && artefact.kind === 'outside';
}

/**
 * Makes a head that is computed elsewhere ready. What cannot be answered throws `connector.*` or `state.invalid`: no other answer
 * takes its place, so that whoever asks knows that the model did not speak. A factor is how the answer differs when the feature
 * alone is replaced by its reference (ablation): it costs a call each, for the features chosen at import, and where one of
 * these calls fails there are no factors.
 */
export function loadOutside(stored: unknown, runtime: OutsideRuntime): OutsideHead {
  const read = OutsideArtefact.safeParse(stored);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const artefact = read.data;
  const features = artefact.columns.map(featureOf);
  const ask = asker(artefact, runtime);
  const margin = marginOf(artefact);
  return {
    async score(values, signal) {
      const { row, notes } = readRow(features, values);
      const filled = row.map((value, index) => (Number.isNaN(value) ? missingAs(artefact, index) : value));
      const said = await ask(filled, signal);
      const factors = await factorsOf(artefact, filled, values, margin(said), async (changed) => margin(await ask(changed, signal)));
      return { ...answered(artefact, said), factors, notes: notes.map((note) => treated(artefact, note)) };
    },
  };
}

function featureOf(column: OutsideColumn): Feature {
  return column.as === 'number'
    ? { name: column.feature, kind: 'number' }
    : { name: column.feature, kind: 'category', levels: column.levels };
}

function missingAs({ missing, reference, columns }: OutsideArtefact, index: number): number {
  const name = columns[index]?.feature ?? '';
  return missing === 'reference' && Object.hasOwn(reference, name) ? (reference[name] ?? Number.NaN) : Number.NaN;
}

function treated({ missing }: OutsideArtefact, { field, treatment, usedAs }: InputNote): InputNote {
  return { field, treatment, usedAs: usedAs === 'missing' && missing === 'reference' ? 'reference' : usedAs };
}

type Ask = (row: Float64Array, signal?: AbortSignal) => Promise<number>;

function asker(artefact: OutsideArtefact, runtime: OutsideRuntime): Ask {
  const { source } = artefact;
  return source.format === 'onnx' ? onnxAsker(artefact, source, runtime) : endpointAsker(artefact, source, runtime);
}

function onnxAsker(artefact: OutsideArtefact, source: OnnxSource, runtime: OutsideRuntime): Ask {
  const session = runtime.onnx(readOnnx(Buffer.from(source.bytes, 'base64')).bytes);
  return async (row) => {
    const output = await session.run(onnxRow(artefact.columns, row), source.output);
    return checkedNumber(artefact, output[source.position], (why) => new CountersignError('state.invalid', `The ONNX model ${why}`));
  };
}

/** The row as the tensor takes it: a one-hot category becomes a column a level, all zero where it is missing. */
export function onnxRow(columns: readonly OutsideColumn[], row: Float64Array): Float64Array {
  return Float64Array.from(
    columns.flatMap((column, index) => {
      const value = row[index] ?? Number.NaN;
      return column.as === 'one-hot' ? column.levels.map((_, code) => (code === value ? 1 : 0)) : [value];
    }),
  );
}

function endpointAsker(artefact: OutsideArtefact, source: EndpointSource, runtime: OutsideRuntime): Ask {
  const call = runtime.endpoint(source);
  return async (row, signal) => {
    const features = Object.fromEntries(artefact.columns.flatMap((column, index) => membersOf(column, row[index] ?? Number.NaN)));
    const reply = await call(source.body === 'instances' ? { instances: [features] } : features, signal);
    return checkedNumber(
      artefact,
      at(reply, source.output),
      (why) => new CountersignError('connector.invalid_reply', `The model endpoint ${why} at ${source.output}`, { retry: 'later' }),
    );
  };
}

function membersOf(column: OutsideColumn, value: number): [string, Json][] {
  if (column.as === 'one-hot') return column.levels.map((level, code) => [`${column.feature}_${level}`, code === value ? 1 : 0]);
  if (Number.isNaN(value)) return [[column.feature, null]];
  return [[column.feature, column.as === 'text' ? (column.levels[value] ?? null) : value]];
}

/** Own members and places of lists alone, so that a path never leaves the answer. */
function at(reply: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce(
      (inner: unknown, step) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined,
      reply,
    );
}

function checkedNumber({ task, scale }: OutsideArtefact, value: unknown, fault: (why: string) => CountersignError): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw fault('gave no number');
  if (task === 'amount') return value;
  const probability = scale === 'log-odds' ? 1 / (1 + Math.exp(-value)) : value;
  // What 32 bits round beyond the ends is still a probability.
  if (probability < -1e-6 || probability > 1 + 1e-6) throw fault('gave a number that is no probability');
  return Math.min(1, Math.max(0, probability));
}

/** Contributions are measured in log-odds of a probability and in the unit of an amount. */
function marginOf({ task }: OutsideArtefact): (said: number) => number {
  if (task === 'amount') return (said) => said;
  return (said) => {
    const kept = Math.min(1 - 1e-6, Math.max(1e-6, said));
    return Math.log(kept / (1 - kept));
  };
}

async function factorsOf(
  { ablate, columns, reference }: OutsideArtefact,
  row: Float64Array,
  values: ModelValues,
  margin: number,
  ask: (row: Float64Array) => Promise<number>,
): Promise<readonly Factor[]> {
  const calls = ablate.flatMap((feature) => {
    const index = columns.findIndex((column) => column.feature === feature);
    const usual = Object.hasOwn(reference, feature) ? reference[feature] : undefined;
    if (index < 0 || usual === undefined || row[index] === usual) return [];
    const changed = row.slice();
    changed[index] = usual;
    return [ask(changed).then((without) => ({ feature, contribution: margin - without, value: values[feature] ?? null }))];
  });
  const found = await Promise.allSettled(calls);
  const factors = found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  // Some of them would pass for all of them.
  if (factors.length < found.length) return [];
  return factors
    .filter(({ contribution }) => contribution !== 0)
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (a.feature < b.feature ? -1 : 1));
}

function answered(
  { task, bins, errors, atLeast, atMost }: OutsideArtefact,
  said: number,
): Pick<HeadScore, 'value' | 'confidence' | 'interval'> {
  if (task === 'binary') {
    const bin = bins.find(({ upTo }) => said <= upTo) ?? bins.at(-1);
    const interval = bin === undefined ? {} : { interval: { low: Math.min(bin.low, said), high: Math.max(bin.high, said), level: 0.95 } };
    return { value: said, confidence: Math.max(said, 1 - said), ...interval };
  }
  const bounded = (value: number): number => Math.min(Math.max(value, atLeast ?? -Infinity), atMost ?? Infinity);
  if (!errors) return { value: bounded(said) };
  return { value: bounded(said), interval: { low: bounded(said + errors.low), high: bounded(said + errors.high), level: errors.level } };
}
