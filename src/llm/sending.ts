import type { Usage } from '../contracts/llm.ts';
import type { Desk } from './desk.ts';
import { settleEgress, type Sending } from './egress.ts';
import type { RemoteModel } from './providers.ts';

/** One question to a model with all its sendings. `spent` and `recordIds` are filled as they go. */
export type Errand = {
  readonly runId: string;
  readonly remote: RemoteModel;
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly spent: Usage[];
  readonly recordIds: string[];
};
export type Unanswered = { readonly fallback: 'unavailable' | 'budget' };
type Counted = { readonly text: string; readonly inputTokens: number; readonly outputTokens: number };

const sendings = 3;

/** One answer, with as many sendings as its failures allow: 429 and 5xx are tried again, everything else is not. */
export async function sendUntilAnswered<A extends Counted>(
  desk: Desk,
  errand: Errand,
  send: (sending: Sending, signal: AbortSignal) => Promise<A>,
): Promise<A | Unanswered> {
  const { remote, runId } = errand;
  for (let sent = 1; ; sent += 1) {
    const aside = await desk.purse.reserve(errand, remote.provider, remote.model, errand.inputTokens, errand.outputTokens);
    if (!aside) return { fallback: 'budget' };
    const sending: Sending = {};
    try {
      return await sendOnce(desk, errand, sending, send);
    } catch {
      if (sending.refused) throw sending.refused;
      // The caller's own reason; clients have errors of their own for it.
      errand.signal?.throwIfAborted();
      const waitMs = sending.retryAfterMs ?? 250 * 2 ** sent;
      const left = errand.deadline - desk.clock.now().getTime();
      const canRetry =
        sending.status !== undefined && (sending.status === 429 || sending.status >= 500) && sent < sendings && waitMs < left;
      desk.log.warn({ runId, provider: remote.provider, status: sending.status, sent, canRetry }, 'the model could not be reached');
      if (!canRetry) return { fallback: 'unavailable' };
      aside.release();
      await desk.sleep(waitMs, errand.signal);
    } finally {
      aside.release();
    }
  }
}

async function sendOnce<A extends Counted>(
  desk: Desk,
  errand: Errand,
  sending: Sending,
  send: (sending: Sending, signal: AbortSignal) => Promise<A>,
): Promise<A> {
  const { remote } = errand;
  const left = Math.max(1, errand.deadline - desk.clock.now().getTime());
  const timeout = AbortSignal.timeout(Math.min(remote.timeoutMs ?? 30_000, left));
  const signal = errand.signal ? AbortSignal.any([errand.signal, timeout]) : timeout;
  let usage: Usage | undefined;
  try {
    const answer = await send(sending, signal);
    // A client may take an abort for the end of the stream.
    signal.throwIfAborted();
    usage = desk.purse.usage(remote.provider, remote.model, ...countedOf(answer, errand));
    errand.spent.push(usage);
    return answer;
  } finally {
    if (sending.recordId !== undefined) errand.recordIds.push(sending.recordId);
    await settleEgress(desk, sending, usage);
  }
}

/** Some servers tell no figures. An answer is never free by that: what it may have used at most is counted. */
function countedOf({ text, inputTokens, outputTokens }: Counted, errand: Errand): [number, number] {
  return [inputTokens || errand.inputTokens, outputTokens || Math.ceil(Buffer.byteLength(text) / 2)];
}
