import { CountersignError } from '../../contracts/errors.ts';
import type { Deployment } from '../../contracts/model-store.ts';
import type { ModelDefinition } from '../../contracts/models.ts';
import { loadVersion, type LoadedVersion } from '../serving/loaded.ts';
import type { Predictor, PredictorParts } from './predictor.ts';

type InUse = { readonly champion?: LoadedVersion; readonly shadow: () => Promise<LoadedVersion | undefined> };
type Versions = Pick<Predictor, 'definition'> & { readonly inUse: (model: string) => Promise<InUse> };

/** The versions in use, each verified when it is first asked for and kept. */
export function openVersions({
  definitions,
  store,
  environment,
  outside,
}: Pick<PredictorParts, 'definitions' | 'store' | 'environment' | 'outside'>): Versions {
  const loaded = new Map<string, LoadedVersion>();
  const definition = (model: string): ModelDefinition => {
    const found = definitions.find(({ id }) => id === model);
    if (found) return found;
    throw new CountersignError('resource.not_found', 'There is no model of this name; GET /v1/models lists them', { field: 'model' });
  };
  const load = async (model: string, number: number): Promise<LoadedVersion> => {
    const key = `${model} ${number}`;
    const known = loaded.get(key);
    if (known) return known;
    const [version, artefact] = await Promise.all([store.version(model, number), store.artefact(model, number)]);
    if (!version || artefact === undefined)
      throw new CountersignError('storage.corrupt', `${model} version ${number} is in use and not stored`);
    const made = loadVersion(definition(model), version, artefact, outside);
    loaded.set(key, made);
    return made;
  };
  return {
    definition,
    async inUse(model) {
      const deployments = await store.deployments(environment, model);
      const at = (stage: Deployment['stage']): number | undefined => deployments.find((each) => each.stage === stage)?.number;
      const [champion, shadow] = [at('champion'), at('shadow')];
      return {
        ...(champion === undefined ? {} : { champion: await load(model, champion) }),
        // Later and by itself: a shadow that cannot be loaded is no fault of the answer.
        shadow: async () => (shadow === undefined ? undefined : load(model, shadow)),
      };
    },
  };
}
