import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyTransport, createHttpCore, toConnectorError, TransportError } from '../../../../src/connectors/core/index.ts';
import { CountersignError } from '../../../../src/contracts/errors.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import { type Answer, coreFor, loopback, slowTime } from './loopback.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(answer: Answer) {
  const server = await loopback(answer);
  closing.push(server.close);
  return server;
}

function tracked<T extends { close(): Promise<void> }>(core: T): T {
  closing.push(() => core.close());
  return core;
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (thrown: unknown) => thrown,
  );
}

describe('an answer', () => {
  it('arrives with status, lower-case headers, cookies, bytes and parsed body', async () => {
    const server = await serve((_, response) => {
      response.writeHead(201, { ETag: 'W/"1"', 'Set-Cookie': ['a=1', 'b=2'] }).end('{"ok":true}');
    });
    const reply = await tracked(coreFor(server)).request({
      method: 'POST',
      path: '/x',
      query: { q: 'a b+c', skip: undefined },
      body: '{}',
      safe: false,
    });
    expect(reply.status).toBe(201);
    expect(reply.headers['etag']).toBe('W/"1"');
    expect(reply.setCookies).toEqual(['a=1', 'b=2']);
    expect(reply.json()).toEqual({ ok: true });
    expect(Buffer.from(reply.bytes).toString()).toBe('{"ok":true}');
    expect(server.seen[0]?.url).toBe('/x?q=a%20b%2Bc');
  });

  it('that redirects is handed back and never followed', async () => {
    const server = await serve((_, response) => response.writeHead(302, { Location: '/elsewhere' }).end());
    const reply = await tracked(coreFor(server)).request({ method: 'GET', path: '/x', safe: true });
    expect(reply.status).toBe(302);
    expect(server.seen).toHaveLength(1);
  });

  it('nested too deeply or not JSON is an invalid reply, without quoting the payload', async () => {
    const server = await serve((request, response) =>
      response.end(request.url === '/deep' ? '['.repeat(5_000) + ']'.repeat(5_000) : '{"secret": oops'),
    );
    const core = tracked(coreFor(server));
    for (const path of ['/deep', '/broken']) {
      const reply = await core.request({ method: 'GET', path, safe: true });
      expect(() => reply.json()).toThrow(expect.objectContaining({ code: 'connector.invalid_reply' }));
      expect(() => reply.json()).not.toThrow(/secret|oops/);
    }
    const brackets = await serve((_, response) => response.end(JSON.stringify({ text: '[{'.repeat(500) })));
    expect((await tracked(coreFor(brackets)).request({ method: 'GET', path: '/x', safe: true })).json()).toEqual({
      text: '[{'.repeat(500),
    });
  });

  it('larger than accepted is cut off and counts as maybe carried out', async () => {
    const server = await serve((_, response) => response.end('x'.repeat(5_000)));
    const error = await failure(
      tracked(coreFor(server, slowTime(), { maxReplyBytes: 1_000 })).request({ method: 'POST', path: '/x', safe: false }),
    );
    expect(error).toMatchObject({ code: 'too_large', phase: 'after-send' });
  });
});

describe('the egress list', () => {
  it('refuses a base URL and a next link outside the list', async () => {
    const server = await serve((_, response) => response.end('{}'));
    expect(() => coreFor({ url: server.url, host: '127.0.0.1:1' })).toThrow(expect.objectContaining({ code: 'connector.forbidden_host' }));
    const core = tracked(coreFor(server));
    expect(await failure(core.request({ method: 'GET', path: 'http://169.254.169.254/latest', safe: true }))).toMatchObject({
      code: 'connector.forbidden_host',
    });
    expect((await core.request({ method: 'GET', path: `${server.url}/next?p=2`, safe: true })).status).toBe(200);
  });

  it.each(['x', '//evil/x', '/a/../b', '/a/%2e%2e/b', '/a b', '/a\\b', '/a\nHost: x'])('refuses the path %j', async (path) => {
    const server = await serve((_, response) => response.end('{}'));
    expect(await failure(tracked(coreFor(server)).request({ method: 'GET', path, safe: true }))).toMatchObject({ code: 'input.invalid' });
    expect(server.seen).toHaveLength(0);
  });
});

