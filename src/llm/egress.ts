import { CountersignError } from '../contracts/errors.ts';
import type { EgressRecord, EgressStore, Usage } from '../contracts/llm.ts';
import type { Privacy } from '../contracts/privacy.ts';
import type { Clock, Ids } from '../contracts/time.ts';
import type { Trace } from '../contracts/trace.ts';
import { countTokens, sha256Hex } from '../privacy/index.ts';
import { carriesExactly } from './carries.ts';
import type { Payload } from './payload.ts';

export type EgressDesk = {
  readonly egress: EgressStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Its policy's version is part of each record: the rules by which values were hidden. */
  readonly privacy: Pick<Privacy, 'policyVersion'>;
  readonly trace?: Trace;
};
/** What a sending is for. `prompt` says what it was made by: a prompt's id with its version and hash, or `conversation:<agent>`. */
export type About = {
  readonly runId: string;
  readonly threadId: string;
  readonly prompt: string;
  readonly provider: string;
  readonly model: string;
};

/** Puts a body on record before it leaves. Rejects when it cannot be kept; then nothing may leave. */
export async function recordEgress(
  { egress, clock, ids, privacy }: EgressDesk,
  about: About,
  body: string,
  more: Pick<EgressRecord, 'outcome'> & Partial<Pick<EgressRecord, 'url' | 'usage'>>,
): Promise<string> {
  const id = ids.next('egr');
  const isBlocked = more.outcome === 'blocked';
  await egress.append({
    id,
    at: clock.now().toISOString(),
    ...about,
    policyVersion: privacy.policyVersion,
    sha256: sha256Hex(body),
    bytes: Buffer.byteLength(body),
    // What was stopped may hold the very value it was stopped for, so only its hash is kept.
    body: isBlocked ? '' : body,
    tokenCounts: isBlocked ? {} : countTokens(body),
    ...more,
  });
  return id;
}

/**
 * What a sending came to. Filled by the guarded fetch, because the clients hide the reply's status and headers. `refused` is
 * what stopped it on our side; no other attempt would go better.
 */
export type Sending = { recordId?: string; about?: About; from?: Date; status?: number; retryAfterMs?: number; refused?: unknown };

/**
 * A fetch for one attempt: it accepts only a body that carries what was checked and nothing else, keeps its exact bytes
 * before they leave, follows no redirect, and ends with the attempt's signal.
 */
export function guardedFetch(desk: EgressDesk, about: About, payload: Payload, signal: AbortSignal, sending: Sending): typeof fetch {
  return async (target, init) => {
    const url = new URL(target instanceof Request ? target.url : target);
    try {
      const body = init?.body;
      if (typeof body !== 'string')
        throw new CountersignError('privacy.leak', 'The client wanted to send a body that cannot be checked', { field: 'body' });
      const changed = carriesExactly(body, payload, about.model);
      if (changed !== undefined)
        throw new CountersignError('privacy.leak', 'The client changed what leaves after it was checked', { field: `body.${changed}` });
      sending.recordId = await recordEgress(desk, about, body, { outcome: 'sent', url: url.origin + url.pathname });
      Object.assign(sending, { about, from: desk.clock.now() });
    } catch (refused) {
      sending.refused = refused;
      throw refused;
    }
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    sending.status = response.status;
    const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), desk.clock.now());
    if (retryAfterMs !== undefined) sending.retryAfterMs = retryAfterMs;
    if (response.ok) return response;
    // The status is all that is asked of a refusal. Its body may quote what was sent, and clients print or throw it.
    await response.body?.cancel();
    throw new Error(`The provider answered with ${response.status}`);
  };
}

export async function settleEgress(desk: EgressDesk, sending: Sending, usage?: Usage): Promise<void> {
  const { egress } = desk;
  const { recordId, status } = sending;
  if (recordId === undefined) return;
  traceCall(desk, sending, usage);
  // A status means the body arrived; without one nobody knows, and the record says failed.
  await egress.update(recordId, {
    outcome: status === undefined ? 'failed' : 'sent',
    ...(status === undefined ? {} : { status }),
    ...(usage ? { usage } : {}),
  });
}

/** By the conventions of OpenTelemetry for generative AI, without any of what was said. */
function traceCall({ trace, clock }: EgressDesk, { about, from, status, recordId }: Sending, usage?: Usage): void {
  if (!trace || !about || !from) return;
  trace({
    runId: about.runId,
    name: `chat ${about.model}`,
    kind: 'client',
    from,
    to: clock.now(),
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': about.provider,
      'gen_ai.request.model': about.model,
      'countersign.prompt': about.prompt,
      'countersign.egress.id': recordId ?? '',
      ...(status === undefined ? {} : { 'http.response.status_code': status }),
      ...(usage ? { 'gen_ai.usage.input_tokens': usage.inputTokens, 'gen_ai.usage.output_tokens': usage.outputTokens } : {}),
    },
    ...(usage ? {} : { error: status === undefined ? 'unreachable' : String(status) }),
  });
}

/** Seconds or an HTTP date, as RFC 9110 has it. */
function readRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
