import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { contractDesk } from '../../agents/contract-desk.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';
import { policy } from './policy.ts';

/** A contract changes in the ERP: the one in the CRM follows. A change in the CRM of what the ERP is master of is put back. */
export const contractSync = defineWorkflow({
  id: 'contract-sync',
  version: '1.0.0',
  description:
    'Keeps the terms of contracts in the CRM equal to the contracts of the ERP; what cannot be settled, or has ended, goes to the owner.',
  recordType: 'SalesContract',
  triggers: [
    {
      on: 'event',
      types: [
        'sales-contract.changed',
        'sap.s4.beh.salescontract.v1.SalesContract.Created.v1',
        'sap.s4.beh.salescontract.v1.SalesContract.Changed.v1',
      ],
    },
    {
      on: 'poll',
      connection: 'erp',
      port: 'salesContracts',
      everyMs: 600_000,
      eventType: 'sales-contract.changed',
      recordType: 'SalesContract',
    },
    {
      on: 'poll',
      connection: 'crm',
      port: 'contractChanges',
      everyMs: 60_000,
      eventType: 'sales-contract.changed',
      // By the number it has in the ERP: whatever side changed, the same pair is looked at.
      recordType: 'SalesContract',
    },
    { on: 'schedule', cron: '30 3 * * *', eventType: 'contracts.look' },
  ],
  phase: 'automatic',
  policy,
  agents: [contractDesk],
  tools: [...contractDesk.tools],
  mapping: Mapping,
  requires: [...contractDesk.tools],
  graph: gated({ prepare }),
});
