import type { Phase, Policy, Workflow } from '../../contracts/authoring.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { isWider, type PromotionRequest } from '../../contracts/phases.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { PauseView, WorkflowService, WorkflowView } from '../../contracts/services.ts';
import { momentsAround } from '../../events/schedule.ts';
import type { Core } from '../core.ts';
import { type Timetable, timetablesOf } from '../schedules.ts';
import { everyWorkflow, pauseSetting, phaseSetting } from '../workflow-settings.ts';
import { authorise } from './authorise.ts';
import { loadWorkflow, refuseUnknownRule } from './find-workflow.ts';
import { nextPhase, promoting, theEvidence } from './promotions.ts';
import { missingNeed } from './records.ts';

export function workflowService(core: Core): WorkflowService {
  return {
    async list(by) {
      authorise(core.roles, by, 'workflows.read');
      return views(core);
    },
    async get(id, by) {
      authorise(core.roles, by, 'workflows.read');
      const workflow = loadWorkflow(core, id);
      const to = nextPhase(await core.flow.phase(id));
      return {
        workflow: await view(core, workflow),
        ...(to === undefined ? {} : { evidence: await theEvidence(core, workflow, { to }) }),
        promotions: await core.storage.promotions.list({ workflow: id, limit: 20 }),
      };
    },
    async demote(id, change, by) {
      authorise(core.roles, by, 'workflows.manage');
      return demote(core, loadWorkflow(core, id), change, by);
    },
    async setPaused(id, paused, reason, by) {
      authorise(core.roles, by, 'workflows.manage');
      const workflow = loadWorkflow(core, id);
      await pause(core, id, paused, reason, by);
      return view(core, workflow);
    },
    async setAllPaused(paused, reason, by): Promise<PauseView> {
      authorise(core.roles, by, 'workflows.manage');
      await pause(core, everyWorkflow, paused, reason, by);
      return { paused, workflows: await views(core) };
    },
    ...promoting(core),
  };
}

async function demote(core: Core, workflow: Workflow, { to, rule, reason }: PromotionRequest, by: Principal): Promise<WorkflowView> {
  refuseUnknownRule(workflow.policy, rule);
  const { id } = workflow;
  const from = await core.flow.phase(id, rule);
  if (isWider(to, from))
    throw new CountersignError('approval.not_allowed', `${to} is wider than ${from}: ask for a promotion, a second person confirms it`, {
      field: 'to',
    });
  if (to === from) return view(core, workflow);
  const at = core.clock.now().toISOString();
  await core.storage.settings.set(phaseSetting(id, rule), to, by.id, at, [
    {
      at,
      actor: by.id,
      action: 'workflow.phase',
      subject: { type: 'workflow', id },
      body: { from, to, ...(rule === undefined ? {} : { rule }), reason },
    },
  ]);
  await core.reloadSettings();
  return view(core, workflow);
}

/** Every process that shares the store sees it before its next write, at most a quarter of a second later. */
async function pause(core: Core, id: string, paused: boolean, reason: string, by: Principal): Promise<void> {
  const at = core.clock.now().toISOString();
  await core.storage.settings.set(pauseSetting(id), String(paused), by.id, at, [
    { at, actor: by.id, action: paused ? 'workflow.paused' : 'workflow.resumed', subject: { type: 'workflow', id }, body: { reason } },
  ]);
  await core.reloadSettings();
  if (!paused) core.wake();
}

function views(core: Core): Promise<WorkflowView[]> {
  return Promise.all(core.content.workflows.map((workflow) => view(core, workflow)));
}

async function view(core: Core, workflow: Workflow): Promise<WorkflowView> {
  return {
    id: workflow.id,
    version: core.runnable(workflow.id)?.version ?? workflow.version,
    description: workflow.description,
    phase: await core.flow.phase(workflow.id),
    paused: core.isPaused(workflow.id),
    triggers: [
      ...workflow.triggers.flatMap((trigger) =>
        trigger.on === 'event'
          ? `event ${trigger.types.join(', ')}`
          : trigger.on === 'poll'
            ? `poll ${trigger.connection} every ${trigger.everyMs / 1000} s`
            : [],
      ),
      ...timetablesOf(workflow, core.config).map((timetable) => timetableWords(core, timetable)),
    ],
    tools: workflow.tools.map((tool) => {
      const missing = missingNeed(core, tool.system, tool.needs);
      return { id: tool.id, kind: tool.kind, offered: missing === undefined, ...(missing === undefined ? {} : { missing }) };
    }),
    policyVersion: workflow.policy.version,
    rules: await Promise.all(rules(workflow.policy).map(async (rule) => ({ ...rule, phase: await phaseOf(core, workflow, rule.name) }))),
  };
}

function timetableWords(core: Core, { cron, timeZone }: Timetable): string {
  const { next } = momentsAround(cron, timeZone, core.clock.now());
  return `schedule ${cron} ${timeZone}${next === undefined ? '' : `, next ${next.toISOString().slice(0, 16)}Z`}`;
}

const rules = (policy: Policy): { name: string; effect: 'allow' | 'deny' | 'ask' }[] => [
  ...policy.rules.map(({ name, verdict }) => ({ name, effect: verdict.effect })),
  { name: 'otherwise', effect: policy.otherwise.effect },
];

const phaseOf = (core: Core, workflow: Workflow, rule: string): Promise<Phase> => core.flow.phase(workflow.id, rule);
