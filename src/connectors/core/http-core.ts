import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  type IPolicy,
} from 'cockatiel';
import { CountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import { tokenLeftIn } from '../../contracts/tokens.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { createEgress, type Query } from './egress.ts';
import { createPacing, type Pacing } from './pacing.ts';
import type { HttpReply } from './reply.ts';
import { retryAfterMs } from './retry-after.ts';
import { TransportError, transportErrorFrom } from './transport-error.ts';
import { createWire, type TlsOptions, type Wire } from './wire.ts';

export type HttpCoreOptions = {
  /** The connection's name, for messages and log lines. */
  readonly connection: string;
  readonly baseUrl: string;
  /** `host:port` of every host this connection may reach; the base URL's own must be among them. */
  readonly allowHosts: readonly string[];
  /** Requests in flight at once; others queue. */
  readonly concurrency?: number;
  readonly queue?: number;
  readonly ratePerSecond?: number;
  readonly burst?: number;
  /** Time for one request including waiting, queueing and retries. */
  readonly deadlineMs: number;
  readonly connectTimeoutMs?: number;
  readonly maxReplyBytes?: number;
  readonly breaker?: { readonly failures: number; readonly halfOpenAfterMs: number };
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Uniform in [0, 1); spreads retries. Injected so that a seed gives the same waits. */
  readonly random: () => number;
  readonly tls?: TlsOptions;
  /** `http://host:port` of an outgoing proxy. */
  readonly proxy?: string;
  readonly log: Log;
};

export type HttpRequest = {
  readonly method: string;
  /** Absolute path below the base URL, or a whole URL on an allowed host (next links). */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** True when sending it twice does no harm: only then is it retried. */
  readonly safe: boolean;
  readonly deadlineMs?: number;
};

export interface HttpCore {
  /** Any status is a reply; no answer at all is a TransportError that says whether the request may have been carried out. */
  request(request: HttpRequest): Promise<HttpReply>;
  /** Holds every request of this connection back, for limits a vendor reports outside status 429. */
  pause(ms: number): void;
  close(): Promise<void>;
}

const maxAttempts = 3;
const firstBackoffMs = 200;
const longestBackoffMs = 5_000;
/** A 429 that names no wait. */
const defaultPauseMs = 1_000;

type Engine = {
  readonly options: HttpCoreOptions;
  readonly egress: ReturnType<typeof createEgress>;
  readonly pacing: Pacing;
  readonly wire: Wire;
  readonly slots: ReturnType<typeof bulkhead>;
  readonly breaker: IPolicy;
};

export function createHttpCore(options: HttpCoreOptions): HttpCore {
  const concurrency = options.concurrency ?? 4;
  const { failures, halfOpenAfterMs } = options.breaker ?? { failures: 5, halfOpenAfterMs: 10_000 };
  const wire = createWire({
    connection: options.connection,
    concurrency,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    maxReplyBytes: options.maxReplyBytes ?? 16 * 1024 * 1024,
    tls: options.tls,
    proxy: options.proxy,
  });
  const engine: Engine = {
    options,
    egress: createEgress(options.baseUrl, options.allowHosts),
    pacing: createPacing(options),
    wire,
    slots: bulkhead(concurrency, options.queue ?? 1_000),
    // A 4xx and a 429 are answers of a healthy system; only a broken one opens the breaker.
    breaker: circuitBreaker(handleWhen(isSystemFailure).orWhenResult(isServerError), {
      halfOpenAfter: halfOpenAfterMs,
      breaker: new ConsecutiveBreaker(failures),
    }),
  };
  return {
    request: async (request) => {
      refuseTokens(options.connection, request);
      return requestWithDeadline(engine, request);
    },
    pause: (ms) => engine.pacing.pause(ms),
    close: () => wire.close(),
  };
}

/** Whoever built the request: a token that was not restored never reaches a business system, where it would stay for good. */
function refuseTokens(connection: string, { body, query }: HttpRequest): void {
  const texts = [...Object.values(query ?? {}).map(String), ...(body === undefined ? [] : [Buffer.from(body).toString()])];
  if (texts.every((text) => tokenLeftIn(text) === undefined)) return;
  throw new CountersignError('privacy.token_not_accepted', `A token was left in a request to ${connection}; it was not sent`);
}

async function requestWithDeadline(engine: Engine, request: HttpRequest): Promise<HttpReply> {
  const { options } = engine;
  const url = engine.egress(request.path, request.query);
  const allowedMs = request.deadlineMs ?? options.deadlineMs;
  const deadline = options.clock.now().getTime() + allowedMs;
  const abort = new AbortController();
  const onCallerAbort = (): void =>
    abort.abort(new TransportError({ phase: 'before-send', code: 'aborted', connection: options.connection }));
  const timer = setTimeout(
    () => abort.abort(new TransportError({ phase: 'before-send', code: 'deadline', connection: options.connection })),
    allowedMs,
  );
  if (request.signal?.aborted === true) onCallerAbort();
  request.signal?.addEventListener('abort', onCallerAbort, { once: true });
  try {
    return await attempts(engine, request, { url, deadline, signal: abort.signal });
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', onCallerAbort);
  }
}

type Journey = { readonly url: URL; readonly deadline: number; readonly signal: AbortSignal };

async function attempts(engine: Engine, request: HttpRequest, journey: Journey): Promise<HttpReply> {
  const { clock, sleep } = engine.options;
  for (let attempt = 1; ; attempt += 1) {
    const last = !request.safe || attempt >= maxAttempts;
    let waitMs = backoffMs(engine.options.random, attempt);
    try {
      const reply = await admitted(engine, request, journey, attempt);
      if (last || !isWorthRetrying(reply)) return reply;
      waitMs = retryAfterMs(reply.headers['retry-after'], clock.now()) ?? waitMs;
      if (clock.now().getTime() + waitMs > journey.deadline) return reply;
    } catch (thrown) {
      if (thrown instanceof CountersignError) throw thrown;
      const error = transportErrorFrom(thrown, false, engine.options.connection);
      if (last || !isTransient(error) || clock.now().getTime() + waitMs > journey.deadline) throw error;
    }
    await untilAborted(sleep(waitMs, journey.signal), journey.signal);
  }
}

/** One attempt in its slot: wait for the pause and the bucket, then send through the breaker. */
async function admitted(engine: Engine, request: HttpRequest, journey: Journey, attempt: number): Promise<HttpReply> {
  const { connection } = engine.options;
  let running = false;
  const queued = engine.slots.execute(async () => {
    if (journey.signal.aborted) throw journey.signal.reason;
    running = true;
    await untilAborted(engine.pacing.admit(journey.deadline, journey.signal), journey.signal);
    return engine.breaker.execute(() => sendLogged(engine, request, journey, attempt));
  });
  try {
    // While it waits in the queue only the signal can end it; once it runs, the wire itself answers to the signal.
    return await untilAborted(queued, journey.signal, () => !running);
  } catch (thrown) {
    if (thrown instanceof BrokenCircuitError) throw new TransportError({ phase: 'before-send', code: 'breaker_open', connection });
    if (thrown instanceof BulkheadRejectedError) throw new TransportError({ phase: 'before-send', code: 'busy', connection });
    throw thrown;
  }
}

async function sendLogged(engine: Engine, request: HttpRequest, journey: Journey, attempt: number): Promise<HttpReply> {
  const { clock, connection, log } = engine.options;
  const startedAt = clock.now().getTime();
  // The query can carry values (filters, SOQL), headers carry credentials: neither is logged.
  const fields = { connection, method: request.method, path: journey.url.pathname, attempt };
  try {
    const reply = await engine.wire.send({
      method: request.method,
      url: journey.url,
      headers: request.headers ?? {},
      body: request.body,
      signal: journey.signal,
    });
    log.debug({ ...fields, status: reply.status, ms: clock.now().getTime() - startedAt }, 'connector answered');
    if (reply.status === 429) {
      const waitMs = retryAfterMs(reply.headers['retry-after'], clock.now()) ?? defaultPauseMs;
      engine.pacing.pause(waitMs);
      log.warn({ connection, waitMs }, 'connector asked us to wait');
    }
    return reply;
  } catch (thrown) {
    if (thrown instanceof CountersignError) throw thrown;
    const error = transportErrorFrom(thrown, true, connection);
    log.warn({ ...fields, code: error.code, phase: error.phase, ms: clock.now().getTime() - startedAt }, 'connector did not answer');
    throw error;
  }
}

/** Follows a promise, but gives up when the signal aborts and `may` (default: always) allows it. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, may: () => boolean = () => true): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      if (may()) reject(signal.reason);
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Full jitter: anywhere between nothing and the doubling ceiling. */
function backoffMs(random: () => number, attempt: number): number {
  return Math.floor(random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempt));
}

function isWorthRetrying(reply: HttpReply): boolean {
  return reply.status === 429 || (reply.status >= 500 && reply.status !== 501);
}

function isTransient(error: TransportError): boolean {
  return error.code === 'reset' || error.code === 'refused' || error.code === 'connect_timeout';
}

function isSystemFailure(error: Error): boolean {
  return error instanceof TransportError && error.code !== 'aborted' && error.code !== 'paused' && error.code !== 'too_large';
}

function isServerError(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'status' in result && typeof result.status === 'number' && result.status >= 500;
}
