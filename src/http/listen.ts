import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Server } from 'node:http';

export type Listening = { readonly url: string; readonly port: number; close(): Promise<void> };

/** Binds and resolves when the port is open. Timeouts bound slow senders: headers within 15 s, a request within 30 s. */
export function listen(app: Hono, host: string, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const made = serve({ fetch: app.fetch, hostname: host, port }, (info) => {
      resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${info.port}`, port: info.port, close: () => close(server) });
    });
    // Without a TLS or HTTP/2 option the adapter makes a plain HTTP server.
    const server = made as Server;
    server.headersTimeout = 15_000;
    server.requestTimeout = 30_000;
    server.maxHeadersCount = 100;
    server.once('error', reject);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}
