import type { DriftReport, Due } from '../../contracts/model-services.ts';
import type { Environment, ModelStore, ModelVersion } from '../../contracts/model-store.ts';
import type { ModelDefinition } from '../../contracts/models.ts';
import type { Clock } from '../../contracts/time.ts';
import { dueFor, type DueSettings } from '../watch/due.ts';
import { driftNow } from './watching.ts';

/** When models are trained again: for all, and what a model has of its own. */
export type RetrainSettings = DueSettings & {
  readonly models: Readonly<
    Record<
      string,
      { readonly maxAgeDays?: number | undefined; readonly restDays?: number | undefined; readonly never?: boolean | undefined }
    >
  >;
};

export type DueParts = {
  readonly store: ModelStore;
  readonly environment: Environment;
  readonly retrain: RetrainSettings;
  /** Default: looked at now. */
  readonly drift?: DriftLook;
};

/** The drift of a champion. */
export type DriftLook = (definition: ModelDefinition, champion: number) => Promise<DriftReport>;

/** A tenth of a second a model, and what it looks at changes slowly. */
const rememberedMs = 3_600_000;

/** Looks once an hour and champion, and lets others have their turn before each look: a list of models is no reason to wait. */
export function rememberDrift({
  store,
  environment,
  clock,
}: Pick<DueParts, 'store' | 'environment'> & { readonly clock: Clock }): DriftLook {
  const looks = new Map<string, { readonly champion: number; readonly at: number; readonly report: Promise<DriftReport> }>();
  return (definition, champion) => {
    const known = looks.get(definition.id);
    const at = clock.now().getTime();
    if (known?.champion === champion && at - known.at < rememberedMs) return known.report;
    const report = new Promise<void>((turn) => setImmediate(turn)).then(() => driftNow({ store }, definition, environment));
    looks.set(definition.id, { champion, at, report });
    // What failed is looked at again; whoever waits for it hears why.
    report.catch(() => looks.delete(definition.id));
    return report;
  };
}

/** What is known of a model now, held against its settings; with the version made last. */
export async function dueNow(
  { store, environment, retrain, drift: look = (model) => driftNow({ store }, model, environment) }: DueParts,
  definition: ModelDefinition,
  now: Date,
): Promise<{ readonly due: Due; readonly newest?: ModelVersion }> {
  const [deployments, newest, { moments }] = await Promise.all([
    store.deployments(environment, definition.id),
    store.newestVersion(definition.id),
    store.history(definition.id),
  ]);
  const at = (stage: string): number | undefined => deployments.find((each) => each.stage === stage)?.number;
  const [champion, shadow] = [at('champion'), at('shadow')];
  const facts = {
    moments,
    now: now.toISOString(),
    ...(champion === undefined ? {} : { champion }),
    ...(shadow === undefined ? {} : { shadow }),
  };
  const settings = settingsOf(retrain, definition.id);
  if (!newest) return { due: dueFor(facts, settings) };
  // Nothing that moved could make it due: looking costs more than all the rest.
  const drift = champion !== undefined && shadow === undefined ? await look(definition, champion) : undefined;
  return { newest, due: dueFor({ ...facts, newest, ...(drift === undefined ? {} : { drift }) }, settings) };
}

/** Its own settings over those of all. */
function settingsOf({ maxAgeDays, restDays, models }: RetrainSettings, model: string): DueSettings {
  const own = Object.hasOwn(models, model) ? models[model] : undefined;
  return { maxAgeDays: own?.maxAgeDays ?? maxAgeDays, restDays: own?.restDays ?? restDays };
}
