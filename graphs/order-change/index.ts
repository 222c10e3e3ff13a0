import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { dealDesk } from '../../agents/deal-desk.ts';
import { orderEntry } from '../../agents/order-entry.ts';
import { changeOrderItem } from '../../tools/erp/change-order-item.ts';
import { rejectOrderItem } from '../../tools/erp/reject-order-item.ts';
import { addOrderItem } from '../../tools/erp/add-order-item.ts';
import { listDealLines } from '../../tools/crm/list-deal-lines.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** A deal that has its order changes: the change is proposed to the ERP with its effect on credit and stock, always through review. */
export const orderChange = defineWorkflow({
  id: 'order-change',
  version: '1.0.0',
  description: 'Compares a deal with its ERP order and proposes the difference as a change; refused once delivery or billing has begun.',
  recordType: 'Opportunity',
  triggers: [
    { on: 'event', types: ['opportunity.changed'] },
    { on: 'poll', connection: 'crm', port: 'dealChanges', everyMs: 60_000, eventType: 'opportunity.changed', recordType: 'Opportunity' },
  ],
  phase: 'assisted',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'change',
        reason: 'a change of an order is always looked at',
        when: { tags: ['change'] },
        verdict: { effect: 'ask', role: 'controller', expiresInMs: 3 * 86_400_000, escalateAfterMs: 86_400_000, escalateTo: 'admin' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [dealDesk, orderEntry],
  tools: [...new Map([...dealDesk.tools, ...orderEntry.tools].map((tool) => [tool.id, tool])).values()],
  mapping: Mapping,
  requires: [changeOrderItem, rejectOrderItem, addOrderItem, listDealLines],
  graph: gated({ prepare }),
});
