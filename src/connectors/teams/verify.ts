import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { CountersignError } from '../../contracts/errors.ts';
import { Keys } from './schema.ts';

export const botFrameworkIssuer = 'https://api.botframework.com';

/**
 * Whether a call comes from the Bot Framework for our bot: RS256 by a key endorsed for Teams, issued for our application, not
 * expired (five minutes of slack), and naming the service address the activity names. Throws auth.signature.
 */
export async function verifyTeams(
  authorization: string | undefined,
  expected: { readonly appId: string; readonly serviceUrl: string; readonly keys: unknown; readonly now: Date },
): Promise<void> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) throw refused('carries no token');
  const keys = Keys.safeParse(expected.keys);
  if (!keys.success) throw new CountersignError('config.invalid', 'The keys of the Bot Framework are no key set', { field: 'channels' });
  const endorsed = keys.data.keys.filter(({ endorsements }) => endorsements?.includes('msteams') ?? false);
  try {
    // The library checks each key when it is used.
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: endorsed }), {
      algorithms: ['RS256'],
      issuer: botFrameworkIssuer,
      audience: expected.appId,
      clockTolerance: 300,
      currentDate: expected.now,
      requiredClaims: ['exp', 'serviceurl'],
    });
    if (sameAddress(String(payload['serviceurl'])) !== sameAddress(expected.serviceUrl)) throw refused('is for another service address');
  } catch (thrown) {
    if (thrown instanceof CountersignError) throw thrown;
    if (thrown instanceof errors.JOSEError) throw refused(`is not signed by the Bot Framework for this bot (${thrown.code})`);
    throw refused('is not signed by the Bot Framework for this bot');
  }
}

const sameAddress = (url: string): string => url.toLowerCase().replace(/\/+$/, '');
const refused = (what: string): CountersignError => new CountersignError('auth.signature', `The call ${what}`);
