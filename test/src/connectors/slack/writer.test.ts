import { afterEach, describe, expect, it } from 'vitest';
import { createSlack } from '../../../../src/connectors/slack/index.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import type { WriteRequest } from '../../../../src/contracts/ports.ts';
import { fixedClock } from '../../../../src/testing/index.ts';
import { startSlack } from '../../../support/slack-workspace.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function workspace() {
  const slack = await startSlack();
  const connection = createSlack({
    name: 'slack',
    config: { url: slack.url, token: 'xoxb-1', ratePerSecond: 10_000 },
    deps: { clock: fixedClock(), sleep: async () => undefined, random: () => 0.5, log: silentLog },
  });
  open.push(slack, connection);
  return { slack, writer: connection.writer };
}

const message = (key: string, more: Record<string, string> = {}): WriteRequest => ({
  operation: 'create',
  target: { type: 'Message' },
  key,
  fields: { Channel: 'C1', Text: 'late', ...more },
});

describe('a message whose answer was lost', () => {
  it.each([
    ['in the channel', {}],
    ['in a thread', { Thread: 'C1/1715900000.000100' }],
  ])('is found by its key %s, as Slack answers such questions', async (_where, more) => {
    const { slack, writer } = await workspace();
    slack.answerNext('lose');
    expect(await writer.send(message('K-1', more))).toMatchObject({ kind: 'uncertain' });
    expect(await writer.lookup(message('K-1', more))).toEqual({
      kind: 'found',
      id: `C1/${slack.messages[0]?.ts}`,
      version: slack.messages[0]?.ts,
    });
    expect(await writer.lookup(message('K-2', more))).toEqual({ kind: 'absent' });
  });

  it('is found behind many newer ones, and beyond a thousand only a person can say', async () => {
    const { slack, writer } = await workspace();
    await writer.send(message('K-old'));
    for (let more = 0; more < 450; more += 1) slack.messages.push({ channel: 'C1', ts: `18${more}`, body: {} });
    expect(await writer.lookup(message('K-old'))).toMatchObject({ kind: 'found' });
    for (let more = 0; more < 600; more += 1) slack.messages.push({ channel: 'C1', ts: `19${more}`, body: {} });
    expect(await writer.lookup(message('K-old'))).toEqual({ kind: 'ambiguous', count: 0 });
  });
});
