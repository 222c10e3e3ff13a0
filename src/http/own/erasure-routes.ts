import { z } from 'zod';
import { tokenKinds } from '../../contracts/classes.ts';
import { parseJson } from './body.ts';
import { parse, type Route } from './route.ts';

const ErasureBody = z.strictObject({
  value: z.string().min(1).max(1000),
  kind: z.enum(tokenKinds).optional(),
  reason: z.string().trim().min(1).max(500),
});

export const erasureRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/erasures',
    tag: 'privacy',
    access: 'key',
    summary:
      'Forget a person: keys of the values are destroyed in all threads, raw bodies that hold them deleted; the audit log stays whole',
    body: ErasureBody,
    status: 201,
    async handle({ services, body, by, limits }) {
      const { value, kind, reason } = parse(ErasureBody, parseJson(body, limits.depthLimit), 'body');
      return { status: 201, body: await services.erasures.erase({ value, reason, ...(kind === undefined ? {} : { kind }) }, by) };
    },
  },
];
