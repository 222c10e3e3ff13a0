import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createHttpCore, type HttpCoreOptions } from '../../../../src/connectors/core/index.ts';
import { silentLog } from '../../../../src/contracts/log.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A loopback server that counts requests. */
export async function loopback(answer: Answer) {
  const seen: { method: string; url: string; headers: IncomingMessage['headers'] }[] = [];
  const server: Server = createServer((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    request.resume();
    request.on('end', () => answer(request, response, seen.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  return {
    seen,
    port,
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A clock that only sleeping moves, so waits are visible and free. */
export function slowTime() {
  let now = Date.parse('2025-06-02T08:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    clock: { now: () => new Date(now) },
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
      await wait(1);
    },
  };
}

export function coreFor(server: { url: string; host: string }, time = slowTime(), more: Partial<HttpCoreOptions> = {}) {
  return createHttpCore({
    connection: 'crm',
    baseUrl: server.url,
    allowHosts: [server.host],
    deadlineMs: 3_000,
    clock: time.clock,
    sleep: time.sleep,
    random: () => 0.5,
    log: silentLog,
    ...more,
  });
}
