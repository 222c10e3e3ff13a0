import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { priceDesk } from '../../agents/price-desk.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';
import { policy } from './policy.ts';

/** What is news of a customer, wherever it happened; a customer is known by its number in the ERP. */
const news = { eventType: 'customer-prices.changed', recordType: 'Customer', recordOf: 'erp' } as const;

/** A price agreed with a customer changes in the ERP: the customer's price book in the CRM follows. */
export const customerPrices = defineWorkflow({
  id: 'customer-prices',
  version: '1.0.0',
  description: 'Keeps the price books of customers in the CRM equal to what is agreed in the ERP; what ended is switched off.',
  recordType: 'Customer',
  triggers: [
    { on: 'event', types: ['customer-prices.changed'] },
    { on: 'poll', connection: 'erp', port: 'customerPriceChanges', everyMs: 600_000, ...news },
    { on: 'poll', connection: 'erp', port: 'customerPriceDays', everyMs: 3_600_000, ...news },
    { on: 'poll', connection: 'crm', port: 'customerPriceEntryChanges', everyMs: 600_000, ...news },
    { on: 'schedule', cron: '45 3 * * *', eventType: 'customer-prices.look' },
  ],
  phase: 'automatic',
  policy,
  agents: [priceDesk],
  tools: [...priceDesk.tools],
  mapping: Mapping,
  requires: [...priceDesk.tools],
  graph: gated({ prepare }),
});
