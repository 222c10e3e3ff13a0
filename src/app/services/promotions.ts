import { gatherEvidence } from '../../approvals/evidence.ts';
import { ruleFor } from '../../approvals/policy.ts';
import type { AuditEntry } from '../../contracts/audit.ts';
import { phases, type Phase, type Workflow } from '../../contracts/authoring.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { JsonObject } from '../../contracts/json.ts';
import { isWider, type Promotion, type PromotionDecision, type PromotionEvidence, type PromotionRequest } from '../../contracts/phases.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { WorkflowService } from '../../contracts/services.ts';
import type { Core } from '../core.ts';
import { phaseSetting } from '../workflow-settings.ts';
import { authorise, page } from './authorise.ts';
import { loadWorkflow, refuseUnknownRule } from './find-workflow.ts';

type Promoting = Pick<WorkflowService, 'evidence' | 'askPromotion' | 'promotions' | 'decidePromotion'>;

/** So many of the newest cases are looked at; the evidence says when there were more. */
const caseLimit = 2000;
const dayMs = 86_400_000;

export const nextPhase = (phase: Phase): Phase | undefined => phases[phases.indexOf(phase) + 1];

/** A wider phase: one person asks and shows what is on record, another one confirms, and both times the record has to carry it. */
export function promoting(core: Core): Promoting {
  return {
    async evidence(id, wanted, by) {
      authorise(core.roles, by, 'workflows.read');
      const workflow = loadWorkflow(core, id);
      refuseUnknownRule(workflow.policy, wanted.rule);
      return theEvidence(core, workflow, wanted);
    },
    async askPromotion(id, request, by) {
      authorise(core.roles, by, 'workflows.manage');
      refuseNonPerson(by);
      return ask(core, loadWorkflow(core, id), request, by);
    },
    async promotions(query, by) {
      authorise(core.roles, by, 'workflows.read');
      return page(await core.storage.promotions.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.id);
    },
    async decidePromotion(id, decision, by) {
      authorise(core.roles, by, 'workflows.manage');
      return decide(core, id, decision, by);
    },
  };
}

/** Nothing from before the last change of the phase counts: what was narrowed has to prove itself again. */
export async function theEvidence(
  core: Core,
  workflow: Workflow,
  { to, rule }: Pick<PromotionRequest, 'to' | 'rule'>,
): Promise<PromotionEvidence> {
  const thresholds = core.config.promotion;
  const window = new Date(core.clock.now().getTime() - thresholds.windowDays * dayMs).toISOString();
  const changes = [phaseSetting(workflow.id), phaseSetting(workflow.id, rule)].flatMap((name) => core.standing.setting(name)?.at ?? []);
  const since = [window, ...changes].toSorted().at(-1) ?? window;
  const found = await core.storage.promotions.cases({ workflow: workflow.id, since, limit: caseLimit + 1 });
  const cases = found
    .slice(0, caseLimit)
    .filter(({ proposal }) => proposal.workflow === workflow.id && proposal.workflowVersion === workflow.version)
    .filter(({ proposal }) => rule === undefined || ruleFor(workflow.policy, proposal) === rule);
  return gatherEvidence(
    {
      workflow: workflow.id,
      ...(rule === undefined ? {} : { rule }),
      version: workflow.version,
      since,
      isCapped: found.length > caseLimit,
      openExceptions: await core.storage.promotions.openExceptions(workflow.id),
      cases,
      ...(workflow.isTwoWay === true ? { report: await newestReport(core), now: core.clock.now().toISOString() } : {}),
    },
    thresholds,
    to,
  );
}

/** What the newest look of integrity came to, by the audit log. */
async function newestReport(core: Core): Promise<PromotionEvidence['report']> {
  const newest = await core.storage.audit.newest(['integrity.clean', 'integrity.compared']);
  if (!newest) return null;
  if (newest.action === 'integrity.clean') return { comparedAt: newest.at, differences: 0, isComplete: true };
  const { differences, complete } = newest.body;
  return { comparedAt: newest.at, differences: typeof differences === 'number' ? differences : 0, isComplete: complete === true };
}

async function ask(core: Core, workflow: Workflow, { to, rule, reason }: PromotionRequest, by: Principal): Promise<Promotion> {
  refuseUnknownRule(workflow.policy, rule);
  const { id } = workflow;
  const from = await core.flow.phase(id, rule);
  if (!isWider(to, from))
    throw new CountersignError('input.invalid', `${to} is not wider than ${from}, which is in force: narrow it without asking`, {
      field: 'to',
    });
  await refuseWiderThanWorkflow(core, id, rule, to);
  const waiting = await core.storage.promotions.list({ workflow: id, status: 'waiting', limit: 200 });
  const same = waiting.find((each) => each.rule === rule);
  if (same)
    throw new CountersignError('input.invalid', `Request ${same.id} for this waits already; confirm it or withdraw it`, { field: 'id' });
  const evidence = await theEvidence(core, workflow, { to, ...(rule === undefined ? {} : { rule }) });
  refuseUnproven(evidence);
  const promotion: Promotion = {
    id: core.ids.next('prm'),
    workflow: id,
    ...(rule === undefined ? {} : { rule }),
    from,
    to,
    reason,
    evidence,
    status: 'waiting',
    askedBy: by.id,
    askedAt: core.clock.now().toISOString(),
  };
  await core.storage.promotions.add(promotion, [
    entry(promotion, 'asked', by.id, promotion.askedAt, { reason, evidence: asJson(evidence) }),
  ]);
  return promotion;
}

