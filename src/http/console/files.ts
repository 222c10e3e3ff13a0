import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

export type ConsoleFile = {
  readonly type: string;
  /** A file whose name holds the hash of its content never changes. */
  readonly isImmutable: boolean;
  readonly etag: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly br?: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
};

/** By URL path. What is not in here is not served: there is no way from a request to the disk. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The built console, read once; undefined where there is no build. `index.html` is the page at `/`. */
export function readConsole(folder: string): ConsoleFiles | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined;
  const files = new Map<string, ConsoleFile>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const read = (ending: string): Uint8Array<ArrayBuffer> | undefined =>
      existsSync(join(folder, name + ending)) ? new Uint8Array(readFileSync(join(folder, name + ending))) : undefined;
    const plain = read('');
    const [br, gzip] = [read('.br'), read('.gz')];
    if (plain === undefined) continue;
    files.set(name === 'index.html' ? '/' : `/${name.split(sep).join('/')}`, {
      type,
      isImmutable: name !== 'index.html',
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      plain,
      ...(br === undefined ? {} : { br }),
      ...(gzip === undefined ? {} : { gzip }),
    });
  }
  return files;
}
