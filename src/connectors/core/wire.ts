import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, errors, ProxyAgent } from 'undici';
import { CountersignError } from '../../contracts/errors.ts';
import { createReply, type HttpReply } from './reply.ts';
import { TransportError, transportErrorFrom } from './transport-error.ts';

export type TlsOptions = { readonly ca?: string; readonly cert?: string; readonly key?: string };

export type WireRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
};

export type Wire = { send(request: WireRequest): Promise<HttpReply>; close(): Promise<void> };

export type WireOptions = {
  readonly connection: string;
  readonly concurrency: number;
  readonly connectTimeoutMs: number;
  readonly maxReplyBytes: number;
  readonly tls?: TlsOptions | undefined;
  readonly proxy?: string | undefined;
  /** How names become addresses; the system's unless given. Not asked where a proxy does it. */
  readonly lookup?: LookupFunction | undefined;
};

/** One request, one answer. Never retries, never follows a redirect, always verifies the certificate. */
export function createWire(options: WireOptions): Wire {
  const dispatcher = createDispatcher(options);
  return {
    send: (request) => sendOnce(dispatcher, request, options),
    close: () => dispatcher.destroy(),
  };
}

function createDispatcher(options: WireOptions): Dispatcher {
  // Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot switch verification off.
  const tls = { ...options.tls, rejectUnauthorized: true };
  const shared = { connections: options.concurrency, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  const lookup = options.lookup === undefined ? {} : { lookup: options.lookup };
  if (options.proxy === undefined) return new Agent({ ...shared, connect: { ...tls, ...lookup, timeout: options.connectTimeoutMs } });
  return new ProxyAgent({ ...shared, uri: options.proxy, requestTls: { ...tls, timeout: options.connectTimeoutMs } });
}

function sendOnce(dispatcher: Dispatcher, request: WireRequest, options: WireOptions): Promise<HttpReply> {
  const { signal, url } = request;
  const { connection } = options;
  return new Promise((resolve, reject) => {
    let started = false;
    let controller: Dispatcher.DispatchController | undefined;
    const collected = collector(options);
    const fail = (cause: unknown): void => {
      signal.removeEventListener('abort', onAbort);
      // A header that cannot be written (a line break in a token, say) never becomes sendable by waiting.
      const malformed = cause instanceof errors.InvalidArgumentError;
      reject(
        malformed
          ? new CountersignError('input.invalid', 'The request cannot be written as HTTP')
          : transportErrorFrom(cause, started, connection),
      );
    };
    const onAbort = (): void => {
      const code = signal.reason instanceof TransportError ? signal.reason.code : 'aborted';
      const error = new TransportError({ phase: started ? 'after-send' : 'before-send', code, connection });
      fail(error);
      controller?.abort(error);
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const handler: Dispatcher.DispatchHandler = {
      // Called when the request is about to be written to a connected socket: the line between the two phases.
      onRequestStart(given) {
        controller = given;
        if (signal.aborted) given.abort(new TransportError({ phase: 'before-send', code: 'aborted', connection }));
        else started = true;
      },
      onResponseStart: (_, status, headers) => collected.start(status, headers),
      onResponseData: (given, chunk) => collected.add(given, chunk),
      onResponseEnd() {
        signal.removeEventListener('abort', onAbort);
        resolve(collected.reply());
      },
      onResponseError: (_, error) => fail(error),
    };
    const path = url.pathname + url.search;
    dispatcher.dispatch(
      { origin: url.origin, path, method: request.method, headers: { ...request.headers }, body: request.body ?? null },
      handler,
    );
  });
}

/** Gathers an answer and cuts it off where it grows beyond what is accepted. */
function collector(options: WireOptions) {
  let status = 0;
  let headers: Record<string, string | string[] | undefined> = {};
  let size = 0;
  const chunks: Uint8Array[] = [];
  return {
    start(given: number, givenHeaders: Record<string, string | string[] | undefined>): void {
      status = given;
      headers = givenHeaders;
    },
    add(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
      size += chunk.length;
      if (size <= options.maxReplyBytes) chunks.push(chunk);
      else controller.abort(new TransportError({ phase: 'after-send', code: 'too_large', connection: options.connection }));
    },
    reply: () => createReply(status, headers, Buffer.concat(chunks)),
  };
}
