import { CountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { createHttpCore, hostAndPort, toConnectorError } from '../core/index.ts';

type Deps = { readonly clock: Clock; readonly sleep: Sleep; readonly random: () => number; readonly log: Log };
export type KeySource = { keys(): Promise<unknown>; close(): Promise<void> };

const keptMs = 24 * 3_600_000;

/** The Bot Framework's keys, fetched once a day from one listed address, or as the config has them. */
export function createKeySource(given: { readonly keys?: string; readonly url: string }, deps: Deps): KeySource {
  if (given.keys !== undefined) {
    const fixed: unknown = JSON.parse(given.keys);
    return { keys: async () => fixed, close: async () => undefined };
  }
  const url = new URL(given.url);
  const connection = 'the keys of the Bot Framework';
  const core = createHttpCore({ connection, baseUrl: url.origin, allowHosts: [hostAndPort(url)], deadlineMs: 10_000, ...deps });
  let held: { readonly keys: unknown; readonly at: number } | undefined;
  return {
    async keys() {
      const now = deps.clock.now().getTime();
      if (held && now - held.at < keptMs) return held.keys;
      const reply = await core.request({ method: 'GET', path: url.pathname, safe: true }).catch((thrown: unknown) => {
        throw toConnectorError(thrown);
      });
      if (reply.status !== 200)
        throw new CountersignError('connector.unavailable', 'The keys of the Bot Framework could not be fetched', { retry: 'later' });
      held = { keys: reply.json(), at: now };
      return held.keys;
    },
    close: () => core.close(),
  };
}
