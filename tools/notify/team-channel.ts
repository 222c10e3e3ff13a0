import { businessId, defineTool, freeText } from 'countersign';
import { z } from 'zod';

/** Tells a team in its Chatter group. Goes through the ledger like every write: once only. */
export const notifyTeam = defineTool({
  id: 'notify.team-channel',
  kind: 'notify',
  description: 'Tells the operations team in its channel.',
  system: 'crm',
  needs: ['write.FeedItem.create'],
  input: z.object({ channel: businessId(), text: freeText() }),
  target: () => ({ type: 'FeedItem' }),
  reads: [],
  plain: [],
  describe: (_ctx, _before, input) => ({
    title: 'Notice to the team channel',
    operation: 'create',
    changes: [
      { field: 'ParentId', label: 'Channel', before: null, after: input.channel },
      { field: 'Body', label: 'Text', before: null, after: input.text },
    ],
  }),
});
