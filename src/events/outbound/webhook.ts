import { asCountersignError } from '../../contracts/errors.ts';
import type { OutboxEvent } from '../../contracts/outbound.ts';
import type { Privacy } from '../../contracts/privacy.ts';
import { cloudEvent } from './cloud-event.ts';
import type { Send, Sent } from './dispatcher.ts';
import { signedHeaders } from './sign.ts';

export type Post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly retryAfterMs?: number }>;

/** One receiver's way of being told: a signed CloudEvent over HTTP. */
export function webhook(
  { url, secrets }: { readonly url: string; readonly secrets: readonly string[] },
  parts: { readonly source: string; readonly post: Post; readonly findLeak: Privacy['findLeak'] },
): Send {
  return async (event: OutboxEvent, at: Date, signal: AbortSignal): Promise<Sent> => {
    const { type, body } = cloudEvent(event, parts.source);
    const leak = event.threadId === undefined ? undefined : await parts.findLeak(event.threadId, body);
    // Nothing personal leaves, and no later attempt would be another.
    if (leak) return { problem: `privacy.leak: a value of ${leak.token} stands in it`, isFinal: true };
    try {
      const { status, retryAfterMs } = await parts.post(
        url,
        { 'content-type': type, ...signedHeaders(event.id, at, body, secrets) },
        body,
        signal,
      );
      if (status >= 200 && status < 300) return { status };
      // Gone: the receiver wants no more of these, and says so for good.
      return { status, problem: `answered ${status}`, isFinal: status === 410, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    } catch (thrown) {
      const { code, message } = asCountersignError(thrown);
      return { problem: `${code}: ${message}`, isFinal: code === 'connector.forbidden_host' };
    }
  };
}
