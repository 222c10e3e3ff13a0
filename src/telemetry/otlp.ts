import { createHash } from 'node:crypto';
import type { Log } from '../contracts/log.ts';
import type { Trace, TracedSpan } from '../contracts/trace.ts';

export type OtlpOptions = {
  /** A collector's address, such as http://127.0.0.1:4318; `/v1/traces` is added where it is not there. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly version: string;
  /** Sixteen hexadecimal digits, another one each time. */
  readonly spanId: () => string;
  readonly fetch: typeof fetch;
  readonly log: Log;
};
export type Tracing = {
  readonly trace: Trace;
  /** Sends what is there. Never rejects: a collector that is away is told in the log and its spans are kept for the next time. */
  flush(): Promise<void>;
};

/** So many spans wait at most; the oldest go first. */
const mostSpans = 4096;
const batch = 512;
const timeoutMs = 5000;
/** Ids, hashes, codes, names of tools and models, tokens such as <PERSON_1>. Anything else might be somebody's words. */
const harmless = /^[\w.:@#/<>+-]{0,200}$/;
const kinds = { run: 1, internal: 1, client: 3 } as const;

/** Spans as OpenTelemetry's OTLP over HTTP with JSON, one trace a run; see decision 21. */
export function createOtlp({ endpoint, headers, version, spanId, fetch, log }: OtlpOptions): Tracing {
  const url = endpoint.endsWith('/v1/traces') ? endpoint : `${endpoint.replace(/\/$/, '')}/v1/traces`;
  let waiting: object[] = [];
  let dropped = 0;
  // Of runs at work: their span is told last, when it is over.
  const roots = new Map<string, string>();
  const rootOf = (runId: string): string => {
    const known = roots.get(runId) ?? spanId();
    roots.set(runId, known);
    // A run of a conversation has no end here, so the oldest is forgotten; those at work keep theirs.
    const [oldest] = roots.keys();
    if (roots.size > mostSpans && oldest !== undefined) roots.delete(oldest);
    return known;
  };
  return {
    trace(span) {
      const root = rootOf(span.runId);
      waiting.push(toOtlp(span, root, spanId));
      if (span.kind === 'run') roots.delete(span.runId);
      if (waiting.length <= mostSpans) return;
      dropped += waiting.length - mostSpans;
      waiting = waiting.slice(-mostSpans);
    },
    async flush() {
      if (dropped > 0) log.warn({ spans: dropped }, 'spans were dropped because the collector did not take them in time');
      dropped = 0;
      while (waiting.length > 0) {
        const sending = waiting.slice(0, batch);
        const status = await post(fetch, url, headers, bodyOf(sending, version));
        if (status === 'later') return log.warn({ spans: waiting.length }, 'the collector of traces could not be reached');
        // While it was sent others came; what is in front is what was sent.
        const sent = new Set(sending);
        waiting = waiting.filter((span) => !sent.has(span));
        if (status === 'refused') log.error({ spans: sending.length }, 'the collector of traces refused spans');
      }
    },
  };
}

async function post(
  send: typeof fetch,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<'sent' | 'later' | 'refused'> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await send(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal,
    });
    await response.body?.cancel();
    if (response.ok) return 'sent';
    return response.status === 429 || response.status >= 500 ? 'later' : 'refused';
  } catch {
    // The error may name the collector's host; that it was not reached is told by the caller.
    return 'later';
  }
}

function bodyOf(spans: readonly object[], version: string): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': 'countersign', 'service.version': version }) },
        scopeSpans: [{ scope: { name: 'countersign', version }, spans }],
      },
    ],
  });
}

function toOtlp({ runId, name, kind, from, to, attributes, error }: TracedSpan, root: string, spanId: () => string): object {
  return {
    traceId: createHash('sha256').update(runId).digest('hex').slice(0, 32),
    spanId: kind === 'run' ? root : spanId(),
    ...(kind === 'run' ? {} : { parentSpanId: root }),
    name: name.split(' ').map(shown).join(' '),
    kind: kinds[kind],
    startTimeUnixNano: nanos(from),
    endTimeUnixNano: nanos(to),
    attributes: attributesOf({ 'countersign.run.id': runId, ...attributes, ...(error === undefined ? {} : { 'error.type': error }) }),
    status: error === undefined ? {} : { code: 2 },
  };
}

function attributesOf(attributes: TracedSpan['attributes']): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: string | number | boolean): object {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'string') return { stringValue: shown(value) };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

const shown = (text: string): string => (harmless.test(text) ? text : '[redacted]');

/** As text: a number of today's nanoseconds is beyond what JSON keeps exactly. */
const nanos = (at: Date): string => `${at.getTime()}000000`;
