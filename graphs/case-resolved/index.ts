import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { serviceDesk } from '../../agents/service-desk.ts';
import { getServiceCase } from '../../tools/crm/get-service-case.ts';
import { getServiceOrder } from '../../tools/erp/get-service-order.ts';
import { completeServiceOrder } from '../../tools/erp/complete-service-order.ts';
import { updateCase } from '../../tools/crm/update-case.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** A case is resolved: the ERP learns how and with which parts, its document is completed, and the case says so. */
export const caseResolved = defineWorkflow({
  id: 'case-resolved',
  version: '1.0.0',
  description: 'Posts the resolution and parts of a closed case to its ERP document, proposes to complete it, and writes the state back.',
  recordType: 'Case',
  triggers: [
    { on: 'event', types: ['case.changed'] },
    { on: 'poll', connection: 'crm', port: 'serviceCases', everyMs: 60_000, eventType: 'case.changed', recordType: 'Case' },
  ],
  phase: 'assisted',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'complete',
        reason: 'completing starts billing or a credit, so somebody looks first',
        when: { tags: ['complete'] },
        verdict: { effect: 'ask', role: 'controller', expiresInMs: 5 * 86_400_000, escalateAfterMs: 2 * 86_400_000, escalateTo: 'admin' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [serviceDesk],
  tools: serviceDesk.tools,
  mapping: Mapping,
  requires: [getServiceCase, getServiceOrder, completeServiceOrder, updateCase],
  graph: gated({ prepare }),
});
