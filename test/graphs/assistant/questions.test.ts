import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChatRig, type ChatRig } from '../../support/chat-rig.ts';
import { questionCompany, questionSeed } from './company.ts';
import { english, german, type Conversation } from './questions.ts';

let rig: ChatRig;
beforeAll(async () => {
  rig = await openChatRig({ connections: questionCompany().connections });
}, 60_000);
afterAll(() => rig?.close());

async function hold(conversation: Conversation): Promise<void> {
  const chat = rig.chat();
  for (const [intents, says, holds] of conversation) {
    const turn = await chat.say(says);
    expect({ says, intents: turn.intents.join('+') }).toEqual({ says, intents });
    if (holds) expect(turn.text).toMatch(holds);
  }
  // Nobody's proposal of one conversation stays in the way of the next.
  await chat.say('withdraw it');
  await chat.say('withdraw it');
}

describe.each(Object.entries(english))('%s', (_intent, conversations) => {
  it.each(conversations.map((conversation) => [conversation.map(([, says]) => says).join(' → '), conversation] as const))(
    '%s',
    (_title, conversation) => hold(conversation),
  );
});

describe('in German', () => {
  it.each(german.map((conversation) => [conversation.map(([, says]) => says).join(' → '), conversation] as const))(
    '%s',
    (_title, conversation) => hold(conversation),
  );
});

it('there are at least 150 turns over 25 intents in English and 30 in German', () => {
  const turns = Object.values(english).flat(2);
  expect(turns.length).toBeGreaterThanOrEqual(150);
  expect(new Set(turns.map(([intent]) => intent)).size).toBeGreaterThanOrEqual(25);
  expect(german.flat().length).toBeGreaterThanOrEqual(30);
});

it('nothing personal is in any byte that was written for a model, over all of it', async () => {
  const { customers } = questionSeed();
  const secrets = customers.flatMap(({ name, street, email, phone, contacts }) => [
    name,
    street,
    email,
    phone,
    ...contacts.flatMap((contact) => [contact.lastName, contact.email, contact.phone]),
  ]);
  const told = [...new Set(secrets)].filter((secret) => secret !== undefined && secret.length > 4);
  expect(told.length).toBeGreaterThan(100);
  let bodies = 0;
  for (let after: string | undefined; ;) {
    const records = await rig.storage.egress.list({ limit: 500, ...(after === undefined ? {} : { after }) });
    for (const { body } of records) expect(told.filter((secret) => body.includes(secret))).toEqual([]);
    bodies += records.length;
    after = records.at(-1)?.id;
    if (records.length < 500) break;
  }
  expect(bodies).toBeGreaterThan(200);
});
