import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { creditDesk } from '../../agents/credit-desk.ts';
import { Mapping } from './mapping.ts';
import { prepare } from './prepare.ts';

export const creditWatch = defineWorkflow({
  id: 'credit-watch',
  version: '1.0.0',
  description: 'Tells the owner of a deal when its order is blocked for credit or its customer comes close to the limit.',
  recordType: 'SalesOrder',
  triggers: [{ on: 'event', types: ['sales-order.changed'] }],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'large',
        reason: 'a controller hears of large orders before sales does',
        // Without a row here a currency always asks.
        when: { amountAtLeast: { EUR: '10000.00', USD: '10000.00', GBP: '8000.00' } },
        verdict: { effect: 'ask', role: 'controller' },
      },
      {
        name: 'small',
        reason: 'a task for the owner can be closed again',
        when: { tags: ['credit'] },
        verdict: { effect: 'allow' },
      },
    ],
    otherwise: { effect: 'ask', role: 'controller' },
  },
  agents: [creditDesk],
  tools: creditDesk.tools,
  mapping: Mapping,
  graph: gated({ prepare }),
});
