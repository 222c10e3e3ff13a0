import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

type Body = Record<string, unknown>;
export const appId = '00000000-1111-2222-3333-444444444444';
export const tenant = 'aaaa1111-tenant';

/** The Bot Framework on loopback: its token service, its connector service, its keys, and the calls it makes in people's names. */
export async function startTeams() {
  const activities: { method: string; conversation: string; activity: string; body: Body }[] = [];
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig', endorsements: ['msteams', 'webchat'] };
  const unendorsed = { ...key, endorsements: ['webchat'] };
  let keysAsked = 0;
  let tokens = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const json = (status: number, body: unknown): void =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      const path = request.url ?? '';
      if (path === '/v1/.well-known/keys') {
        keysAsked += 1;
        return json(200, { keys: [key] });
      }
      if (path === `/${tenant}/oauth2/v2.0/token`) {
        const form = new URLSearchParams(text);
        if (form.get('client_secret') !== 'secret') return json(401, { error: 'invalid_client' });
        tokens += 1;
        return json(200, { token_type: 'Bearer', expires_in: 3599, access_token: `t${tokens}` });
      }
      const place = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path);
      if (!place) return json(404, { error: { code: 'NotFound' } });
      if (!String(request.headers.authorization).startsWith('Bearer t')) return json(401, {});
      const activity = place[2] === undefined ? undefined : decodeURIComponent(place[2]);
      const made = activity ?? `1:act${activities.length}`;
      // Our own client writes objects.
      activities.push({
        method: request.method ?? '',
        conversation: decodeURIComponent(place[1] ?? ''),
        activity: made,
        body: JSON.parse(text) as Body,
      });
      return json(activity === undefined ? 201 : 200, { id: made });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    activities,
    keySet: { keys: [key] },
    unendorsed: { keys: [unendorsed] },
    keysAsked: () => keysAsked,
    token: (now: Date, change: { issuer?: string; audience?: string; serviceUrl?: string; lifeS?: number; kid?: string } = {}) => {
      const seconds = Math.floor(now.getTime() / 1000);
      return new SignJWT({ serviceurl: change.serviceUrl ?? url })
        .setProtectedHeader({ alg: 'RS256', kid: change.kid ?? 'k1', typ: 'JWT' })
        .setIssuer(change.issuer ?? 'https://api.botframework.com')
        .setAudience(change.audience ?? appId)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + (change.lifeS ?? 3600))
        .sign(privateKey);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What Teams sends when somebody presses a button of an Adaptive Card, as its documentation records it. */
export function invoke(serviceUrl: string, user: string, verb: string, data: Body, from = tenant): Body {
  return {
    name: 'adaptiveCard/action',
    type: 'invoke',
    timestamp: '2024-05-17T16:00:00.000Z',
    id: 'f:622749630322482883',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:1bSnHZ7Js2STWrgk6ScEErLk1Lp2zQuD5H2', name: 'Carl Castle', aadObjectId: user },
    conversation: { isGroup: true, conversationType: 'channel', tenantId: from, id: '19:abc@thread.tacv2;messageid=1715961600000' },
    recipient: { id: `28:${appId}`, name: 'Countersign' },
    channelData: { channel: { id: '19:abc@thread.tacv2' }, tenant: { id: from }, source: { name: 'message' } },
    replyToId: '1715961600000',
    value: { action: { type: 'Action.Execute', title: 'Approve', id: 'x', verb, data }, trigger: 'manual' },
    locale: 'en-US',
  };
}
