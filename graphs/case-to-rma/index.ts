import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { serviceDesk } from '../../agents/service-desk.ts';
import { getServiceCase } from '../../tools/crm/get-service-case.ts';
import { findAssets } from '../../tools/crm/find-assets.ts';
import { createReturn } from '../../tools/erp/create-return.ts';
import { createServiceOrder } from '../../tools/erp/create-service-order.ts';
import { updateCase } from '../../tools/crm/update-case.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** A case about a broken or wrong product: a return or repair is drafted in the ERP, after somebody looked at it. */
export const caseToRma = defineWorkflow({
  id: 'case-to-rma',
  version: '1.0.0',
  description:
    'Reads product, serial number and problem from a case, checks warranty and stock, and drafts a return or repair after review.',
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
        name: 'draft',
        reason: 'a return or repair is reviewed before it stands in the ERP',
        when: { tags: ['draft'] },
        verdict: { effect: 'ask', role: 'controller', expiresInMs: 5 * 86_400_000, escalateAfterMs: 86_400_000, escalateTo: 'admin' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [serviceDesk],
  tools: serviceDesk.tools,
  mapping: Mapping,
  requires: [getServiceCase, findAssets, createReturn, createServiceOrder, updateCase],
  graph: gated({ prepare }),
});
