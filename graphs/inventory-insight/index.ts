import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { quoteDesk } from '../../agents/quote-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { getQuote } from '../../tools/crm/get-quote.ts';
import { setQuoteAvailability } from '../../tools/crm/set-quote-availability.ts';
import { listComponents } from '../../tools/erp/list-components.ts';
import { listSchedule } from '../../tools/erp/list-schedule.ts';
import { simulateOrder } from '../../tools/erp/simulate-order.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** A quote changes: the CRM says within seconds what the ERP can deliver of it, by when, and what else would do. */
export const inventoryInsight = defineWorkflow({
  id: 'inventory-insight',
  version: '1.0.0',
  description: 'Writes to a quote what the ERP can deliver and by when; what is short becomes a task with alternatives.',
  recordType: 'Quote',
  triggers: [
    { on: 'event', types: ['quote.changed'] },
    { on: 'poll', connection: 'crm', port: 'quotes', everyMs: 60_000, eventType: 'quote.changed', recordType: 'Quote' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [{ name: 'insight', reason: 'it promises nothing to anybody', when: { tags: ['insight'] }, verdict: { effect: 'allow' } }],
    otherwise: { effect: 'deny' },
  },
  agents: [quoteDesk],
  tools: [setQuoteAvailability, createTask],
  requires: [getQuote, simulateOrder, listComponents, listSchedule, setQuoteAvailability],
  mapping: Mapping,
  graph: gated({ prepare }),
});
