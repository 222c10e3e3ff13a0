import { expect, it } from 'vitest';
import { signedHeaders } from '../../../../src/events/outbound/sign.ts';
import { waitAfter } from '../../../../src/events/outbound/dispatcher.ts';

/** The example that libraries of Standard Webhooks check themselves against. */
const example = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

it('signs as Standard Webhooks has it', () => {
  expect(signedHeaders(example.id, example.at, example.body, [example.secret])).toEqual({
    'webhook-id': example.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': example.signature,
  });
});

it('signs once per secret, so that a receiver with the old or the new one agrees', () => {
  const both = signedHeaders(example.id, example.at, example.body, ['whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', example.secret]);
  const [first, second] = both['webhook-signature'].split(' ');
  expect(second).toBe(example.signature);
  expect(first).toMatch(/^v1,/);
  expect(first).not.toBe(second);
});

it('ten attempts are spread over about a day', () => {
  const waits = Array.from({ length: 9 }, (_each, index) => waitAfter(index + 1));
  expect(waits.slice(0, 4)).toEqual([5_000, 20_000, 80_000, 320_000]);
  expect(Math.max(...waits)).toBe(6 * 3_600_000);
  expect(waits.reduce((sum, ms) => sum + ms, 0) / 3_600_000).toBeGreaterThan(12);
});
