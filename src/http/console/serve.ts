import type { Context, Hono } from 'hono';
import type { ConsoleFile, ConsoleFiles } from './files.ts';

/** Scripts and styles are files of this server, nothing is inline, and no string becomes HTML: the browser enforces it. */
export const consolePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': consolePolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** One route a file. The page's own places are behind `#`, so no path of the API can collide with them. */
export function mountConsole(app: Hono, files: ConsoleFiles): void {
  for (const [path, file] of files) app.get(path, (c) => answer(c, file));
}

function answer(c: Context, file: ConsoleFile): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  c.header('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  c.header('etag', file.etag);
  c.header('vary', 'accept-encoding');
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
  c.header('content-type', file.type);
  const accepted = c.req.header('accept-encoding') ?? '';
  if (file.br && accepts(accepted, 'br')) return c.body(file.br, 200, { 'content-encoding': 'br' });
  if (file.gzip && accepts(accepted, 'gzip')) return c.body(file.gzip, 200, { 'content-encoding': 'gzip' });
  return c.body(file.plain);
}

const accepts = (header: string, coding: string): boolean =>
  header.split(',').some((each) => {
    const [name, ...parameters] = each.split(';').map((part) => part.trim());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
