import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { Retrained, Retraining, RetrainOrder, RetrainReason } from '../../contracts/model-services.ts';
import type { ModelChange, ShadowEntry } from '../../contracts/model-store.ts';
import type { Json } from '../../contracts/json.ts';
import type { RetrainSettings } from './due-now.ts';
import type { ServiceParts } from './create-service.ts';

/** What the process apart is asked to train. */
export type TrainingOrder = RetrainOrder & { readonly by: string };

/** What it has to say of one model. It stores drafts at most; what becomes of a draft is decided here. */
export type TrainedApart =
  | { readonly model: string; readonly result: 'trained'; readonly version: number; readonly reasons: readonly RetrainReason[] }
  | {
      readonly model: string;
      readonly result: 'nothing-new' | 'not-due' | 'failed';
      readonly reasons: readonly RetrainReason[];
      readonly words: string;
    };

/** Trains in another process, so that this one goes on answering. Resolves when it has ended; rejects when it did not end well. */
export type TrainApart = (
  order: TrainingOrder,
  hear: {
    readonly progress: (done: number, total: number | undefined, words: string) => void;
    readonly ended: (each: TrainedApart) => Promise<void>;
  },
  signal: AbortSignal,
) => Promise<void>;

export type RetrainParts = Omit<ServiceParts, 'retraining'> & { readonly retrain: RetrainSettings; readonly trainApart: TrainApart };

export type Retrainer = {
  /** Refused with `run.limit` while one is under way. `bySchedule` is the operator's consent in the config. */
  begin(order: RetrainOrder, by: string, bySchedule?: boolean): Promise<Retraining>;
  view(id: string): Retraining | undefined;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** What is under way is given up; drafts that are stored stay. */
  stop(): Promise<void>;
};

/** Retrainings that are remembered; what came of each model is in the audit log for good. */
const remembered = 20;

/**
 * Trains models again, one retraining at a time: apart from this process, as drafts. A draft enters as shadow where a champion is
 * in use and nothing else is on trial. There is no way from here to a champion: the store writes the stage itself, and a second
 * person has to be asked for any other (see governance).
 */
