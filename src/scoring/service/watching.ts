import { CountersignError } from '../../contracts/errors.ts';
import type { Comparison, DriftReport } from '../../contracts/model-services.ts';
import type { Environment } from '../../contracts/model-store.ts';
import type { ModelDefinition } from '../../contracts/models.ts';
import { compare } from '../watch/compare.ts';
import { driftOf } from '../watch/drift.ts';
import { feedbackEvidence } from '../watch/feedback.ts';
import type { ServiceParts } from './create-service.ts';

/** Outcomes looked at, newest first. */
const mostOutcomes = 5000;

/** The version that shadows, or the one named, beside the champion or the business rule. */
export async function compareNow(
  { store }: Pick<ServiceParts, 'store'>,
  definition: ModelDefinition,
  environment: Environment,
  number?: number,
): Promise<Comparison> {
  const deployments = await store.deployments(environment, definition.id);
  const champion = deployments.find(({ stage }) => stage === 'champion');
  const challenger = number ?? deployments.find(({ stage }) => stage === 'shadow')?.number ?? 0;
  const side = champion === undefined ? ({ role: 'rule', version: 0 } as const) : ({ role: 'champion', version: champion.number } as const);
  const query = { environment, limit: mostOutcomes } as const;
  const [by, beside, counts, corrected] = await Promise.all([
    store.judged(definition.id, { ...query, role: side.role, version: side.version }),
    store.judged(definition.id, { ...query, role: 'shadow', version: challenger }),
    store.feedbackCounts(definition.id),
    store.corrected(definition.id, { ...query, version: side.version, shadow: challenger }),
  ]);
  const feedback = feedbackEvidence(definition.judgedBy, { champion: side.version, challenger }, counts, corrected);
  const of = { model: definition.id, environment, champion: side, challenger: { version: challenger } };
  return compare(definition, by, beside, of, feedback);
}

/** Predictions looked at, newest first. */
const window = 2000;

export async function driftNow(
  { store }: Pick<ServiceParts, 'store'>,
  definition: ModelDefinition,
  environment: Environment,
): Promise<DriftReport> {
  const champion = (await store.deployments(environment, definition.id)).find(({ stage }) => stage === 'champion');
  const version = champion && (await store.version(definition.id, champion.number));
  if (!champion || !version)
    throw new CountersignError('resource.not_found', `No version of ${definition.id} is champion there; nothing can have drifted`, {
      field: 'model',
    });
  const [predictions, judged] = await Promise.all([
    store.predictions({ model: definition.id, role: 'champion', version: champion.number, limit: window }),
    store.judged(definition.id, { environment, role: 'champion', version: champion.number, limit: mostOutcomes }),
  ]);
  return driftOf(
    definition,
    version,
    predictions.filter((each) => each.environment === environment),
    judged,
  );
}