async function decide(core: Core, id: string, decision: PromotionDecision, by: Principal): Promise<Promotion> {
  const promotion = await core.storage.promotions.get(id);
  if (!promotion) throw new CountersignError('resource.not_found', `There is no request ${id}`, { field: 'id' });
  if (promotion.status !== 'waiting') throw new CountersignError('approval.closed', `The request is ${promotion.status}`, { field: 'id' });
  switch (decision.verdict) {
    case 'confirm':
      return confirm(core, promotion, decision.reason, by);
    case 'refuse':
      return close(core, promotion, 'refused', decision.reason, by);
    case 'withdraw':
      if (promotion.askedBy !== by.id)
        throw new CountersignError('approval.not_allowed', 'Only who asked withdraws; refuse it instead', { field: 'verdict' });
      return close(core, promotion, 'withdrawn', decision.reason, by);
  }
}

async function confirm(core: Core, promotion: Promotion, reason: string, by: Principal): Promise<Promotion> {
  refuseNonPerson(by);
  if (promotion.askedBy === by.id)
    throw new CountersignError('approval.not_allowed', 'Whoever asked for a promotion does not confirm it', { field: 'id' });
  const { workflow: id, rule, to, from } = promotion;
  await core.standing.reload();
  const workflow = loadWorkflow(core, id);
  if ((await core.flow.phase(id, rule)) !== from) {
    await close(core, promotion, 'lapsed', 'the phase changed since this was asked', by);
    throw new CountersignError('approval.stale', 'The phase changed since this was asked; ask again', { field: 'id' });
  }
  await refuseWiderThanWorkflow(core, id, rule, to);
  // The record moved on since it was asked: what it says now has to carry it as well.
  refuseUnproven(await theEvidence(core, workflow, { to, ...(rule === undefined ? {} : { rule }) }));
  return close(core, promotion, 'confirmed', reason, by);
}

async function close(
  core: Core,
  promotion: Promotion,
  status: Exclude<Promotion['status'], 'waiting'>,
  reason: string,
  by: Principal,
): Promise<Promotion> {
  const at = core.clock.now().toISOString();
  const name = phaseSetting(promotion.workflow, promotion.rule);
  const was = core.standing.setting(name)?.value;
  const isConfirmed = status === 'confirmed';
  const audit = [entry(promotion, status, by.id, at, { reason, askedBy: promotion.askedBy })];
  if (isConfirmed)
    audit.push({
      ...entry(promotion, status, by.id, at, { reason, askedBy: promotion.askedBy, promotion: promotion.id }),
      action: 'workflow.phase',
    });
  const setting = isConfirmed ? { name, was, value: promotion.to } : undefined;
  if (!(await core.storage.promotions.close(promotion.id, { status, by: by.id, at, decision: reason }, setting, audit)))
    throw new CountersignError('approval.stale', 'Somebody else was faster; look at it again', { retry: 'now' });
  await core.reloadSettings();
  return (await core.storage.promotions.get(promotion.id)) ?? promotion;
}

function entry(promotion: Promotion, action: string, actor: string, at: string, body: JsonObject): AuditEntry {
  const { id, workflow, rule, from, to } = promotion;
  return {
    at,
    actor,
    action: `workflow.promotion.${action}`,
    subject: { type: 'workflow', id: workflow },
    body: { promotion: id, from, to, ...(rule === undefined ? {} : { rule }), ...body },
  };
}

// Plain data all the way down; the schema's optional members are absent where there is nothing.
const asJson = (evidence: PromotionEvidence): JsonObject => evidence as unknown as JsonObject;

async function refuseWiderThanWorkflow(core: Core, id: string, rule: string | undefined, to: Phase): Promise<void> {
  if (rule === undefined) return;
  const whole = await core.flow.phase(id);
  if (isWider(to, whole))
    throw new CountersignError('approval.not_allowed', `A rule is never wider than its workflow, which is ${whole}`, { field: 'to' });
}

function refuseUnproven({ blockers }: PromotionEvidence): void {
  if (blockers.length > 0)
    throw new CountersignError('approval.not_allowed', `What is on record does not carry this yet: ${blockers.join('; ')}`, {
      field: 'to',
      retry: 'later',
    });
}

function refuseNonPerson(by: Principal): void {
  if (!by.id.startsWith('person:'))
    throw new CountersignError('approval.not_allowed', 'A promotion is asked for and confirmed by people, not by services');
}
