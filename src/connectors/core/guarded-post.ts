import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { CountersignError } from '../../contracts/errors.ts';
import type { Clock } from '../../contracts/time.ts';
import { hostAndPort } from './egress.ts';
import { isPrivateAddress } from './private-address.ts';
import { retryAfterMs } from './retry-after.ts';
import { toConnectorError } from './transport-error.ts';
import { createWire, type TlsOptions, type Wire } from './wire.ts';

export type GuardedPostOptions = {
  /** What is sent to whom, for messages. */
  readonly name: string;
  /** `host:port` of every receiver; nobody else is reached. */
  readonly hosts: readonly string[];
  /** Those among them that may live at a private address, and may be spoken to without TLS. */
  readonly privateHosts: readonly string[];
  readonly clock: Clock;
  readonly tls?: TlsOptions;
  /** How names become addresses; the system's unless given. */
  readonly lookup?: LookupFunction;
};

export type Posted = { readonly status: number; readonly retryAfterMs?: number };
export interface GuardedPost {
  post(url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Posted>;
  close(): Promise<void>;
}

/**
 * Posts to listed receivers: certificates checked, no redirect followed, no address of one's own network reached unless it is
 * listed as one. The address is judged where the name is resolved for the very connection, so that a name that changes its
 * mind between a check and the call gains nothing.
 */
export function createGuardedPost(options: GuardedPostOptions): GuardedPost {
  const shared = {
    connection: options.name,
    concurrency: 4,
    connectTimeoutMs: 5_000,
    maxReplyBytes: 65_536,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  };
  const listed = createWire({ ...shared, lookup: options.lookup });
  const open = createWire({ ...shared, lookup: publicOnly(options.lookup ?? resolve) });
  return {
    async post(text, headers, body, signal) {
      const url = checked(text, options);
      const wire: Wire = options.privateHosts.includes(hostAndPort(url)) ? listed : open;
      const reply = await wire.send({ method: 'POST', url, headers, body, signal }).catch((thrown: unknown) => {
        throw refusedBy(thrown) ?? toConnectorError(thrown);
      });
      const wait = retryAfterMs(reply.headers['retry-after'], options.clock.now());
      return { status: reply.status, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
    },
    async close() {
      await Promise.all([listed.close(), open.close()]);
    },
  };
}

function checked(text: string, { hosts, privateHosts }: GuardedPostOptions): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    throw forbidden('an address that is no plain http one');
  const host = hostAndPort(url);
  if (!hosts.includes(host)) throw forbidden(host);
  if (privateHosts.includes(host)) return url;
  if (url.protocol !== 'https:') throw forbidden(`${host} without TLS`);
  // A literal address is connected to without being looked up.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && isPrivateAddress(literal)) throw forbidden(`the private address of ${host}`);
  return url;
}

function publicOnly(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, options, (error, address, family) => {
      const found = typeof address === 'string' ? [address] : (address ?? []).map((each) => each.address);
      if (!error && found.some(isPrivateAddress)) return callback(Object.assign(new Error('private'), { code: privateCode }), '');
      return callback(error, address, family);
    });
}

const privateCode = 'COUNTERSIGN_PRIVATE';

function refusedBy(thrown: unknown): CountersignError | undefined {
  let current = thrown;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    if ('code' in current && current.code === privateCode) return forbidden('a name that leads to a private address');
    current = current.cause;
  }
  return undefined;
}

function forbidden(what: string): CountersignError {
  return new CountersignError('connector.forbidden_host', `Nothing is sent to ${what}; the config lists who may be told`);
}
