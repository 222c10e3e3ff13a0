import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { dealDesk } from '../../agents/deal-desk.ts';
import { orderEntry } from '../../agents/order-entry.ts';
import { createSalesOrder } from '../../tools/erp/create-sales-order.ts';
import { linkDealToOrder } from '../../tools/crm/link-deal-to-order.ts';
import { listDealLines } from '../../tools/crm/list-deal-lines.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { getCustomerMaster } from '../../tools/erp/get-customer-master.ts';
import { simulateOrder } from '../../tools/erp/simulate-order.ts';
import { listPrices } from '../../tools/erp/list-prices.ts';
import { prepare, recover } from './graph.ts';
import { Mapping } from './mapping.ts';

const ask = { effect: 'ask', role: 'controller', expiresInMs: 3 * 86_400_000, escalateAfterMs: 86_400_000, escalateTo: 'admin' } as const;

/** A deal is won: the ERP gets its order, once, after stock, price and credit were looked at. */
export const closedWon = defineWorkflow({
  id: 'closed-won',
  version: '1.0.0',
  description: 'Creates the ERP order of a won deal; large amounts, discounts, shortages, credit and new terms go to review first.',
  recordType: 'Opportunity',
  triggers: [
    { on: 'event', types: ['opportunity.changed', 'opportunity.won'] },
    { on: 'poll', connection: 'crm', port: 'dealChanges', everyMs: 60_000, eventType: 'opportunity.changed', recordType: 'Opportunity' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      { name: 'refused', reason: 'people hear of it when the ERP refuses', when: { tags: ['refused'] }, verdict: { effect: 'allow' } },
      { name: 'credit', reason: 'credit would hold this order', when: { tags: ['credit', 'new-terms'] }, verdict: ask },
      {
        name: 'large',
        reason: 'large amounts and large discounts are looked at first',
        when: { tags: ['large-amount', 'large-discount', 'unlisted-currency', 'price-difference'] },
        verdict: ask,
      },
      { name: 'shortage', reason: 'what cannot be delivered as sold is looked at first', when: { tags: ['shortage'] }, verdict: ask },
      { name: 'routine', reason: 'stock, price and credit allow it', when: { tags: ['order'] }, verdict: { effect: 'allow' } },
    ],
    otherwise: ask,
  },
  agents: [dealDesk, orderEntry],
  tools: [...new Map([...dealDesk.tools, ...orderEntry.tools].map((tool) => [tool.id, tool])).values()],
  mapping: Mapping,
  requires: [createSalesOrder, linkDealToOrder, listDealLines, getAccountMaster, getCustomerMaster, simulateOrder, listPrices],
  graph: gated({ prepare, recover }),
});
