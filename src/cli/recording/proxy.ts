import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pieceOf, type Piece, type Recorded } from '../../contracts/cassette.ts';
import { scrub, scrubHeaders } from './scrub.ts';

export type ProxyOptions = {
  /** The provider: for OpenAI up to and with `/v1`, for Ollama the server's root. */
  readonly baseUrl: string;
  readonly dialect: string;
  readonly fetch: typeof fetch;
  /** Milliseconds from any moment on. */
  readonly now: () => number;
  readonly onRecorded: (recorded: Recorded) => void;
  /** Nobody answered, or the one who asked went away. Gets the kind of error alone: its words may name a host. */
  readonly onFailed: (kind: string) => void;
};
export type Proxy = { readonly url: string; close(): Promise<void> };

/** Of a connection, or told anew for the one to the provider. Its answer comes as it is, so that its bytes can be read. */
const ownHeaders = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding', 'expect']);

/** Stands between a client and a provider, on loopback alone, and hands over each exchange when it is over. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const base = new URL(options.baseUrl);
  const server = createServer((request, response) => {
    forward(options, base, request, response).catch((error: unknown) => {
      options.onFailed(error instanceof Error ? error.name : 'an error');
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base.pathname === '/' ? '' : base.pathname.replace(/\/$/, '')}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function forward(options: ProxyOptions, base: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url: path = '/' } = request;
  const body = await read(request);
  const stop = new AbortController();
  response.on('close', () => stop.abort());
  const answer = await options.fetch(new URL(path, base.origin), {
    method,
    headers: headersOf(request),
    redirect: 'manual',
    signal: stop.signal,
    ...(body === '' ? {} : { body }),
  });
  const began = options.now();
  const type = answer.headers.get('content-type');
  response.writeHead(answer.status, type === null ? {} : { 'content-type': type });
  const pieces: Piece[] = [];
  const isWhole = await pass(answer, response, (bytes) => pieces.push(pieceOf(bytes, Math.round(options.now() - began))));
  // Handed over only when it is out, because that may end this server.
  if (isWhole) await new Promise<void>((out) => response.end(() => out()));
  else {
    pieces.push({ cut: true });
    response.destroy();
  }
  const exchange: Recorded['exchange'] = {
    req: { method, path, bodyMatch: matchOf(body) },
    res: { status: answer.status, headers: scrubHeaders(answer.headers) },
    origin: 'recorded',
    dialect: options.dialect,
  };
  options.onRecorded(scrub({ exchange, pieces }, secretsOf(request, base)));
}

/** Hands on what comes, as it comes; false where it broke off. */
async function pass(answer: Response, response: ServerResponse, each: (bytes: Uint8Array) => void): Promise<boolean> {
  if (!answer.body) return true;
  const reader = answer.body.getReader();
  for (;;) {
    const next = await reader.read().catch(() => undefined);
    if (!next) return false;
    if (next.done) return true;
    each(next.value);
    response.write(next.value);
  }
}

/** Which model and whether in pieces: enough to tell requests apart, and nothing of what was asked. */
function matchOf(body: string): Recorded['exchange']['req']['bodyMatch'] {
  const { model, stream } = membersOf(body);
  return { ...(typeof model === 'string' ? { model } : {}), ...(typeof stream === 'boolean' ? { stream } : {}) };
}

function membersOf(body: string): { model?: unknown; stream?: unknown } {
  try {
    return Object(JSON.parse(body));
  } catch {
    // No JSON has nothing to be told apart by.
    return {};
  }
}

function headersOf({ headers }: IncomingMessage): Headers {
  const sent = new Headers({ 'accept-encoding': 'identity' });
  for (const [name, value] of Object.entries(headers))
    if (!ownHeaders.has(name) && value !== undefined) sent.set(name, Array.isArray(value) ? value.join(', ') : value);
  return sent;
}

function secretsOf({ headers }: IncomingMessage, base: URL): string[] {
  const keys = [headers.authorization?.replace(/^\w+ /, ''), headers['api-key'], headers['x-api-key'], headers['openai-organization']];
  return [base.host, base.hostname, ...keys.flat().filter((key) => key !== undefined)];
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
