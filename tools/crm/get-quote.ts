import { businessId, CountersignError, defineTool, Quote } from 'countersign';
import { z } from 'zod';

export const getQuote = defineTool({
  id: 'crm.get-quote',
  kind: 'read',
  description: 'Reads a quote with its lines.',
  system: 'crm',
  needs: ['quotes.get'],
  input: z.object({ quote: businessId() }),
  output: Quote,
  async run({ ports, signal }, { quote }) {
    const found = await ports.quotes?.get(quote, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The CRM has no quote ${quote}`, { field: 'quote' });
    return found;
  },
});
