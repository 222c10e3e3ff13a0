import { businessId, defineTool, freeText } from 'countersign';
import { z } from 'zod';

/** A message in Slack, or another text in the place of one that is there. Goes through the ledger like every write: once only. */
export const slackMessage = defineTool({
  id: 'notify.slack-message',
  kind: 'notify',
  description: 'Writes a message into a Slack channel, into a thread, or over an earlier message.',
  system: 'slack',
  needs: ['write.Message.create', 'write.Message.update'],
  input: z.object({
    channel: businessId(),
    text: freeText(),
    /** An approval card as JSON. */
    card: freeText().optional(),
    /** The message whose thread it goes into. */
    thread: freeText().optional(),
    /** The message it takes the place of. */
    message: freeText().optional(),
  }),
  target: ({ message }) => ({ type: 'Message', ...(message === undefined ? {} : { id: message }) }),
  reads: [],
  plain: [],
  describe: (_ctx, _before, { channel, text, card, thread, message }) => ({
    title: message === undefined ? 'Message in Slack' : 'New text of a message in Slack',
    operation: message === undefined ? 'create' : 'update',
    changes: [
      { field: 'Channel', before: null, after: channel },
      { field: 'Text', before: null, after: text },
      ...(card === undefined ? [] : [{ field: 'Card', before: null, after: card }]),
      ...(thread === undefined ? [] : [{ field: 'Thread', before: null, after: thread }]),
    ],
  }),
});
