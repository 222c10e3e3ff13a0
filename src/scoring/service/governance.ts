import { CountersignError } from '../../contracts/errors.ts';
import type { ModelService } from '../../contracts/model-services.ts';
import type { Environment, ModelChange, Stage } from '../../contracts/model-store.ts';
import type { Json } from '../../contracts/json.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { Guard, ServiceParts } from './create-service.ts';
import { compareNow } from './watching.ts';

type Governance = Pick<ModelService, 'askForStage' | 'decide' | 'changes'>;

/**
 * Who uses which version. A version goes draft → shadow → champion → retired in each environment by itself. One person asks,
 * another one with models.approve says yes. Where a champion is in use, in production another version takes its place only when
 * outcomes speak for it, or when it was champion there before: a rollback needs no evidence but the reason.
 */
export function governance(parts: ServiceParts, guard: Guard): Governance {
  return {
    askForStage: (model, change, by) => {
      guard(by, 'models.deploy');
      return ask(parts, model, change, by);
    },
    decide: (changeId, decision, by) => {
      guard(by, 'models.approve');
      return decide(parts, changeId, decision, by);
    },
    changes: async (status, by) => {
      guard(by, 'models.read');
      return parts.store.changes(status);
    },
  };
}

async function ask(
  parts: ServiceParts,
  model: string,
  { environment, number, to, reason }: Parameters<Governance['askForStage']>[1],
  by: Principal,
): Promise<ModelChange> {
  const { store, predictor, clock, ids, audit } = parts;
  const definition = predictor.definition(model);
  if (!(await store.version(model, number)))
    throw new CountersignError('resource.not_found', `${model} has no version ${number}`, { field: 'number' });
  const now = (await store.deployments(environment, model)).find((each) => each.number === number)?.stage ?? 'draft';
  if (now === to) throw new CountersignError('input.invalid', `Version ${number} is ${to} there already`, { field: 'to' });
  if (to === 'draft')
    throw new CountersignError('input.invalid', 'A version that was in use is retired, not made a draft again', { field: 'to' });
  const evidence = await evidenceFor(parts, definition.id, environment, number, to);
  refuseUnproven(evidence, environment, to);
  const change: ModelChange = {
    id: ids.next('chg'),
    environment,
    model,
    number,
    to,
    reason,
    evidence,
    status: 'waiting',
    askedBy: by.id,
    askedAt: clock.now().toISOString(),
  };
  await store.addChange(change);
  await audit(by.id, 'model.change.asked', model, { change: change.id, environment, number, to, reason });
  return change;
}

async function decide(
  { store, clock, audit }: ServiceParts,
  changeId: string,
  { verdict, reason }: Parameters<Governance['decide']>[1],
  by: Principal,
): Promise<ModelChange> {
  const change = await store.change(changeId);
  if (!change) throw new CountersignError('resource.not_found', 'There is no change of this id', { field: 'id' });
  if (change.askedBy === by.id)
    throw new CountersignError('approval.not_allowed', 'Whoever asked for a change does not approve it', { field: 'id' });
  const at = clock.now().toISOString();
  const status = verdict === 'approve' ? 'approved' : 'rejected';
  const { environment, model, number, to } = change;
  const deployment = { environment, model, number, stage: to, since: at, by: change.askedBy, approvedBy: by.id };
  const how = { status, by: by.id, at, decision: reason } as const;
  if (!(await store.settleChange(changeId, how, verdict === 'approve' ? deployment : undefined)))
    throw new CountersignError('approval.closed', 'Somebody has decided this already', { field: 'id' });
  await audit(by.id, `model.change.${status}`, model, { change: changeId, environment, number, to, reason });
  return (await store.change(changeId)) ?? change;
}

function refuseUnproven(evidence: Readonly<Record<string, Json>>, environment: Environment, to: Stage): void {
  const { replaces, wasChampion, outcomesSpeakForIt, blockers } = evidence;
  if (environment !== 'production' || to !== 'champion' || replaces === null || wasChampion === true || outcomesSpeakForIt === true) return;
  const why = Array.isArray(blockers) ? blockers.join('; ') : '';
  const champion = typeof replaces === 'number' ? replaces : 0;
  throw new CountersignError('input.invalid', `The version may not replace champion ${champion} yet: ${why}`, {
    field: 'to',
    retry: 'later',
  });
}

/** What the second person is shown: how the version got here, and what outcomes say of it. */
async function evidenceFor(
  parts: ServiceParts,
  model: string,
  environment: Environment,
  number: number,
  to: Stage,
): Promise<Readonly<Record<string, Json>>> {
  const [before, trial, version, changes] = await Promise.all([
    parts.store.deployments(environment, model),
    parts.store.deployments('uat', model),
    parts.store.version(model, number),
    parts.store.changes('approved'),
  ]);
  const champion = before.find(({ stage }) => stage === 'champion');
  const evidence: Record<string, Json> = {
    replaces: champion === undefined || to !== 'champion' ? null : champion.number,
    stageBefore: before.find((each) => each.number === number)?.stage ?? 'draft',
    // Retired is no proof of it: a shadow that made room for another is retired as well.
    wasChampion: changes.some(
      (each) => each.environment === environment && each.model === model && each.number === number && each.to === 'champion',
    ),
    triedIn: trial.some((each) => each.number === number) ? 'uat' : null,
    artefactHash: version?.artefactHash ?? null,
    dataHash: version?.dataHash ?? null,
  };
  if (to !== 'champion') return evidence;
  const comparison = await compareNow(parts, parts.predictor.definition(model), environment, number);
  return {
    ...evidence,
    outcomes: comparison.outcomes,
    outcomesSpeakForIt: comparison.mayBePromoted,
    blockers: comparison.blockers,
    remarks: comparison.remarks,
    // Plain data all the way down.
    ...(comparison.feedback === undefined ? {} : { feedback: comparison.feedback as unknown as Json }),
    ...(comparison.difference === undefined ? {} : { difference: { ...comparison.difference } }),
    ...(comparison.calibrationSlope === undefined ? {} : { calibrationSlope: comparison.calibrationSlope }),
  };
}
