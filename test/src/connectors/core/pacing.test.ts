import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyTransport, toConnectorError } from '../../../../src/connectors/core/index.ts';
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

describe('pacing', () => {
  it('one 429 holds the whole connection back', async () => {
    const server = await serve((_, response, count) => response.writeHead(count === 1 ? 429 : 200, { 'Retry-After': '2' }).end());
    const time = slowTime();
    const core = tracked(coreFor(server, time));
    expect((await core.request({ method: 'POST', path: '/first', safe: false })).status).toBe(429);
    expect(time.slept).toEqual([]);
    expect((await core.request({ method: 'POST', path: '/second', safe: false })).status).toBe(200);
    expect(time.slept).toEqual([2_000]);
  });

  it('a pause longer than the deadline answers at once that nothing was sent', async () => {
    const server = await serve((_, response) => response.end());
    const core = tracked(coreFor(server));
    core.pause(60_000);
    const error = await failure(core.request({ method: 'POST', path: '/x', safe: false }));
    expect(error).toMatchObject({ code: 'paused', phase: 'before-send', retryAfterMs: 60_000 });
    expect(classifyTransport(error)).toEqual({ kind: 'deferred', retryAfterMs: 60_000 });
    expect(toConnectorError(error)).toMatchObject({ code: 'connector.rate_limited', retry: 'later', retryAfterMs: 60_000 });
    expect(server.seen).toHaveLength(0);
  });

  it('the token bucket lets a burst through and spaces the rest', async () => {
    const server = await serve((_, response) => response.end());
    const time = slowTime();
    const core = tracked(coreFor(server, time, { ratePerSecond: 2, burst: 2 }));
    for (let index = 0; index < 4; index += 1) await core.request({ method: 'GET', path: '/x', safe: true });
    expect(time.slept).toEqual([500, 500]);
  });

  it('a request that never went out gives its token back', async () => {
    const server = await serve((_, response) => response.end());
    const time = slowTime();
    const core = tracked(coreFor(server, time, { ratePerSecond: 0.01, burst: 1 }));
    core.pause(5_000);
    for (let index = 0; index < 3; index += 1) {
      expect(await failure(core.request({ method: 'POST', path: '/x', safe: false }))).toMatchObject({ code: 'paused' });
    }
    await time.sleep(5_000);
    expect((await core.request({ method: 'POST', path: '/x', safe: false })).status).toBe(200);
  });

  it('no more than the allowed number of requests are in flight', async () => {
    let inFlight = 0;
    let most = 0;
    const server = await serve((_, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => {
        inFlight -= 1;
        response.end();
      }, 20);
    });
    const core = tracked(coreFor(server, slowTime(), { concurrency: 2 }));
    await Promise.all(Array.from({ length: 7 }, () => core.request({ method: 'GET', path: '/x', safe: true })));
    expect(most).toBe(2);
  });

  it('a queue that is full says busy before anything is sent', async () => {
    const server = await serve((_, response) => setTimeout(() => response.end(), 50));
    const core = tracked(coreFor(server, slowTime(), { concurrency: 1, queue: 0 }));
    const first = core.request({ method: 'POST', path: '/x', safe: false });
    expect(await failure(core.request({ method: 'POST', path: '/x', safe: false }))).toMatchObject({ code: 'busy', phase: 'before-send' });
    await first;
  });
});

describe('the breaker', () => {
  it('opens after five server failures in a row, counts no 4xx and no 429, and says nothing was sent', async () => {
    let status = 404;
    const server = await serve((_, response) => response.writeHead(status, { 'Retry-After': '0' }).end());
    const core = tracked(coreFor(server, slowTime(), { breaker: { failures: 5, halfOpenAfterMs: 60 } }));
    const post = () => core.request({ method: 'POST', path: '/x', safe: false });
    for (let index = 0; index < 8; index += 1) await post();
    status = 429;
    for (let index = 0; index < 8; index += 1) await post();
    status = 500;
    for (let index = 0; index < 5; index += 1) expect((await post()).status).toBe(500);
    const error = await failure(post());
    expect(error).toMatchObject({ code: 'breaker_open', phase: 'before-send' });
    expect(classifyTransport(error).kind).toBe('deferred');
    expect(server.seen).toHaveLength(21);
    status = 200;
    await wait(80);
    expect((await post()).status).toBe(200);
  });
});
