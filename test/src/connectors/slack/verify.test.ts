import { describe, expect, it } from 'vitest';
import { verifySlack } from '../../../../src/connectors/slack/index.ts';

/** The worked example of Slack's own documentation. */
const example = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  stamp: '1531420618',
  body:
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA' +
    '&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554' +
    '%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
};
const headers = { 'x-slack-request-timestamp': example.stamp, 'x-slack-signature': example.signature };
const at = (seconds: number): Date => new Date((Number(example.stamp) + seconds) * 1000);
const verify = (change: { body?: string; headers?: Record<string, string>; secret?: string; now?: Date }) => (): void =>
  verifySlack(Buffer.from(change.body ?? example.body), change.headers ?? headers, change.secret ?? example.secret, change.now ?? at(0));

describe('a call of Slack', () => {
  it('is believed when it is signed as Slack signs, within five minutes either way', () => {
    expect(verify({})).not.toThrow();
    expect(verify({ now: at(299) })).not.toThrow();
    expect(verify({ now: at(-299) })).not.toThrow();
  });

  it.each([
    ['a byte of the body is another', { body: `${example.body}&x=1` }],
    ['the secret is another', { secret: 'another secret of the same kind' }],
    ['it is six minutes old', { now: at(360) }],
    ['it is six minutes ahead', { now: at(-360) }],
    ['the moment is another than the one that was signed', { headers: { ...headers, 'x-slack-request-timestamp': '1531420619' } }],
    ['the moment is no number', { headers: { ...headers, 'x-slack-request-timestamp': 'NaN' } }],
    ['the signature is cut short', { headers: { ...headers, 'x-slack-signature': 'v0=a2' } }],
    ['nothing is signed', { headers: {} }],
  ])('is refused when %s', (_when, change) => {
    expect(verify(change)).toThrowError(expect.objectContaining({ code: 'auth.signature' }));
  });
});
