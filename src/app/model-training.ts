import type { TrainedModel } from '../contracts/commands.ts';
import { defined } from '../contracts/defined.ts';
import type { ModelStore, ModelVersion } from '../contracts/model-store.ts';
import type { HistorySource, ModelDefinition } from '../contracts/models.ts';
import { keyedMoment, keyedObservation, train, trainingRows, type WorkerCrew } from '../scoring/index.ts';
import { systemClock } from './system.ts';

export type Progress = (done: number, total: number | undefined, words: string) => void;
const chunk = 2000;

/** Reads history into the feature store; what is there already stays once, so it may be stopped and begun again. */
export async function extract(
  definition: ModelDefinition,
  history: HistorySource,
  store: ModelStore,
  pseudonym: (entity: string) => string,
  progress: Progress,
  from: { readonly since?: string | undefined; readonly signal?: AbortSignal } = {},
): Promise<void> {
  // A part has no total that is known beforehand.
  const total = from.since === undefined ? await history.count(definition.id) : undefined;
  let done = 0;
  const { since, signal } = from;
  const asked = defined({ since: since === undefined ? undefined : instant(since), signal });
  // A source that does not look at the signal is stopped here, with what came before kept.
  const flush = async <T>(rows: T[], add: (rows: readonly T[]) => Promise<void>): Promise<void> => {
    await add(rows.splice(0));
    signal?.throwIfAborted();
    progress(done, total, `reading history of ${definition.id}`);
  };
  const observations: Parameters<ModelStore['addObservations']>[1][number][] = [];
  for await (const each of history.observations(definition.id, asked)) {
    observations.push(keyedObservation(each, pseudonym));
    done += 1;
    if (observations.length >= chunk) await flush(observations, (rows) => store.addObservations(definition.id, rows));
  }
  await flush(observations, (rows) => store.addObservations(definition.id, rows));
  const moments: Parameters<ModelStore['addMoments']>[1][number][] = [];
  for await (const each of history.moments(definition.id, asked)) {
    moments.push(keyedMoment(each, pseudonym));
    done += 1;
    if (moments.length >= chunk) await flush(moments, (rows) => store.addMoments(definition.id, rows));
  }
  await flush(moments, (rows) => store.addMoments(definition.id, rows));
}

const instant = (text: string): string => new Date(text).toISOString();

export async function trainOne(
  definition: ModelDefinition,
  store: ModelStore,
  { seed, by, crew }: { readonly seed: number; readonly by: string; readonly crew: WorkerCrew | undefined },
  progress: Progress,
): Promise<TrainedModel> {
  const rows = trainingRows(definition, await store.moments(definition.id), await store.observations(definition.id));
  const { version, artefact } = await train(definition, rows, {
    seed,
    by,
    at: systemClock.now().toISOString(),
    ...(crew === undefined ? {} : { crew }),
    tell: (head, done, of) => progress(done, of, `training ${definition.id}: ${head}`),
  });
  return told(definition, await store.addVersion(version, artefact));
}

export function told(definition: ModelDefinition, stored: ModelVersion): TrainedModel {
  const report = stored.reports[definition.leading];
  return {
    model: definition.id,
    version: stored.number,
    rows: stored.rows,
    algorithm: report?.algorithm ?? '',
    metrics: report?.metrics ?? [],
    artefactHash: stored.artefactHash,
    dataHash: stored.dataHash,
  };
}

/** By the day, so that what is trained twice on one day is trained on the same. */
export const today = (): string => `${systemClock.now().toISOString().slice(0, 10)}T00:00:00.000Z`;
