import { businessId, CountersignError, defineTool, oneOf } from 'countersign';
import { z } from 'zod';

/** People say the number of a case or quote; everything else goes by its id. */
export const findByNumber = defineTool({
  id: 'crm.find-by-number',
  kind: 'read',
  description: 'Finds the id of a case or quote by the number people read.',
  system: 'crm',
  needs: ['serviceCases.findByNumber', 'quotes.findByNumber'],
  input: z.object({ kind: oneOf(['case', 'quote']), number: businessId() }),
  output: z.object({ id: businessId() }),
  async run({ ports, signal }, { kind, number }) {
    const port = kind === 'case' ? ports.serviceCases : ports.quotes;
    const [id, another] = (await port?.findByNumber(number, { signal })) ?? [];
    if (id === undefined) throw new CountersignError('resource.not_found', `The CRM has no ${kind} ${number}`, { field: kind });
    if (another !== undefined)
      throw new CountersignError('link.ambiguous', `The CRM has several of the number ${number}; open the one you mean there`, {
        field: kind,
      });
    return { id };
  },
});
