import { createServer as createPlain, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyTransport } from '../../../../src/connectors/core/index.ts';
import { coreFor, slowTime } from './loopback.ts';
import { loopbackCertificate } from './loopback-certificate.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** An HTTPS server with a certificate nobody signed. */
async function secure() {
  const server = createServer(loopbackCertificate, (_, response) => response.end('{"ok":true}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `https://${host}` };
}

const post = { method: 'POST', path: '/x', safe: false } as const;

describe('certificates', () => {
  it('that nobody vouches for are refused before anything is sent, whatever the environment says', async () => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const core = coreFor(await secure());
      closing.push(() => core.close());
      const error = await core.request(post).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'tls', phase: 'before-send' });
      expect(classifyTransport(error).kind).toBe('deferred');
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  it('of an authority the connection names are accepted', async () => {
    const core = coreFor(await secure(), slowTime(), { tls: { ca: loopbackCertificate.cert } });
    closing.push(() => core.close());
    expect((await core.request(post)).json()).toEqual({ ok: true });
  });
});

describe('a proxy', () => {
  it('carries the request through a tunnel it cannot read, and one that refuses means nothing was sent', async () => {
    const target = await secure();
    const asked: string[] = [];
    let allows = true;
    const proxy = createPlain();
    proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
      asked.push(request.url ?? '');
      if (!allows) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
      socket.on('close', () => upstream.destroy());
      return undefined;
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      proxy.closeAllConnections();
      return new Promise((resolve) => proxy.close(resolve));
    });
    const through = { proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tls: { ca: loopbackCertificate.cert } };
    const core = coreFor(target, slowTime(), through);
    closing.push(() => core.close());
    expect((await core.request(post)).json()).toEqual({ ok: true });
    expect(asked).toEqual([target.host]);
    allows = false;
    const other = coreFor(target, slowTime(), through);
    closing.push(() => other.close());
    expect(await other.request(post).catch((thrown: unknown) => thrown)).toMatchObject({ phase: 'before-send' });
  });
});
