import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Sleep } from '../../contracts/time.ts';
import type { Exchange, Face, SandboxApp, SandboxContext } from './face.ts';
import type { FaultDesk, FaultKind, FaultSpec } from './faults.ts';
import type { RequestLog } from './requests.ts';

export type ExchangeDeps = {
  readonly faults: FaultDesk;
  readonly requests: RequestLog;
  readonly sleep: Sleep;
  readonly settleMs: number;
  /** Aborts when the sandbox closes: whatever still waits is dropped, as if the vendor's machine had gone away. */
  readonly closing: AbortSignal;
};

/** Around every handler of a face: body first, then faults, then the handler, then the request log, then faults again. */
export function wireExchange(app: SandboxApp, face: Face, deps: ExchangeDeps): void {
  for (const prefix of face.prefixes) {
    app.use(`${prefix}*`, async (c, next) => {
      // Read the body now: a handler that runs after its caller hung up could not read it any more.
      const body = Buffer.from(await c.req.arrayBuffer());
      const url = new URL(c.req.url);
      const path = decoded(url.pathname);
      const struck = deps.faults.strike({ face: face.name, method: c.req.method, path });
      const early = await before(c, face, struck, deps);
      if (early) return early;
      const exchange: Exchange = { commits: [], staleEtag: struck.some((fault) => fault.kind === 'stale-etag') };
      c.set('exchange', exchange);
      const seq = deps.requests.begin({ face: face.name, method: c.req.method, path: path + url.search, body });
      await next();
      deps.requests.finish(seq, c.res.status, exchange.commits);
      if (struck.some((fault) => fault.kind === 'lost-after-commit')) {
        c.env.incoming.socket.destroy();
        c.res = RESPONSE_ALREADY_SENT;
      }
      return undefined;
    });
  }
}

async function before(c: SandboxContext, face: Face, struck: readonly FaultSpec[], deps: ExchangeDeps): Promise<Response | undefined> {
  const find = (kind: FaultKind) => struck.find((fault) => fault.kind === kind);
  const waitMs = struck.reduce((total, fault) => total + waitOf(fault, deps.settleMs), 0);
  if (waitMs > 0) await deps.sleep(waitMs, deps.closing);
  if (find('reset-before')) {
    c.env.incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  const limited = find('rate-limit');
  if (limited) {
    c.header('Retry-After', String(limited.retryAfterSeconds ?? 1));
    return problem(c, face, 429, 'Too many requests; wait as Retry-After says');
  }
  const broken = find('server-error');
  return broken ? problem(c, face, broken.status ?? 503, 'The service is temporarily unavailable') : undefined;
}

function waitOf(fault: FaultSpec, settleMs: number): number {
  if (fault.kind === 'latency') return fault.ms ?? 100;
  return fault.kind === 'commit-later' ? (fault.ms ?? settleMs) : 0;
}

/** An error body in the vendor's own shape. */
export function problem(c: SandboxContext, face: Face | undefined, status: number, message: string): Response {
  return Response.json(face?.problem?.(status, message) ?? { error: { status, message } }, {
    status,
    headers: c.res.headers.get('retry-after') ? { 'Retry-After': c.res.headers.get('retry-after') ?? '' } : {},
  });
}

/** Percent escapes resolved; an address that is not valid UTF-8 stays as it came. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
