import { z } from 'zod';
import type { SandboxApp, SandboxContext } from './face.ts';
import { FaultRequest, type FaultDesk } from './faults.ts';
import type { RequestLog } from './requests.ts';

const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** `/_sandbox/…`: for demos and tests in another process. A page in a browser cannot reach it under a foreign host name. */
export function wireControl(app: SandboxApp, deps: { faults: FaultDesk; requests: RequestLog }): void {
  app.use('/_sandbox/*', async (c, next) => {
    const remote = c.env.incoming.socket.remoteAddress ?? '';
    const isLocal = remote === '127.0.0.1' || remote === '::1' || remote === '::ffff:127.0.0.1';
    if (!isLocal || !loopbackHost.test(c.req.header('host') ?? '') || c.req.header('origin') !== undefined) {
      return c.json({ error: { message: 'The sandbox is steered from this machine alone' } }, 403);
    }
    await next();
    return undefined;
  });
  app.post('/_sandbox/faults', async (c) => {
    const parsed = await parsedBody(c, FaultRequest);
    return parsed.ok ? c.json({ id: deps.faults.add(parsed.value) }, 201) : parsed.response;
  });
  app.get('/_sandbox/faults', (c) =>
    c.json({ items: deps.faults.list().map((fault) => ({ ...fault, ...(fault.path ? { path: String(fault.path) } : {}) })) }),
  );
  app.delete('/_sandbox/faults', (c) => {
    deps.faults.clear();
    return c.body(null, 204);
  });
  app.get('/_sandbox/requests', (c) => {
    const after = Number(c.req.query('after') ?? 0);
    return c.json({ items: deps.requests.list({ after: Number.isFinite(after) ? after : 0 }), effects: deps.requests.effects() });
  });
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly response: Response };

/** A control body checked against its schema; a wrong one is a 400 that names the first wrong field. */
export async function parsedBody<T>(c: SandboxContext, schema: z.ZodType<T>): Promise<Parsed<T>> {
  let raw: unknown;
  try {
    raw = await c.req.json();
  } catch {
    return { ok: false, response: c.json({ error: { message: 'The body is not JSON' } }, 400) };
  }
  const result = schema.safeParse(raw);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  return {
    ok: false,
    response: c.json({ error: { message: issue?.message ?? 'The body is not valid', field: issue?.path.join('.') ?? '' } }, 400),
  };
}
