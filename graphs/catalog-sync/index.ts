import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { catalogDesk } from '../../agents/catalog-desk.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';
import { policy } from './policy.ts';

/** A material or its list price changes in the ERP: the product and its price in the CRM follow. */
export const catalogSync = defineWorkflow({
  id: 'catalog-sync',
  version: '1.0.0',
  description:
    'Keeps products and list prices of the CRM equal to materials and prices of the ERP; what is gone is taken off the catalogue.',
  recordType: 'Material',
  triggers: [
    { on: 'event', types: ['material.changed'] },
    { on: 'poll', connection: 'erp', port: 'materialChanges', everyMs: 600_000, eventType: 'material.changed', recordType: 'Material' },
    { on: 'poll', connection: 'erp', port: 'priceChanges', everyMs: 600_000, eventType: 'material.changed', recordType: 'Material' },
    { on: 'schedule', cron: '0 3 * * *', eventType: 'catalogue.look' },
  ],
  phase: 'automatic',
  policy,
  agents: [catalogDesk],
  tools: [...catalogDesk.tools],
  mapping: Mapping,
  requires: [...catalogDesk.tools],
  graph: gated({ prepare }),
});
