import { CountersignError } from '../../contracts/errors.ts';
import { EndpointSource } from './outside.ts';

/** Where a model elsewhere is asked; what is not said: a plain object, three seconds, 64 KiB. */
export type EndpointAddress = Pick<EndpointSource, 'url' | 'hosts' | 'output'> &
  Partial<Pick<EndpointSource, 'body' | 'timeoutMs' | 'maxReplyBytes'>>;

/**
 * The address as a version holds it. It is stored and shown, so it may hold no key; it is asked over https, or on this machine;
 * and its host has to be listed. Throws `input.invalid` or `connector.forbidden_host`.
 */
export function endpointSource({
  url,
  hosts,
  output,
  body = 'object',
  timeoutMs = 3000,
  maxReplyBytes = 65_536,
}: EndpointAddress): EndpointSource {
  const read = EndpointSource.safeParse({ format: 'endpoint', url, hosts, output, body, timeoutMs, maxReplyBytes });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new CountersignError(
      'input.invalid',
      `The endpoint is not readable at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? ''}`,
      { field: 'endpoint' },
    );
  }
  checkAddress(new URL(url), hosts);
  return read.data;
}

function checkAddress(url: URL, hosts: readonly string[]): void {
  const wrong = (why: string): CountersignError => new CountersignError('input.invalid', why, { field: 'url' });
  if ([url.username, url.password, url.search, url.hash].some((part) => part !== ''))
    throw wrong('The address of an endpoint is stored and shown: keys belong into the config, not into it');
  const isNear = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isNear)) throw wrong('A model elsewhere is asked over https');
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const host = `${url.hostname}:${port}`;
  if (!hosts.includes(host))
    throw new CountersignError('connector.forbidden_host', `${host} is not among the hosts of this import; list it to allow it`, {
      field: 'hosts',
    });
}
