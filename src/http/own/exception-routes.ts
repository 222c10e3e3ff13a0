import { z } from 'zod';
import { BusinessEvent } from '../../contracts/events.ts';
import { parseJson } from './body.ts';
import { PageInput, parse, type Given, type Route } from './route.ts';
import { defined } from '../../contracts/defined.ts';

const json = (given: Given): unknown => parseJson(given.body, given.limits.depthLimit);
const ok = (body: unknown): { status: number; body: unknown } => ({ status: 200, body });
const id = (given: Given): string => given.params['id'] ?? '';

const ExceptionQuery = PageInput.extend({ status: z.enum(['open', 'retried', 'discarded', 'resolved']).optional() });
const ReasonBody = z.strictObject({ reason: z.string().min(1).max(2000) });
const ResolveBody = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('applied'), recordId: z.string().min(1).max(80) }),
  z.strictObject({ verdict: z.literal('absent') }),
]);
const LinkBody = z.strictObject({
  type: z
    .string()
    .regex(/^[A-Za-z]\w{0,79}$/)
    .default('Opportunity'),
  id: z.string().min(1).max(80),
});

export const exceptionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/exceptions',
    tag: 'exceptions',
    access: 'key',
    summary: 'Work that needs a person',
    query: ExceptionQuery,
    handle: async (given) => ok(await given.services.exceptions.list(defined(parse(ExceptionQuery, given.query, 'query')), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/exceptions/{id}',
    tag: 'exceptions',
    access: 'key',
    summary: 'One exception',
    handle: async (given) => ok(await given.services.exceptions.get(id(given), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/exceptions/{id}/retry',
    tag: 'exceptions',
    access: 'key',
    summary: 'Try again, effects keep their keys',
    handle: async (given) => ok(await given.services.exceptions.retry(id(given), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/exceptions/{id}/edit',
    tag: 'exceptions',
    access: 'key',
    summary: 'Say what event an unmapped payload is',
    body: BusinessEvent,
    handle: async (given) => ok(await given.services.exceptions.edit(id(given), parse(BusinessEvent, json(given), 'body'), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/exceptions/{id}/discard',
    tag: 'exceptions',
    access: 'key',
    summary: 'Discard with a reason',
    body: ReasonBody,
    handle: async (given) =>
      ok(await given.services.exceptions.discard(id(given), parse(ReasonBody, json(given), 'body').reason, given.by)),
  },
  {
    method: 'POST',
    path: '/v1/exceptions/{id}/link',
    tag: 'exceptions',
    access: 'key',
    summary: 'Say which record a missing, double or broken link stands for',
    body: LinkBody,
    handle: async (given) => ok(await given.services.exceptions.link(id(given), parse(LinkBody, json(given), 'body'), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/exceptions/{id}/resolve-effect',
    tag: 'exceptions',
    access: 'key',
    summary: 'Say what became of an uncertain effect',
    body: ResolveBody,
    handle: async (given) =>
      ok(await given.services.exceptions.resolveEffect(id(given), parse(ResolveBody, json(given), 'body'), given.by)),
  },
];
