import type { RetrainReason } from '../../contracts/model-services.ts';
import type { ModelDefinition } from '../../contracts/models.ts';
import { asCountersignError } from '../../contracts/errors.ts';
import { dataHash, featureHash } from '../hashes.ts';
import { dueNow, type DueParts } from '../service/due-now.ts';
import type { TrainedApart } from '../service/retraining.ts';
import { trainingRows } from './rows.ts';
import { train, type TrainOptions } from './train.ts';

export type RetrainOneParts = DueParts & {
  /** Brings what became known since into the feature store; what is there already stays once. */
  readonly readHistory: () => Promise<void>;
  readonly now: () => Date;
  /** Only where it is time for it; otherwise by hand. */
  readonly isDueOnly: boolean;
  readonly by: string;
  readonly seed: number;
  readonly crew?: unknown;
  readonly tell?: TrainOptions['tell'];
};

/**
 * Trains one model on what is known of its labelled moments by now, as of each of them, and stores a draft. Rows that a version
 * learned from already train nothing: such a version is taken where it is still a draft. Failures are answers, so that one model
 * leaves the others alone.
 */
export async function retrainOne(parts: RetrainOneParts, definition: ModelDefinition): Promise<TrainedApart> {
  const model = definition.id;
  try {
    const reasons = await reasonsFor(parts, definition);
    if ('words' in reasons) return { model, result: 'not-due', reasons: [], words: reasons.words };
    return await trainNew(parts, definition, reasons);
  } catch (thrown) {
    // The code and the sentence; a stack may hold what was read.
    const { code, message } = asCountersignError(thrown);
    return { model, result: 'failed', reasons: [], words: `${message} (${code})` };
  }
}

async function reasonsFor(
  parts: RetrainOneParts,
  definition: ModelDefinition,
): Promise<readonly RetrainReason[] | { readonly words: string }> {
  if (!parts.isDueOnly) {
    await parts.readHistory();
    return [{ cause: 'by hand', words: 'asked for by hand' }];
  }
  const before = (await dueNow(parts, definition, parts.now())).due;
  if (!before.isDue && !before.waitsForHistory) return before;
  await parts.readHistory();
  const { due } = before.isDue ? { due: before } : await dueNow(parts, definition, parts.now());
  return due.isDue ? due.reasons : due;
}

async function trainNew(parts: RetrainOneParts, definition: ModelDefinition, reasons: readonly RetrainReason[]): Promise<TrainedApart> {
  const { store, environment } = parts;
  const model = definition.id;
  const rows = trainingRows(definition, await store.moments(model), await store.observations(model));
  const [data, features] = [dataHash(rows), featureHash(definition.features)];
  const same = (await store.versions(model)).filter(
    (each) =>
      each.origin === 'trained' && each.definition === definition.version && each.dataHash === data && each.featureHash === features,
  );
  const deployments = await store.deployments(environment, model);
  const draft = same.findLast(({ number, seed }) => seed === parts.seed && deployments.every((each) => each.number !== number));
  const used = same.findLast(({ number }) => number !== draft?.number);
  if (used) {
    const words = `nothing new to learn from: version ${used.number} was trained on exactly these ${used.rows} rows`;
    return { model, result: 'nothing-new', reasons, words };
  }
  if (draft) return { model, result: 'trained', version: draft.number, reasons };
  const { version, artefact } = await train(definition, rows, {
    seed: parts.seed,
    by: parts.by,
    at: parts.now().toISOString(),
    ...(parts.crew === undefined ? {} : { crew: parts.crew }),
    ...(parts.tell === undefined ? {} : { tell: parts.tell }),
  });
  return { model, result: 'trained', version: (await store.addVersion(version, artefact)).number, reasons };
}
