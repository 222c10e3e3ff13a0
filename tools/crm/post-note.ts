import { businessId, defineTool, freeText } from 'countersign';
import { z } from 'zod';

export const postNote = defineTool({
  id: 'crm.post-note',
  kind: 'write',
  description: 'Posts a note to the timeline of a CRM record.',
  system: 'crm',
  needs: ['write.FeedItem.create'],
  input: z.object({ record: businessId(), text: freeText() }),
  target: () => ({ type: 'FeedItem' }),
  reads: [],
  plain: [],
  describe: (_ctx, _before, input) => ({
    title: 'Note on the timeline',
    operation: 'create',
    changes: [
      { field: 'ParentId', label: 'Record', before: null, after: input.record },
      { field: 'Body', label: 'Text', before: null, after: input.text },
    ],
  }),
});
