import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { customerDesk } from '../../agents/customer-desk.ts';
import { orderDesk } from '../../agents/order-desk.ts';
import { whenOrderChanges } from '../_shared/triggers.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** An ERP order changes; the CRM, its owner and the team learn of it, once. */
export const orderStatus = defineWorkflow({
  id: 'order-status',
  version: '1.0.0',
  description: 'Tells the CRM, the owner and the team what became of an ERP order; delays and rejections go to review first.',
  recordType: 'SalesOrder',
  triggers: whenOrderChanges,
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'bad-news',
        reason: 'delayed and rejected orders are reviewed before a customer sees text',
        when: { tags: ['delayed', 'rejected'] },
        verdict: { effect: 'ask', role: 'controller', expiresInMs: 3 * 86_400_000, escalateAfterMs: 86_400_000, escalateTo: 'admin' },
      },
      { name: 'routine', reason: 'the ERP is the master of this status', when: { tags: ['customer-text'] }, verdict: { effect: 'allow' } },
    ],
    otherwise: { effect: 'ask', role: 'controller' },
  },
  agents: [orderDesk, customerDesk],
  tools: [...new Map([...orderDesk.tools, ...customerDesk.tools].map((tool) => [tool.id, tool])).values()],
  mapping: Mapping,
  graph: gated({ prepare }),
});
