import { z } from 'zod';
import { approvalStatuses, Decision } from '../../contracts/approvals.ts';
import { effectStates } from '../../contracts/effects.ts';
import { runStatuses } from '../../contracts/runs.ts';
import { parseJson } from './body.ts';
import { channelRoutes } from './channel-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { feedbackRoutes } from './feedback-routes.ts';
import { erasureRoutes } from './erasure-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { exceptionRoutes } from './exception-routes.ts';
import { promptRoutes } from './prompt-routes.ts';
import { redactRoutes } from './redact-routes.ts';
import { modelRoutes } from './model-routes.ts';
import { PageInput, parse, type Given, type Route } from './route.ts';
import { defined } from '../../contracts/defined.ts';
import { workflowRoutes } from './workflow-routes.ts';
import { sessionRoutes } from './session-routes.ts';

const json = (given: Given): unknown => parseJson(given.body, given.limits.depthLimit);
const ok = (body: unknown): { status: number; body: unknown } => ({ status: 200, body });
const id = (given: Given, name = 'id'): string => given.params[name] ?? '';

const ApprovalQuery = PageInput.extend({ status: z.enum(approvalStatuses).optional() });
const RunQuery = PageInput.extend({ status: z.enum(runStatuses).optional(), workflow: z.string().max(100).optional() });
const EffectQuery = PageInput.extend({ state: z.enum(effectStates).optional(), runId: z.string().max(100).optional() });
const AuditQuery = PageInput.extend({
  runId: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  actor: z.string().max(200).optional(),
});
const EgressQuery = PageInput.extend({ runId: z.string().max(100).optional() });

const StartBody = z.union([
  z.strictObject({ workflow: z.string().max(100), record: z.string().min(1).max(80) }),
  z.strictObject({ workflow: z.string().max(100), since: z.iso.date().or(z.iso.datetime({ offset: true })) }),
]);
const ReasonBody = z.strictObject({ reason: z.string().min(1).max(2000) });
const KeyBody = z.strictObject({
  name: z.string().min(1).max(100),
  principal: z.string().max(100),
  roles: z.array(z.string().max(100)).max(20),
});

const approvals: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/approvals',
    tag: 'approvals',
    access: 'key',
    summary: 'Approvals, newest first',
    query: ApprovalQuery,
    handle: async (given) => ok(await given.services.approvals.list(defined(parse(ApprovalQuery, given.query, 'query')), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/approvals/{id}',
    tag: 'approvals',
    access: 'key',
    summary: 'One approval with its diff, read live',
    handle: async (given) => ok(await given.services.approvals.get(id(given), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/approvals/{id}',
    tag: 'approvals',
    access: 'key',
    summary: 'Approve, edit, reject, ask, forward or withdraw',
    body: Decision,
    handle: async (given) => ok(await given.services.approvals.decide(id(given), parse(Decision, json(given), 'body'), given.by)),
  },
];

const runs: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/journal',
    tag: 'runs',
    access: 'key',
    summary: 'Runs, newest first',
    query: RunQuery,
    handle: async (given) => ok(await given.services.runs.list(defined(parse(RunQuery, given.query, 'query')), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/journal/counts',
    tag: 'runs',
    access: 'key',
    summary: 'How many runs stand where',
    handle: async (given) => ok(await given.services.runs.counts(given.by)),
  },
  {
    method: 'GET',
    path: '/v1/journal/{id}',
    tag: 'runs',
    access: 'key',
    summary: 'One run, step by step',
    handle: async (given) => ok(await given.services.runs.get(id(given), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/journal',
    tag: 'runs',
    access: 'key',
    status: 202,
    summary: 'Start a workflow on a record, or on everything changed since a moment',
    body: StartBody,
    async handle(given) {
      const body = parse(StartBody, json(given), 'body');
      if ('record' in body) return { status: 202, body: await given.services.runs.start(body.workflow, body.record, given.by) };
      const since = body.since.length === 10 ? `${body.since}T00:00:00.000Z` : body.since;
      return { status: 202, body: await given.services.runs.startSince(body.workflow, since, given.by) };
    },
  },
  {
    method: 'POST',
    path: '/v1/journal/{id}/cancel',
    tag: 'runs',
    access: 'key',
    summary: 'Cancel a run that has not begun to write',
    body: ReasonBody,
    handle: async (given) => ok(await given.services.runs.cancel(id(given), parse(ReasonBody, json(given), 'body').reason, given.by)),
  },
];

const records: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/effects',
    tag: 'effects',
    access: 'key',
    summary: 'Writes and what became of them',
    query: EffectQuery,
    handle: async (given) => ok(await given.services.effects.list(defined(parse(EffectQuery, given.query, 'query')), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/effects/{key}',
    tag: 'effects',
    access: 'key',
    summary: 'One effect',
    handle: async (given) => ok(await given.services.effects.get(id(given, 'key'), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/audit',
    tag: 'audit',
    access: 'key',
    summary: 'The audit log, oldest first',
    query: AuditQuery,
    handle: async (given) => ok(await given.services.audit.list(defined(parse(AuditQuery, given.query, 'query')), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/audit/head',
    tag: 'audit',
    access: 'key',
    summary: 'The newest signed head and the public key',
    handle: async (given) => ok(await given.services.audit.head(given.by)),
  },
  {
    method: 'GET',
    path: '/v1/egress',
    tag: 'egress',
    access: 'key',
    summary: 'What left the machine, byte for byte',
    query: EgressQuery,
    handle: async (given) => ok(await given.services.egress.list(defined(parse(EgressQuery, given.query, 'query')), given.by)),
  },
];

const management: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/keys',
    tag: 'keys',
    access: 'key',
    summary: 'API keys, without their text',
    handle: async (given) => ok({ items: await given.services.keys.list(given.by), next: null }),
  },
  {
    method: 'POST',
    path: '/v1/keys',
    tag: 'keys',
    access: 'key',
    status: 201,
    summary: 'Make an API key; its text is in this answer only',
    body: KeyBody,
    handle: async (given) => ({ status: 201, body: await given.services.keys.create(parse(KeyBody, json(given), 'body'), given.by) }),
  },
  {
    method: 'DELETE',
    path: '/v1/keys/{id}',
    tag: 'keys',
    access: 'key',
    summary: 'Revoke an API key',
    handle: async (given) => ok(await given.services.keys.revoke(id(given), given.by)),
  },
];

export const routes: readonly Route[] = [
  ...eventRoutes,
  ...approvals,
  ...runs,
  ...exceptionRoutes,
  ...records,
  ...management,
  ...workflowRoutes,
  ...feedbackRoutes,
  ...deliveryRoutes,
  ...channelRoutes,
  ...redactRoutes,
  ...modelRoutes,
  ...promptRoutes,
  ...erasureRoutes,
  ...sessionRoutes,
];
