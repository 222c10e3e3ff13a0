import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { serviceDesk } from '../../agents/service-desk.ts';
import { getServiceCase } from '../../tools/crm/get-service-case.ts';
import { findAssets } from '../../tools/crm/find-assets.ts';
import { createServiceOrder } from '../../tools/erp/create-service-order.ts';
import { updateCase } from '../../tools/crm/update-case.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** A case of high priority becomes a drafted service request that somebody reviews and submits; the assisted example. */
export const serviceRequest = defineWorkflow({
  id: 'service-request',
  version: '1.0.0',
  description: 'Drafts a service request in the ERP for a case of high priority; somebody reviews it before it is submitted.',
  recordType: 'Case',
  triggers: [
    { on: 'event', types: ['case.changed'] },
    { on: 'poll', connection: 'crm', port: 'serviceCases', everyMs: 60_000, eventType: 'case.changed', recordType: 'Case' },
  ],
  phase: 'assisted',
  policy: {
    version: '1.0.0',
    rules: [
      { name: 'draft', reason: 'the draft is harmless; the phase asks a person', when: { tags: ['draft'] }, verdict: { effect: 'allow' } },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [serviceDesk],
  tools: serviceDesk.tools,
  mapping: Mapping,
  requires: [getServiceCase, findAssets, createServiceOrder, updateCase],
  graph: gated({ prepare }),
});
