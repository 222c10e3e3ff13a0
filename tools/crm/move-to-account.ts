import { businessId, changesTo, defineTool, oneOf } from 'countersign';
import { z } from 'zod';

/** A contact, deal, case, contract or installed product belongs to another account from now on. */
export const moveToAccount = defineTool({
  id: 'crm.move-to-account',
  kind: 'write',
  description: 'Moves a contact, deal, case, contract or installed product to another account.',
  system: 'crm',
  needs: [
    'accountChildren.ofAccount',
    'write.Contact.update',
    'write.Opportunity.update',
    'write.Case.update',
    'write.Contract.update',
    'write.Asset.update',
  ],
  input: z.object({
    type: oneOf(['Contact', 'Opportunity', 'Case', 'Contract', 'Asset']),
    record: businessId(),
    account: businessId(),
    /** Only from this account; what belongs to another one by now stays there. */
    from: businessId().optional(),
  }),
  target: ({ type, record }) => ({ type, id: record }),
  reads: ['AccountId'],
  plain: ['AccountId'],
  describe: (_ctx, before, { type, account, from }) => ({
    title: `${type} of the account`,
    operation: 'update',
    changes: changesTo(before, [
      { field: 'AccountId', label: 'Account', after: from === undefined || before?.fields['AccountId'] === from ? account : undefined },
    ]),
  }),
});
