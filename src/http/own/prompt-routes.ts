import { z } from 'zod';
import { defined } from '../../contracts/defined.ts';
import { promptLabels } from '../../contracts/prompts.ts';
import { parseJson } from './body.ts';
import { parse, type Given, type Route } from './route.ts';

const Reason = z.string().trim().min(1).max(2000);
const Version = z.string().regex(/^\d+\.\d+\.\d+$/, 'a semantic version');
const LabelBody = z.strictObject({ version: Version, percent: z.number().min(0).max(100).optional(), reason: Reason });
const RollbackBody = z.strictObject({ label: z.enum(['production', 'uat']).default('production'), reason: Reason });
const TextQuery = z.object({ version: Version.optional() });

const id = ({ params }: Given): string => params['id'] ?? '';
const json = (given: Given): unknown => parseJson(given.body, given.limits.depthLimit);

export const promptRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/prompts',
    tag: 'prompts',
    access: 'key',
    summary: 'Prompts with their versions and labels, and which version speaks',
    handle: async ({ services, by }) => ({ status: 200, body: { items: await services.prompts.list(by), next: null } }),
  },
  {
    method: 'GET',
    path: '/v1/prompts/{id}',
    tag: 'prompts',
    access: 'key',
    summary: 'One prompt',
    handle: async (given) => ({ status: 200, body: await given.services.prompts.get(id(given), given.by) }),
  },
  {
    method: 'GET',
    path: '/v1/prompts/{id}/text',
    tag: 'prompts',
    access: 'key',
    summary: 'The text of the version that speaks, or of another one',
    query: TextQuery,
    async handle(given) {
      const { version } = parse(TextQuery, given.query, 'query');
      return { status: 200, body: await given.services.prompts.text(id(given), version, given.by) };
    },
  },
  {
    method: 'PUT',
    path: '/v1/prompts/{id}/labels/{label}',
    tag: 'prompts',
    access: 'key',
    summary: 'Point a label to a released version; the canary takes its share of threads',
    body: LabelBody,
    async handle(given) {
      const label = parse(z.enum(promptLabels), given.params['label'], 'label');
      const body = parse(LabelBody, json(given), 'body');
      return { status: 200, body: await given.services.prompts.label(id(given), defined({ ...body, label }), given.by) };
    },
  },
  {
    method: 'POST',
    path: '/v1/prompts/{id}/rollback',
    tag: 'prompts',
    access: 'key',
    summary: 'Point a label back to the version before',
    body: RollbackBody,
    handle: async (given) => ({
      status: 200,
      body: await given.services.prompts.rollback(id(given), parse(RollbackBody, json(given), 'body'), given.by),
    }),
  },
];