describe('retries', () => {
  it('happen for safe requests only, at most three attempts, with jitter below the ceiling', async () => {
    const server = await serve((_, response) => response.writeHead(503).end());
    const time = slowTime();
    const core = tracked(coreFor(server, time));
    expect((await core.request({ method: 'GET', path: '/x', safe: true })).status).toBe(503);
    expect(server.seen).toHaveLength(3);
    expect(time.slept).toEqual([200, 400]);
    expect((await core.request({ method: 'POST', path: '/x', safe: false })).status).toBe(503);
    expect(server.seen).toHaveLength(4);
  });

  it('honour Retry-After in seconds and as a date, and not beyond the deadline', async () => {
    const server = await serve((request, response, count) => {
      const header = request.url === '/long' ? '3600' : count === 1 ? '1' : 'Mon, 02 Jun 2025 08:00:02 GMT';
      response.writeHead(count === 3 ? 200 : 503, { 'Retry-After': header }).end();
    });
    const time = slowTime();
    const core = tracked(coreFor(server, time));
    expect((await core.request({ method: 'GET', path: '/x', safe: true })).status).toBe(200);
    expect(time.slept).toEqual([1_000, 1_000]);
    expect((await core.request({ method: 'GET', path: '/long', safe: true })).status).toBe(503);
    expect(time.slept).toHaveLength(2);
  });

  it('do not happen after a 4xx', async () => {
    const server = await serve((_, response) => response.writeHead(404).end());
    await tracked(coreFor(server)).request({ method: 'GET', path: '/x', safe: true });
    expect(server.seen).toHaveLength(1);
  });
});

describe('a request without an answer', () => {
  it('says before-send when the connection is refused', async () => {
    const server = await loopback(() => {});
    await server.close();
    const error = await failure(tracked(coreFor(server)).request({ method: 'POST', path: '/x', safe: false }));
    expect(error).toMatchObject({ code: 'refused', phase: 'before-send' });
    expect(classifyTransport(error).kind).toBe('deferred');
  });

  it('says before-send when the host name does not resolve', async () => {
    const time = slowTime();
    const core = tracked(
      createHttpCore({
        connection: 'crm',
        baseUrl: 'http://nowhere.invalid',
        allowHosts: ['nowhere.invalid:80'],
        deadlineMs: 5_000,
        clock: time.clock,
        sleep: time.sleep,
        random: () => 0,
        log: silentLog,
      }),
    );
    expect(await failure(core.request({ method: 'POST', path: '/x', safe: false }))).toMatchObject({ code: 'dns', phase: 'before-send' });
  });

  it('says after-send when the server hangs up on it', async () => {
    const server = await serve((request) => request.socket.destroy());
    const error = await failure(tracked(coreFor(server)).request({ method: 'POST', path: '/x', body: '{}', safe: false }));
    expect(error).toMatchObject({ code: 'reset', phase: 'after-send' });
    expect(classifyTransport(error)).toMatchObject({ kind: 'uncertain' });
    expect(server.seen).toHaveLength(1);
  });

  it('says after-send when the answer breaks off half way', async () => {
    const server = await serve((request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half');
      setTimeout(() => request.socket.destroy(), 10);
    });
    expect(await failure(tracked(coreFor(server)).request({ method: 'POST', path: '/x', safe: false }))).toMatchObject({
      phase: 'after-send',
    });
  });

  it('says deadline and after-send when the server stays silent', async () => {
    const server = await serve(() => {});
    const error = await failure(tracked(coreFor(server)).request({ method: 'POST', path: '/x', safe: false, deadlineMs: 60 }));
    expect(error).toMatchObject({ code: 'deadline', phase: 'after-send' });
    expect(toConnectorError(error)).toMatchObject({ code: 'connector.timeout' });
  });

  it('says before-send when the deadline passes in the queue', async () => {
    const server = await serve((_, response) => setTimeout(() => response.end(), 150));
    const core = tracked(coreFor(server, slowTime(), { concurrency: 1 }));
    const first = core.request({ method: 'POST', path: '/x', safe: false });
    expect(await failure(core.request({ method: 'POST', path: '/x', safe: false, deadlineMs: 40 }))).toMatchObject({
      code: 'deadline',
      phase: 'before-send',
    });
    await first;
    expect(server.seen).toHaveLength(1);
  });

  it("stops when the caller's signal aborts", async () => {
    const server = await serve(() => {});
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 30);
    const error = await failure(tracked(coreFor(server)).request({ method: 'GET', path: '/x', safe: true, signal: abort.signal }));
    expect(error).toMatchObject({ code: 'aborted', phase: 'after-send' });
    expect(error).toBeInstanceOf(TransportError);
  });

  it('a header that cannot be written is refused, not retried for ever', async () => {
    const server = await serve((_, response) => response.end());
    const error = await failure(
      tracked(coreFor(server)).request({ method: 'POST', path: '/x', safe: false, headers: { Authorization: 'Bearer a\r\nX: y' } }),
    );
    expect(error).toBeInstanceOf(CountersignError);
    expect(classifyTransport(error)).toMatchObject({ kind: 'refused', code: 'input.invalid' });
  });

  it('a server that speaks no TLS is refused before anything is sent', async () => {
    const plain = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => plain.close(resolve)));
    const host = `127.0.0.1:${(plain.address() as AddressInfo).port}`;
    expect(
      await failure(tracked(coreFor({ url: `https://${host}`, host })).request({ method: 'POST', path: '/x', safe: false })),
    ).toMatchObject({ phase: 'before-send' });
  });
});

