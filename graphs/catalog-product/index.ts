import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { catalogDesk } from '../../agents/catalog-desk.ts';
import { prepare } from '../catalog-sync/graph.ts';
import { Mapping } from '../catalog-sync/mapping.ts';
import { policy } from '../catalog-sync/policy.ts';

/** A product changes in the CRM: what the ERP is master of is put back, and our own change finds nothing to do. */
export const catalogProduct = defineWorkflow({
  id: 'catalog-product',
  version: '1.0.0',
  description: 'Looks at products that changed in the CRM and puts back what the ERP is master of; conflicts go to review.',
  recordType: 'Product2',
  triggers: [
    { on: 'event', types: ['product.changed'] },
    { on: 'poll', connection: 'crm', port: 'products', everyMs: 600_000, eventType: 'product.changed', recordType: 'Product2' },
    { on: 'poll', connection: 'crm', port: 'priceEntryChanges', everyMs: 600_000, eventType: 'product.changed', recordType: 'Product2' },
  ],
  phase: 'automatic',
  policy,
  agents: [catalogDesk],
  tools: [...catalogDesk.tools],
  mapping: Mapping,
  mappingOf: 'catalog-sync',
  requires: [...catalogDesk.tools],
  graph: gated({ prepare }),
});
