import type { Agent, Opportunity } from 'countersign';
import type { FlowContext } from 'countersign/flow';
import { CountersignError } from 'countersign';
import { listOpportunities } from '../../tools/crm/list-opportunities.ts';

const limit = 200;

/** Every deal that closes on these days. The CRM gives 200 at a time in the order of days; the next reading begins at the last one. */
export async function allDeals(
  flow: FlowContext,
  agent: Agent,
  { from, to, ...asked }: { from: string; to: string; isOpen?: boolean; stage?: string },
): Promise<readonly Opportunity[]> {
  const found = new Map<string, Opportunity>();
  for (let start = from; start <= to;) {
    const { items, more } = await flow.read(agent, listOpportunities, {
      ...asked,
      closeFrom: start,
      closeTo: to,
      sort: 'close',
      descending: false,
      limit,
    });
    for (const deal of items) found.set(deal.id, deal);
    const last = items.at(-1)?.closeOn;
    if (!more || last === undefined) break;
    if (last === start)
      throw new CountersignError('input.too_large', `More than ${limit} deals close on ${start}; spread their close dates`, {
        field: 'CloseDate',
      });
    start = last;
  }
  return [...found.values()];
}