describe('what is logged', () => {
  it('names method, path and status, and holds no header, query or body', async () => {
    const lines: string[] = [];
    const note = (fields: Record<string, unknown>, sentence: string) => lines.push(JSON.stringify({ ...fields, sentence }));
    const server = await serve((_, response) => response.writeHead(200, { 'Set-Cookie': 'sid=SECRET4' }).end('SECRET5'));
    const core = tracked(coreFor(server, slowTime(), { log: { debug: note, info: note, warn: note, error: note } }));
    await core.request({
      method: 'POST',
      path: '/x',
      query: { q: 'SECRET1' },
      headers: { Authorization: 'SECRET2', Cookie: 'SECRET6' },
      body: 'SECRET3',
      safe: false,
    });
    expect(lines.join()).toContain('"path":"/x"');
    expect(lines.join()).not.toContain('SECRET');
  });
});

describe('a token that was not restored', () => {
  it.each([
    ['the body', { body: '{"Description":"Dear <PERSON_1b>"}' }],
    ['the bytes of the body', { body: Buffer.from('Description=Dear+%3CPERSON_1%3E') }],
    ['an escaped body', { body: '<d:Text>&lt;EMAIL_12&gt;</d:Text>' }],
    ['the query', { query: { $filter: "Name eq '<ORG_1>'" } }],
  ])('in %s stops the request before it is sent, and the refusal does not tell it', async (_, given) => {
    const server = await serve((__, response) => response.writeHead(200).end('{}'));
    const thrown = await failure(tracked(coreFor(server)).request({ method: 'POST', path: '/x', safe: false, ...given }));
    expect(thrown).toMatchObject({ code: 'privacy.token_not_accepted', retry: 'never' });
    expect(classifyTransport(thrown)).toMatchObject({ kind: 'refused' });
    expect(server.seen).toEqual([]);
  });

  it('is not seen in ordinary markup', async () => {
    const server = await serve((_, response) => response.writeHead(200).end('{}'));
    await tracked(coreFor(server)).request({
      method: 'POST',
      path: '/x',
      safe: false,
      body: '<d:AGE_GROUP>1</d:AGE_GROUP><b> TEXT 1 </b>',
    });
    expect(server.seen).toHaveLength(1);
  });
});
