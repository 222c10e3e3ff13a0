import type { Clock } from '../../contracts/time.ts';

/** Cookies of one session with one origin. Attributes that choose between origins are not needed and not read. */
export interface CookieJar {
  store(setCookies: readonly string[]): void;
  /** The Cookie header for a request to this path; undefined when there is nothing to send. */
  header(path: string): string | undefined;
  clear(): void;
}

type Cookie = { readonly name: string; readonly value: string; readonly path: string; readonly expiresAt: number | undefined };

export function createCookieJar(clock: Clock): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    store(setCookies) {
      for (const line of setCookies) {
        const cookie = parseCookie(line, clock.now().getTime());
        if (cookie) cookies.set(`${cookie.name};${cookie.path}`, cookie);
      }
    },
    header(path) {
      const now = clock.now().getTime();
      for (const [key, cookie] of cookies) if (cookie.expiresAt !== undefined && cookie.expiresAt <= now) cookies.delete(key);
      // Longer paths first, as RFC 6265 asks: servers take the first of two cookies of one name.
      const fitting = [...cookies.values()].filter((cookie) => covers(cookie.path, path)).toSorted((a, b) => b.path.length - a.path.length);
      return fitting.length === 0 ? undefined : fitting.map(({ name, value }) => `${name}=${value}`).join('; ');
    },
    clear() {
      cookies.clear();
    },
  };
}

function parseCookie(line: string, now: number): Cookie | undefined {
  const [pair = '', ...attributes] = line.split(';');
  const equals = pair.indexOf('=');
  if (equals < 1) return undefined;
  const named = new Map(
    attributes.map((attribute) => {
      const [name = '', ...rest] = attribute.split('=');
      return [name.trim().toLowerCase(), rest.join('=').trim()] as const;
    }),
  );
  const path = named.get('path') ?? '/';
  return {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    path: path.startsWith('/') ? path : '/',
    expiresAt: expiry(named, now),
  };
}

function expiry(attributes: ReadonlyMap<string, string>, now: number): number | undefined {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1000;
  const expires = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(expires) ? undefined : expires;
}

function covers(cookiePath: string, path: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}
