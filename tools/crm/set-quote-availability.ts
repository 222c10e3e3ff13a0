import { businessId, changesTo, code, day, defineTool } from 'countersign';
import { z } from 'zod';

export const setQuoteAvailability = defineTool({
  id: 'crm.set-quote-availability',
  kind: 'write',
  description: 'Writes to a quote whether the ERP can deliver it and by when.',
  system: 'crm',
  needs: ['quotes.get', 'write.Quote.update'],
  input: z.object({ quote: businessId(), status: code(), on: day().optional() }),
  target: ({ quote }) => ({ type: 'Quote', id: quote }),
  reads: ['Availability_Status__c', 'Availability_Date__c'],
  plain: ['Availability_Status__c', 'Availability_Date__c'],
  describe: (_ctx, before, { status, on }) => ({
    title: 'Say on the quote what can be delivered',
    operation: 'update',
    changes: changesTo(before, [
      { field: 'Availability_Status__c', label: 'Availability', after: status },
      { field: 'Availability_Date__c', label: 'Complete on', after: on ?? null },
    ]),
  }),
});
