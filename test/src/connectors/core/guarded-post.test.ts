import { createServer, type Server } from 'node:http';
import type { LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedPost, type GuardedPost } from '../../../../src/connectors/core/guarded-post.ts';
import { isPrivateAddress } from '../../../../src/connectors/core/private-address.ts';

let server: Server;
let host = '';
let heard = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    heard += 1;
    if (request.url === '/elsewhere') return response.writeHead(302, { location: `http://${host}/` }).end();
    return response.writeHead(request.url === '/busy' ? 503 : 204, request.url === '/busy' ? { 'retry-after': '7' } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const clock = { now: () => new Date('2024-05-17T16:00:00Z') };
const signal = AbortSignal.timeout(20_000);

async function with_<T>(options: Partial<Parameters<typeof createGuardedPost>[0]>, use: (post: GuardedPost) => Promise<T>): Promise<T> {
  const post = createGuardedPost({ name: 'test', hosts: [host], privateHosts: [], clock, ...options });
  try {
    return await use(post);
  } finally {
    await post.close();
  }
}

describe('addresses of one’s own network', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    'fe80::1',
    'fd00::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'no address',
  ])('%s is one', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is none', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  );
});

describe('posting to listed receivers', () => {
  it('reaches a private one only where it is listed as private', async () => {
    expect(await with_({ privateHosts: [host] }, (post) => post.post(`http://${host}/`, {}, '{}', signal))).toEqual({ status: 204 });
    await with_({}, (post) =>
      expect(post.post(`https://${host}/`, {}, '{}', signal)).rejects.toMatchObject({ code: 'connector.forbidden_host' }),
    );
    await with_({}, (post) =>
      expect(post.post(`http://${host}/`, {}, '{}', signal)).rejects.toMatchObject({ message: expect.stringContaining('without TLS') }),
    );
  });

  it('reaches nobody who is not listed, whatever the address pretends', async () => {
    await with_({ hosts: ['hooks.example.com:443'] }, async (post) => {
      for (const url of [
        'https://other.example.com/',
        'https://hooks.example.com@evil.example/',
        'file:///etc/passwd',
        'not a url',
        'https://hooks.example.com:8443/',
      ])
        await expect(post.post(url, {}, '{}', signal)).rejects.toMatchObject({ code: 'connector.forbidden_host' });
    });
  });

  it('refuses a name that leads home at the moment of connecting, not only when it was looked at', async () => {
    const before = heard;
    const port = host.split(':')[1] ?? '';
    const toHome: LookupFunction = (_name, options, callback) =>
      options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);
    await with_({ hosts: [`hooks.example.com:${port}`], lookup: toHome }, (post) =>
      expect(post.post(`https://hooks.example.com:${port}/`, {}, '{}', signal)).rejects.toMatchObject({
        code: 'connector.forbidden_host',
        message: expect.stringContaining('private address'),
      }),
    );
    expect(heard).toBe(before);
  });

  it('follows no redirect and hears how long to wait', async () => {
    await with_({ privateHosts: [host] }, async (post) => {
      const before = heard;
      expect(await post.post(`http://${host}/elsewhere`, {}, '{}', signal)).toEqual({ status: 302 });
      expect(heard).toBe(before + 1);
      expect(await post.post(`http://${host}/busy`, {}, '{}', signal)).toEqual({ status: 503, retryAfterMs: 7000 });
    });
  });
});
