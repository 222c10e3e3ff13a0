import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTeams } from '../../../../src/connectors/teams/index.ts';
import { appId, startTeams } from '../../../support/teams-service.ts';

let teams: Awaited<ReturnType<typeof startTeams>>;
beforeAll(async () => {
  teams = await startTeams();
});
afterAll(() => teams.close());

const now = new Date('2024-05-17T16:00:00Z');
type Change = Parameters<typeof teams.token>[1];
const verify = async (change: Change = {}, expected: Partial<Parameters<typeof verifyTeams>[1]> = {}) =>
  verifyTeams(`Bearer ${await teams.token(now, change)}`, { appId, serviceUrl: teams.url, keys: teams.keySet, now, ...expected });

describe('a call of the Bot Framework', () => {
  it('is believed when its token is for this bot and this service, signed by a key endorsed for Teams', async () => {
    await expect(verify()).resolves.toBeUndefined();
    // A trailing slash is no other address, and clocks may be five minutes apart.
    await expect(verify({}, { serviceUrl: `${teams.url}/` })).resolves.toBeUndefined();
    await expect(verify({ lifeS: 0 }, { now: new Date(now.getTime() + 200_000) })).resolves.toBeUndefined();
  });

  it.each<[string, Change]>([
    ['another issuer', { issuer: 'https://sts.windows.net/x/' }],
    ['another bot', { audience: 'somebody-else' }],
    ['another service address', { serviceUrl: 'https://evil.example.com' }],
    ['an hour that is over', { lifeS: -3600 }],
    ['a key nobody knows', { kid: 'k2' }],
  ])('is refused with a token of %s', async (_what, change) => {
    await expect(verify(change)).rejects.toMatchObject({ code: 'auth.signature' });
  });

  it('is refused without a token, with a broken one, unsigned, or signed by a key that may not sign for Teams', async () => {
    const with_ = (authorization: string | undefined) =>
      verifyTeams(authorization, { appId, serviceUrl: teams.url, keys: teams.keySet, now });
    const token = await teams.token(now);
    const [head, body] = token.split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    for (const authorization of [undefined, 'Bearer x', `Bearer ${head}.${body}.AAAA`, `Bearer ${none}`, token])
      await expect(with_(authorization)).rejects.toMatchObject({ code: 'auth.signature' });
    await expect(verify({}, { keys: teams.unendorsed })).rejects.toMatchObject({ code: 'auth.signature' });
  });
});
