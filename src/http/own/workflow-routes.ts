import { z } from 'zod';
import { phases } from '../../contracts/authoring.ts';
import { defined } from '../../contracts/defined.ts';
import { PromotionDecision, PromotionRequest, promotionStatuses } from '../../contracts/phases.ts';
import { parseJson } from './body.ts';
import { PageInput, parse, type Given, type Route } from './route.ts';

const ok = (body: unknown): { status: number; body: unknown } => ({ status: 200, body });
const id = (given: Given): string => given.params['id'] ?? '';

function bodyOf<S extends z.ZodType>(schema: S, given: Given): z.infer<S> {
  return parse(schema, parseJson(given.body, given.limits.depthLimit), 'body');
}

const PauseBody = z.strictObject({ paused: z.boolean(), reason: z.string().min(1).max(2000) });
const ReasonBody = z.strictObject({ reason: z.string().min(1).max(2000) });
const EvidenceQuery = z.object({ to: z.enum(phases).default('automatic'), rule: z.string().min(1).max(200).optional() });
const PromotionQuery = PageInput.extend({ status: z.enum(promotionStatuses).optional(), workflow: z.string().max(100).optional() });

const workflows: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/workflows',
    tag: 'workflows',
    access: 'key',
    summary: 'Workflows with phase, rules, triggers and offered tools',
    handle: async (given) => ok({ items: await given.services.workflows.list(given.by), next: null }),
  },
  {
    method: 'POST',
    path: '/v1/workflows/pause',
    tag: 'workflows',
    access: 'key',
    summary: 'Stop every new write of every workflow; runs wait and nothing is lost',
    body: ReasonBody,
    handle: async (given) => ok(await given.services.workflows.setAllPaused(true, bodyOf(ReasonBody, given).reason, given.by)),
  },
  {
    method: 'POST',
    path: '/v1/workflows/resume',
    tag: 'workflows',
    access: 'key',
    summary: 'End the stop for all; workflows paused by themselves stay so',
    body: ReasonBody,
    handle: async (given) => ok(await given.services.workflows.setAllPaused(false, bodyOf(ReasonBody, given).reason, given.by)),
  },
  {
    method: 'GET',
    path: '/v1/workflows/{id}',
    tag: 'workflows',
    access: 'key',
    summary: 'One workflow, with what is on record for its next phase',
    handle: async (given) => ok(await given.services.workflows.get(id(given), given.by)),
  },
  {
    method: 'PUT',
    path: '/v1/workflows/{id}/phase',
    tag: 'workflows',
    access: 'key',
    summary: 'Narrow the phase of a workflow or of one rule, at once',
    body: PromotionRequest,
    handle: async (given) => ok(await given.services.workflows.demote(id(given), bodyOf(PromotionRequest, given), given.by)),
  },
  {
    method: 'PUT',
    path: '/v1/workflows/{id}/paused',
    tag: 'workflows',
    access: 'key',
    summary: 'Pause or resume',
    body: PauseBody,
    handle: async (given) => {
      const body = bodyOf(PauseBody, given);
      return ok(await given.services.workflows.setPaused(id(given), body.paused, body.reason, given.by));
    },
  },
];

const promotions: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/workflows/{id}/evidence',
    tag: 'workflows',
    access: 'key',
    summary: 'What is on record for a wider phase, and what stands in its way',
    query: EvidenceQuery,
    handle: async (given) => ok(await given.services.workflows.evidence(id(given), parse(EvidenceQuery, given.query, 'query'), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/workflows/{id}/promotions',
    tag: 'workflows',
    access: 'key',
    status: 201,
    summary: 'Ask for a wider phase; another person confirms it',
    body: PromotionRequest,
    handle: async (given) => ({
      status: 201,
      body: await given.services.workflows.askPromotion(id(given), bodyOf(PromotionRequest, given), given.by),
    }),
  },
  {
    method: 'GET',
    path: '/v1/promotions',
    tag: 'workflows',
    access: 'key',
    summary: 'Requests for a wider phase, newest first',
    query: PromotionQuery,
    handle: async (given) => ok(await given.services.workflows.promotions(defined(parse(PromotionQuery, given.query, 'query')), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/promotions/{id}',
    tag: 'workflows',
    access: 'key',
    summary: 'Confirm, refuse or withdraw a request for a wider phase',
    body: PromotionDecision,
    handle: async (given) => ok(await given.services.workflows.decidePromotion(id(given), bodyOf(PromotionDecision, given), given.by)),
  },
];

export const workflowRoutes: readonly Route[] = [...workflows, ...promotions];
