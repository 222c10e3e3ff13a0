import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Example, Head, HeadReport, LoadedHead, ModelFeature, ModelValues } from '../../contracts/models.ts';
import type { Table } from '../core/table.ts';
import { CauseModel, fitCauses } from '../ranking/causes.ts';
import { Derived } from '../ranking/derived.ts';
import { loadCauses, rankCauses, type RankedCause } from '../ranking/rank-causes.ts';
import { columnsOf, targetOf } from './tabular.ts';

export type CausesOptions = {
  /** Whether the row was an incident. */
  readonly target: string;
  /** Where somebody found out: the feature (or derived quantity) that was the cause. The ranking is judged by it, never trained on it. */
  readonly cause?: string;
  readonly uses?: readonly string[];
  readonly derived?: readonly Derived[];
};

/** The head's value: probable causes, most probable first; shares sum to 1 over all causes that say anything. */
export const CausesValue = z.object({
  causes: z.array(z.object({ feature: z.string(), value: z.number(), share: z.number(), side: z.enum(['low', 'high']), lift: z.number() })),
});
export type CausesValue = z.infer<typeof CausesValue>;

const Artefact = z.object({ kind: z.literal('causes'), model: z.unknown() });

const mostCauses = 5;

/** The probable causes of an incident, by how much more frequent incidents are where its values lie. */
export function causesHead(options: CausesOptions): Head {
  const { target, uses, derived = [] } = options;
  return {
    kind: 'causes',
    targets: options.cause === undefined ? [target] : [target, options.cause],
    ...(uses === undefined ? {} : { uses }),
    async fit(examples, features, help) {
      const names = columnsOf(features, uses)
        .filter(({ kind }: ModelFeature) => kind === 'number')
        .map(({ name }) => name);
      const incident = targetOf(examples, target);
      if (incident.some((flag) => flag !== 0 && flag !== 1))
        throw new CountersignError('input.invalid', `The target ${target} has to be yes or no in every row`, { field: target });
      const fit = (from: number, to: number): CauseModel =>
        fitCauses(tableOf(examples.slice(from, to), names), incident.slice(from, to), { derived });
      const model = fit(0, examples.length);
      help.tell?.(1, 2);
      const cut = Math.floor(examples.length * 0.7);
      const isEnough = incident.slice(0, cut).includes(1);
      const report = reportOf(examples.slice(cut), isEnough ? fit(0, cut) : model, options, examples.length);
      help.tell?.(2, 2);
      // Plain data all the way down: numbers, strings, arrays.
      return { artefact: { kind: 'causes', model } as unknown as Json, report };
    },
    load,
  };
}

function tableOf(examples: readonly { readonly values: ModelValues }[], names: readonly string[]): Table {
  return {
    rows: examples.length,
    features: names.map((name) => ({ name, kind: 'number' })),
    columns: names.map((name) =>
      Float64Array.from(examples, ({ values: { [name]: value } }) => (typeof value === 'number' ? value : Number.NaN)),
    ),
  };
}

function ranked(model: CauseModel, values: ModelValues): readonly RankedCause[] {
  return rankCauses(model, tableOf([{ values }], model.features), 0).filter(({ value, score }) => Number.isFinite(value) && score > 0);
}

/** On the newest incidents, by what older rows say. */
function reportOf(newest: readonly Example[], model: CauseModel, { target, cause }: CausesOptions, rows: number): HeadReport {
  const known =
    cause === undefined ? [] : newest.filter(({ targets }) => Number(targets[target]) === 1 && typeof targets[cause] === 'string');
  const places = known.map(({ values, targets }) => ranked(model, values).findIndex(({ name }) => name === targets[cause ?? '']));
  const within = (count: number): number => places.filter((place) => place >= 0 && place < count).length / Math.max(1, places.length);
  const candidates = model.candidates.length;
  const shares = new Map<string, number>();
  for (const { values } of newest.filter(({ targets }) => Number(targets[target]) === 1))
    for (const { name, score } of ranked(model, values)) shares.set(name, (shares.get(name) ?? 0) + score);
  const whole = [...shares.values()].reduce((sum, value) => sum + value, 0);
  return {
    algorithm: 'lift beyond limits, alone and in pairs',
    parameters: { causes: candidates },
    rows,
    metrics:
      known.length === 0
        ? []
        : [
            { name: 'first cause right', value: within(1) },
            { name: 'cause among three', value: within(3) },
            { name: 'among three by chance', value: Math.min(1, 3 / Math.max(1, candidates)) },
          ],
    candidates: [],
    importance: [...shares]
      .map(([feature, sum]) => ({ feature, share: whole === 0 ? 0 : sum / whole }))
      .toSorted((a, b) => b.share - a.share || (a.feature < b.feature ? -1 : 1)),
  };
}

function load(artefact: unknown): LoadedHead {
  const read = Artefact.safeParse(artefact);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const model = loadCauses(read.data.model);
  return {
    score(values) {
      const found = ranked(model, values);
      const whole = found.reduce((sum, { score }) => sum + score, 0);
      const value: CausesValue = {
        causes: found
          .slice(0, mostCauses)
          .map(({ name, value: at, score, side, lift }) => ({ feature: name, value: at, share: score / whole, side, lift })),
      };
      return {
        value,
        factors: found.map(({ name, score, value: at }) => ({ feature: name, contribution: score, value: at })),
        notes: model.features
          .filter((name) => typeof values[name] !== 'number')
          .map((field) => ({ field, treatment: 'missing', usedAs: 'missing' })),
      };
    },
  };
}
