import { createHmac, timingSafeEqual } from 'node:crypto';
import { CountersignError } from '../../contracts/errors.ts';

/** Slack's own advice: older ones may be replays. */
const windowSeconds = 300;

/** Slack's v0 signature over the raw body and the moment it was sent. Throws auth.signature. */
export function verifySlack(body: Uint8Array, headers: Readonly<Record<string, string>>, secret: string, now: Date): void {
  const stamp = headers['x-slack-request-timestamp'] ?? '';
  const given = Buffer.from(headers['x-slack-signature'] ?? '');
  if (!/^\d{1,12}$/.test(stamp)) throw refused('carries no moment of sending');
  if (Math.abs(now.getTime() / 1000 - Number(stamp)) > windowSeconds) throw refused('is more than five minutes off');
  const wanted = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${stamp}:`).update(body).digest('hex')}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw refused('is not signed with our secret');
}

const refused = (what: string): CountersignError => new CountersignError('auth.signature', `The call ${what}`);
