import { businessId, changesTo, defineTool } from 'countersign';
import { z } from 'zod';

/** A case is another contact's from now on. */
export const moveToContact = defineTool({
  id: 'crm.move-to-contact',
  kind: 'write',
  description: 'Moves a case to another contact of the account.',
  system: 'crm',
  needs: ['contactMasters.casesOf', 'write.Case.update'],
  input: z.object({
    case: businessId(),
    contact: businessId(),
    /** Only from this contact; a case that is another one's by now stays there. */
    from: businessId().optional(),
  }),
  target: (input) => ({ type: 'Case', id: input.case }),
  reads: ['ContactId'],
  plain: ['ContactId'],
  describe: (_ctx, before, { contact, from }) => ({
    title: 'Contact of the case',
    operation: 'update',
    changes: changesTo(before, [
      { field: 'ContactId', label: 'Contact', after: from === undefined || before?.fields['ContactId'] === from ? contact : undefined },
    ]),
  }),
});
