import { CountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { Environment, ModelStore, Prediction } from '../../contracts/model-store.ts';
import type { ModelDefinition, ModelFeature, ObservationSource } from '../../contracts/models.ts';
import type { PredictOptions } from '../../contracts/model-services.ts';
import type { Clock, Ids } from '../../contracts/time.ts';
import { fetchFeatures } from '../features/fetch.ts';
import { withKeyedItems } from '../features/keyed.ts';
import { readBody } from '../serving/body.ts';
import type { LoadedVersion } from '../serving/loaded.ts';
import { inputsOf, scoreLater } from '../serving/score.ts';
import type { OutsideRuntime } from '../import/outside.ts';
import { openVersions } from './versions.ts';

export type PredictorParts = {
  readonly definitions: readonly ModelDefinition[];
  readonly store: ModelStore;
  readonly environment: Environment;
  /** Absent where no connection serves history. */
  readonly source?: ObservationSource;
  /** An entity as it is kept: keyed, so that rows name nobody. */
  readonly pseudonym: (entity: string) => string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Milliseconds since some moment, for `tookMs`. */
  readonly elapsed: () => number;
  /** Runs versions that were imported as ONNX or are served elsewhere; without it such a version answers nothing. */
  readonly outside?: OutsideRuntime;
};

/** An answer waits no longer than this for a shadow that is asked over the network; one that is slower is told in the log. */
const shadowPatienceMs = 1000;

export type Predictor = {
  definition(model: string): ModelDefinition;
  predict(model: string, body: unknown, options: PredictOptions): Promise<Prediction>;
};

type Made = (version: LoadedVersion | undefined, role: Prediction['role'], signal?: AbortSignal) => Promise<Prediction>;

/** Answers by the champion or the business rule, lets the shadow answer beside it, and logs both under one correlation id. */
export function createPredictor(parts: PredictorParts): Predictor {
  const { definition, inUse } = openVersions(parts);
  return {
    definition,
    async predict(model, body, options) {
      const from = parts.elapsed();
      const known = definition(model);
      const earlier = options.requestId === undefined ? undefined : await parts.store.byRequest(model, options.requestId, options.by ?? '');
      if (earlier) return earlier;
      const { entity, given } = readBody(known, body);
      const now = parts.clock.now().toISOString();
      const asOf = asOfIn(body, now);
      const fetched = entity === undefined ? undefined : await fetchFeatures(parts.source, known, { entity, asOf, given }, options.signal);
      const inputs = inputsOf(known, given, fetched, asOf);
      const { champion, shadow: challenger } = await inUse(model);
      const correlationId = options.correlationId ?? parts.ids.next('req');
      const made: Made = async (version, role, signal) => ({
        id: parts.ids.next('prd'),
        model,
        version: version?.version.number ?? 0,
        definition: version?.version.definition ?? known.version,
        environment: parts.environment,
        role,
        correlationId,
        ...(options.requestId === undefined ? {} : { requestId: options.requestId }),
        ...(options.by === undefined ? {} : { by: options.by }),
        ...(entity === undefined ? {} : { entity: parts.pseudonym(entity) }),
        asOf,
        at: now,
        ...(await scoreLater(known, version, inputs, signal)),
        inputs: inputs.inputs,
        tookMs: Math.round((parts.elapsed() - from) * 1000) / 1000,
      });
      // Side by side: who is asked over the network takes as long as the slower of the two.
      const [answer, shadow] = await Promise.all([
        made(champion, champion ? 'champion' : 'rule', options.signal),
        shadowed(parts, challenger, { model, correlationId }, made),
      ]);
      await parts.store.log([answer, ...shadow].map((each) => kept(known, each, parts.pseudonym)));
      return answer;
    },
  };
}

/** A shadow that fails never touches the answer: it is told in the log and shows in what it lacks. */
async function shadowed(
  { log }: PredictorParts,
  find: () => Promise<LoadedVersion | undefined>,
  told: { readonly model: string; readonly correlationId: string },
  made: Made,
): Promise<readonly Prediction[]> {
  try {
    const challenger = await find();
    if (!challenger) return [];
    if (!challenger.outside) return [await made(challenger, 'shadow')];
    return [await made(challenger, 'shadow', AbortSignal.timeout(shadowPatienceMs))];
  } catch (thrown) {
    const code = thrown instanceof CountersignError ? thrown.code : 'internal';
    log.warn({ ...told, code }, 'the shadow of a model could not answer');
    return [];
  }
}

function asOfIn(body: unknown, now: string): string {
  const given: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'asOf') : undefined;
  if (given === undefined || given === null) return now;
  const parsed = typeof given === 'string' && /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(parsed))
    throw new CountersignError('input.invalid', 'asOf is a moment with its zone, such as 2026-01-31T12:00:00Z', { field: 'asOf' });
  if (parsed > Date.parse(now))
    throw new CountersignError('input.invalid', 'asOf lies in the future; nothing is known as of then', { field: 'asOf' });
  return new Date(parsed).toISOString();
}

/** What stays on record: the records it was read from are keyed, and words are not kept, only how many letters they had. */
function kept(definition: ModelDefinition, prediction: Prediction, pseudonym: PredictorParts['pseudonym']): Prediction {
  const words = new Set(definition.features.filter(isWords).map(({ name }) => name));
  const hide = <T extends { readonly value?: unknown }>(name: string, each: T): T =>
    words.has(name) && typeof each.value === 'string' ? { ...each, value: `${each.value.length} letters` } : each;
  const key = (records: readonly string[]): readonly string[] => records.map((record) => pseudonym(`record:${record}`));
  return {
    ...prediction,
    output: withKeyedItems(prediction.output, pseudonym),
    inputs: prediction.inputs.map((each) => ({
      ...hide(each.field, { ...each, value: withKeyedItems(each.value, pseudonym) }),
      ...(each.records === undefined ? {} : { records: key(each.records) }),
    })),
    factors: prediction.factors.map((each) =>
      words.has(each.feature)
        ? { feature: each.feature, contribution: each.contribution }
        : { ...each, ...(each.value === undefined ? {} : { value: withKeyedItems(each.value, pseudonym) }) },
    ),
  };
}

const isWords = (feature: ModelFeature): boolean => feature.class === 'text' || feature.kind === 'text';
