import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Log } from '../../contracts/log.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { createHttpCore, hostAndPort, replyError, toConnectorError, type HttpCore, type HttpReply } from '../../connectors/core/index.ts';
import type { EndpointSource } from '../../scoring/import/index.ts';

export type EndpointParts = {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly log: Log;
  /** `host:port` of every host that models may be asked at, by the operator; an import alone allows nothing. */
  readonly hosts: readonly string[];
  /** Headers that carry the host's key, from the config's `env:` reference. */
  readonly headersFor?: (host: string) => Readonly<Record<string, string>>;
};

export type Endpoints = {
  open(source: EndpointSource): (body: Json, signal?: AbortSignal) => Promise<unknown>;
  close(): Promise<void>;
};

/**
 * Models served elsewhere, asked by POST over the connectors' HTTP core: within the import's deadline and reply size, no redirect
 * followed, certificates checked, three tries at most, a host that keeps failing left alone for a while. Only hosts that both
 * the import and the operator list are asked. Every failure is a `connector.*`.
 */
export function createEndpoints(parts: EndpointParts): Endpoints {
  const cores = new Map<string, HttpCore>();
  const coreOf = (source: EndpointSource, url: URL, name: string): HttpCore => {
    const key = JSON.stringify([url.origin, source.hosts, source.maxReplyBytes]);
    const known = cores.get(key);
    if (known) return known;
    const made = createHttpCore({
      connection: name,
      baseUrl: url.origin,
      allowHosts: source.hosts.filter((host) => parts.hosts.includes(host)),
      concurrency: 8,
      queue: 200,
      deadlineMs: source.timeoutMs,
      connectTimeoutMs: source.timeoutMs,
      maxReplyBytes: source.maxReplyBytes,
      clock: parts.clock,
      sleep: parts.sleep,
      random: parts.random,
      log: parts.log,
    });
    cores.set(key, made);
    return made;
  };
  return {
    open(source) {
      const url = new URL(source.url);
      const host = hostAndPort(url);
      const name = `The model endpoint ${host}`;
      return async (body, signal) => {
        try {
          const reply = await coreOf(source, url, name).request({
            method: 'POST',
            path: url.pathname,
            headers: { accept: 'application/json', 'content-type': 'application/json', ...parts.headersFor?.(host) },
            body: JSON.stringify(body),
            // Asking what a model says changes nothing there.
            safe: true,
            deadlineMs: source.timeoutMs,
            ...(signal === undefined ? {} : { signal }),
          });
          return answerIn(reply, name, parts.clock);
        } catch (thrown) {
          throw toConnectorError(thrown);
        }
      };
    },
    async close() {
      await Promise.all([...cores.values()].map((core) => core.close()));
      cores.clear();
    },
  };
}

function answerIn(reply: HttpReply, name: string, clock: Clock): unknown {
  if (reply.status >= 300 && reply.status < 400)
    throw new CountersignError('connector.rejected', `${name} sends elsewhere, which is not followed; import the address it sends to`);
  if (reply.status < 200 || reply.status >= 300) throw replyError(name, reply, clock.now());
  return reply.json();
}
