import { z } from 'zod';
import type { Route } from './route.ts';

/** What is told of a route, whichever protocol it belongs to. */
export type ToldRoute = Pick<Route, 'path' | 'summary' | 'tag'> & {
  readonly method: string;
  readonly access?: string | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: unknown;
  readonly status?: number | undefined;
};

/** OpenAPI 3.1 from the route list; bodies and queries come from the zod schemas that check them. */
export function openApi(routes: readonly ToldRoute[], version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operations = (paths[route.path] ??= {});
    operations[route.method.toLowerCase()] = operation(route);
  }
  paths['/healthz'] = { get: plain('The process is alive') };
  paths['/readyz'] = { get: plain('Storage and vault answer; 503 while they do not or the server drains') };
  paths['/redact'] = { get: plain('A page to try redaction on, with a key typed in') };
  paths['/metrics'] = { get: { ...plain('OpenMetrics'), security: [{ key: [] }] } };
  return {
    openapi: '3.1.0',
    info: { title: 'Countersign', version, description: 'Events in, proposals, approvals, effects and the audit log.' },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'API key' } },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'detail', 'retry', 'requestId'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string' },
            detail: { type: 'string' },
            field: { type: 'string' },
            retry: { enum: ['now', 'later', 'never'] },
            requestId: { type: 'string' },
          },
        },
      },
    },
    paths,
  };
}

const problem = { description: 'A problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
const plain = (summary: string): Record<string, unknown> => ({ summary, responses: { '200': { description: summary } } });

function operation(route: ToldRoute): Record<string, unknown> {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(route.query instanceof z.ZodObject ? route.query.shape : {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema),
  }));
  return {
    summary: route.summary,
    tags: [route.tag],
    security: route.access === 'key' ? [{ key: [] }] : [{ key: [] }, {}],
    parameters: [...inPath, ...inQuery],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': typeof route.body === 'object' ? { schema: schemaOf(route.body) } : {} },
          },
        }
      : {}),
    responses: { [String(route.status ?? 200)]: { description: route.summary, content: { 'application/json': {} } }, default: problem },
  };
}

function schemaOf(schema: unknown): unknown {
  // Members of a zod object's shape are zod schemas; the core type is wider than the one toJSONSchema takes.
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' });
  return rest;
}
