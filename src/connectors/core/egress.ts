import { CountersignError } from '../../contracts/errors.ts';

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Resolves request paths against one base URL and refuses every host that is not on the list of `host:port`. */
export function createEgress(baseUrl: string, allowHosts: readonly string[]): (path: string, query?: Query) => URL {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  const allowed = new Set(allowHosts.map((host) => host.toLowerCase()));
  const check = (url: URL): URL => {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw forbidden(url.protocol);
    if (url.username !== '' || url.password !== '') throw forbidden('credentials in the address');
    if (!allowed.has(hostAndPort(url))) throw forbidden(hostAndPort(url));
    return url;
  };
  check(base);
  return (path, query) => {
    const url = check(/^https?:\/\//i.test(path) ? new URL(path) : new URL(base.origin + prefix + plainPath(path)));
    for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) url.searchParams.append(name, String(value));
    // SAP gateways read a plus sign in a query literally, so blanks travel as %20.
    url.search = url.search.replaceAll('+', '%20');
    return url;
  };
}

/** `host:port` of a URL with the scheme's port filled in, as the allow-list writes it. */
export function hostAndPort(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.hostname}:${port}`;
}

function plainPath(path: string): string {
  const pathOnly = path.split('?', 1)[0] ?? '';
  const climbs = pathOnly.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must not reach a request line
  if (!path.startsWith('/') || path.startsWith('//') || climbs || /[\\\u0000-\u0020\u007f#]/.test(path)) {
    throw new CountersignError('input.invalid', 'A request path must be absolute and plain', { field: 'path' });
  }
  return path;
}

function forbidden(what: string): CountersignError {
  return new CountersignError('connector.forbidden_host', `Requests to ${what} are not allowed by this connection's list of hosts`);
}
