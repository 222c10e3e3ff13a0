import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { mirrorDesk } from '../../agents/mirror-desk.ts';
import { findMirror } from '../../tools/crm/find-mirror.ts';
import { listOpenCasesOfOrder } from '../../tools/crm/list-open-cases-of-order.ts';
import { mirrorOrderToCase } from '../../tools/crm/mirror-order-to-case.ts';
import { mirrorOrder } from '../../tools/crm/mirror-order.ts';
import { mirrorShipment } from '../../tools/crm/mirror-shipment.ts';
import { whenOrderChanges } from '../_shared/triggers.ts';
import { prepare } from './graph.ts';

/** What the ERP holds of an order and its deliveries stands in the CRM too, with the moment it was right. */
export const mirrorOrders = defineWorkflow({
  id: 'mirror-order',
  version: '1.0.0',
  description: 'Copies ERP orders and deliveries to the CRM by the ERP number, each with the moment it was right.',
  recordType: 'SalesOrder',
  triggers: whenOrderChanges,
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      { name: 'copy', reason: 'a copy decides nothing; the ERP is the master', when: { tags: ['copy'] }, verdict: { effect: 'allow' } },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [mirrorDesk],
  tools: mirrorDesk.tools,
  requires: [findMirror, mirrorOrder, mirrorOrderToCase, mirrorShipment, listOpenCasesOfOrder],
  graph: gated({ prepare }),
});
