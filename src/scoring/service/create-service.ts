import { CountersignError } from '../../contracts/errors.ts';
import type { ModelDetail, ModelService, ModelView } from '../../contracts/model-services.ts';
import type { ModelDefinition } from '../../contracts/models.ts';
import type { Permission, Principal } from '../../contracts/principal.ts';
import type { JsonObject } from '../../contracts/json.ts';
import { compareNow, driftNow } from './watching.ts';
import { bulk } from './bulk.ts';
import { dueNow, rememberDrift, type DueParts, type RetrainSettings } from './due-now.ts';
import { governance } from './governance.ts';
import type { Predictor, PredictorParts } from './predictor.ts';
import type { Retrainer } from './retraining.ts';

export type ServiceParts = PredictorParts & {
  readonly predictor: Predictor;
  readonly retrain: RetrainSettings;
  /** Absent where nothing can be trained beside this process. */
  readonly retraining?: Retrainer;
  readonly may: (by: Principal, permission: Permission) => boolean;
  /** Stored for good before it answers. */
  readonly audit: (actor: string, action: string, model: string, body: JsonObject) => Promise<void>;
};

export type Guard = (by: Principal, permission: Permission) => void;

export function createModelService(given: ServiceParts): ModelService {
  const parts = { ...given, drift: rememberDrift(given) };
  const guard: Guard = (by, permission) => {
    if (!parts.may(by, permission))
      throw new CountersignError('auth.forbidden', `Your roles do not include ${permission}`, { field: permission });
  };
  const { store, predictor } = parts;
  return {
    async list(by) {
      guard(by, 'models.read');
      return Promise.all(parts.definitions.map((definition) => viewOf(parts, definition)));
    },
    async get(model, by): Promise<ModelDetail> {
      guard(by, 'models.read');
      const definition = predictor.definition(model);
      const [view, versions, deployments, history] = await Promise.all([
        viewOf(parts, definition),
        store.versions(model),
        store.deployments(parts.environment, model),
        store.history(model),
      ]);
      return { ...view, versions: versions.map(({ references: _references, ...shown }) => shown).toReversed(), deployments, history };
    },
    async predict(model, body, options, by) {
      guard(by, 'models.predict');
      return predictor.predict(model, body, { ...options, by: by.id });
    },
    ...bulk(parts, guard),
    async predictions(query, by) {
      guard(by, 'models.read');
      const rows = await store.predictions({ ...query, limit: query.limit + 1 });
      const items = rows.slice(0, query.limit);
      return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
    },
    ...learningFromUse(parts, guard),
    ...governance(parts, guard),
    async compare(model, environment, by) {
      guard(by, 'models.read');
      return compareNow(parts, predictor.definition(model), environment);
    },
    async drift(model, environment, by) {
      guard(by, 'models.read');
      return driftNow(parts, predictor.definition(model), environment);
    },
    ...trainingAgain(parts, guard),
  };
}

/** Whoever trains again puts a version on trial, so it takes both rights. */
function trainingAgain({ retraining }: ServiceParts, guard: Guard): Pick<ModelService, 'retrain' | 'retraining'> {
  return {
    async retrain(order, by) {
      guard(by, 'models.train');
      guard(by, 'models.deploy');
      if (!retraining) throw new CountersignError('capability.missing', 'Nothing can be trained beside this process');
      return retraining.begin(order, by.id);
    },
    async retraining(id, by) {
      guard(by, 'models.read');
      const found = retraining?.view(id);
      if (!found)
        throw new CountersignError('resource.not_found', 'There is no retraining of this id since the server started', { field: 'id' });
      return found;
    },
  };
}

/** What really happened, and what people made of it. */
function learningFromUse(parts: ServiceParts, guard: Guard): Pick<ModelService, 'addOutcomes' | 'addFeedback'> {
  const { store, predictor } = parts;
  return {
    async addOutcomes(model, outcomes, by) {
      guard(by, 'models.report');
      const targets = new Set(Object.values(predictor.definition(model).heads).flatMap((head) => head.targets));
      for (const [row, outcome] of outcomes.entries())
        for (const name of Object.keys(outcome.targets))
          if (!targets.has(name))
            throw new CountersignError(
              'input.invalid',
              `${model} has no target ${name.slice(0, 60)}; it learns ${[...targets].join(', ')}`,
              {
                field: `outcomes.${row}.targets`,
              },
            );
      // Written as predictions write theirs: an outcome in another zone, or without milliseconds, is of the same moment.
      const instant = (text: string): string => new Date(text).toISOString();
      await store.addOutcomes(
        outcomes.map(({ targets: happened, ...outcome }) => ({
          model,
          entity: parts.pseudonym(outcome.entity),
          asOf: instant(outcome.asOf),
          at: instant(outcome.at),
          targets: happened,
          by: by.id,
        })),
      );
      return { stored: outcomes.length };
    },
    async addFeedback(predictionId, given, by) {
      guard(by, 'models.predict');
      if (!(await store.prediction(predictionId)))
        throw new CountersignError('resource.not_found', 'There is no prediction of this id', { field: 'id' });
      if ((given.kind === 'override' || given.kind === 'edit') && !given.reason)
        throw new CountersignError('input.invalid', 'An edit and an override say why', { field: 'reason' });
      const feedback = { ...given, id: parts.ids.next('fbk'), predictionId, by: by.id, at: parts.clock.now().toISOString() };
      await store.addFeedback(feedback);
      return feedback;
    },
  };
}

async function viewOf(parts: ServiceParts & DueParts, definition: ModelDefinition): Promise<ModelView> {
  const [deployments, { due, newest }] = await Promise.all([
    parts.store.deployments(parts.environment, definition.id),
    dueNow(parts, definition, parts.clock.now()),
  ]);
  const champion = deployments.find(({ stage }) => stage === 'champion');
  const shadow = deployments.find(({ stage }) => stage === 'shadow');
  return {
    id: definition.id,
    title: definition.title,
    version: definition.version,
    entity: definition.entity,
    ids: definition.ids,
    features: definition.features
      .filter((feature) => feature.class !== 'protected')
      .map(({ name, kind, unit, description, class: shown, source, required, range }) => ({
        name,
        kind,
        description,
        class: shown,
        source,
        ...(unit === undefined ? {} : { unit }),
        ...(required === undefined ? {} : { required }),
        ...(range === undefined ? {} : { range }),
      })),
    hasRule: definition.rule !== undefined,
    ...(champion === undefined ? {} : { champion }),
    ...(shadow === undefined ? {} : { shadow }),
    purpose: definition.card.purpose,
    ...(newest === undefined ? {} : { trainedAt: newest.createdAt }),
    due,
  };
}