export function createRetrainer(parts: RetrainParts): Retrainer {
  const { clock, ids, log } = parts;
  const known = new Map<string, Retraining>();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  return {
    async begin(order, by, bySchedule = false) {
      const models = await chosen(parts, order);
      if (running)
        throw new CountersignError('run.limit', 'Models are being trained already; ask again when that has ended', {
          retry: 'later',
          retryAfterMs: 30_000,
        });
      const retraining: Retraining = { id: ids.next('trn'), by, startedAt: clock.now().toISOString(), status: 'running', items: [] };
      const change = (more: Partial<Retraining>): void => {
        known.set(retraining.id, { ...(known.get(retraining.id) ?? retraining), ...more });
      };
      change({});
      for (const id of [...known.keys()].slice(0, -remembered)) known.delete(id);
      running = carryOut(parts, { id: retraining.id, order: { ...order, models, by }, bySchedule, change }, stopping.signal)
        .catch((thrown: unknown) => {
          const { code, message } = asCountersignError(thrown);
          log.error({ retraining: retraining.id, code }, 'a retraining could not be recorded');
          change({ status: 'failed', endedAt: clock.now().toISOString(), error: { code, message } });
        })
        .finally(() => {
          running = undefined;
        });
      return retraining;
    },
    view: (id) => known.get(id),
    async idle() {
      await running;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

type Begun = {
  readonly id: string;
  readonly order: TrainingOrder;
  readonly bySchedule: boolean;
  readonly change: (more: Partial<Retraining>) => void;
};

async function carryOut(parts: RetrainParts, { id, order, bySchedule, change }: Begun, signal: AbortSignal): Promise<void> {
  const { clock, log } = parts;
  const items: Retrained[] = [];
  const ended = async (each: TrainedApart): Promise<void> => {
    const item = each.result === 'trained' ? await settled(parts, each, { by: order.by, bySchedule }) : each;
    items.push(item);
    change({ items: [...items] });
    if (item.result !== 'not-due') await onRecord(parts, id, order.by, item);
  };
  const progress = (done: number, total: number | undefined, words: string): void =>
    change({ progress: { done, words, ...(total === undefined ? {} : { total }) } });
  let error: Retraining['error'];
  try {
    await parts.trainApart(order, { progress, ended }, signal);
  } catch (thrown) {
    const { code, message } = asCountersignError(thrown);
    error = { code, message };
    const left = order.models.filter((model) => !items.some((item) => item.model === model));
    for (const model of left) await ended({ model, result: 'failed', reasons: [], words: message });
  }
  const count = (result: Retrained['result']): number => items.filter((item) => item.result === result).length;
  const told = { retraining: id, shadows: count('shadow'), drafts: count('draft'), failed: count('failed') };
  if (error?.code === 'service.draining') log.info(told, 'training was given up');
  else if (told.failed > 0) log.error(told, 'models could not be trained again');
  else log.info(told, 'models were looked at for training');
  const endedAt = clock.now().toISOString();
  change(error === undefined ? { status: 'done', endedAt } : { status: 'failed', endedAt, error });
}

/** The models named, or all that are in use here. */
async function chosen({ store, environment, predictor }: RetrainParts, { models }: RetrainOrder): Promise<readonly string[]> {
  if (models.length > 0) return [...new Set(models)].map((model) => predictor.definition(model).id);
  const inUse = (await store.deployments(environment)).filter(({ stage }) => stage === 'champion').map(({ model }) => model);
  if (inUse.length > 0) return inUse;
  throw new CountersignError('input.invalid', 'No model is in use here; name those that are to be trained', { field: 'models' });
}

const whyDraft: Readonly<Record<Exclude<ShadowEntry, 'entered'>, string>> = {
  'not-a-draft': 'it was in use here before',
  'no-champion': 'no version is in use here that it could be compared with',
  'on-trial': 'another version is on trial as shadow; decide on that one first',
};

/** A version that was made: shadow where it may be one, otherwise a draft that says why. */
async function settled(
  parts: RetrainParts,
  { model, version: number, reasons }: Extract<TrainedApart, { result: 'trained' }>,
  { by, bySchedule }: { readonly by: string; readonly bySchedule: boolean },
): Promise<Retrained> {
  const { store, clock, ids, environment, audit } = parts;
  const [version, deployments] = await Promise.all([store.version(model, number), store.deployments(environment, model)]);
  const at = clock.now().toISOString();
  const causes = [...new Set(reasons.map(({ cause }) => cause))];
  const change: ModelChange = {
    id: ids.next('chg'),
    environment,
    model,
    number,
    to: 'shadow',
    reason: `trained again: ${reasons.map(({ words }) => words).join('; ')}`,
    evidence: {
      stageBefore: 'draft',
      replaces: null,
      wasChampion: false,
      champion: deployments.find(({ stage }) => stage === 'champion')?.number ?? null,
      causes,
      allowedBy: bySchedule ? 'predictions.retrain.everyHours' : 'models.deploy',
      artefactHash: version?.artefactHash ?? null,
      dataHash: version?.dataHash ?? null,
    },
    status: 'approved',
    askedBy: by,
    askedAt: at,
    // Who asked by hand may deploy, and nobody else was asked; by schedule the operator said yes beforehand.
    ...(bySchedule ? { decidedBy: 'config:predictions.retrain' } : {}),
    decidedAt: at,
    decision: 'a version trained again is tried beside the champion and answers nobody',
  };
  const entry = await store.enterAsShadow(change);
  if (entry !== 'entered') return { model, result: 'draft', version: number, reasons, words: `it stays a draft: ${whyDraft[entry]}` };
  await audit(by, 'model.change.entered', model, { change: change.id, environment, number, to: 'shadow', reason: change.reason, causes });
  return { model, result: 'shadow', version: number, reasons, words: 'it is tried beside the champion as shadow', change: change.id };
}

async function onRecord({ audit, environment }: RetrainParts, retraining: string, by: string, item: Retrained): Promise<void> {
  const body: Record<string, Json> = {
    retraining,
    environment,
    result: item.result,
    causes: [...new Set(item.reasons.map(({ cause }) => cause))],
    words: item.words,
    ...(item.version === undefined ? {} : { number: item.version }),
    ...(item.change === undefined ? {} : { change: item.change }),
  };
  await audit(by, 'model.retrained', item.model, body);
}
