import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChatRig, type ChatRig } from '../../support/chat-rig.ts';
import { questionCompany } from './company.ts';
import { paraphrases } from './paraphrases.ts';

let rig: ChatRig;
beforeAll(async () => {
  rig = await openChatRig({ connections: questionCompany().connections });
}, 60_000);
afterAll(() => rig?.close());

it.each(paraphrases.map((conversation) => [conversation.map(([, says]) => says).join(' → '), conversation] as const))(
  '%s',
  async (_title, conversation) => {
    const chat = rig.chat();
    for (const [intents, says, holds] of conversation) {
      const turn = await chat.say(says);
      expect({ says, intents: turn.intents.join('+') }).toEqual({ says, intents });
      if (holds) expect(turn.text).toMatch(holds);
    }
    // Nobody's proposal of one conversation stays in the way of the next.
    await chat.say('withdraw it');
  },
);
