import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { integrityDesk } from '../../agents/integrity-desk.ts';
import { listLinkedAccounts } from '../../tools/crm/list-linked-accounts.ts';
import { listLinkedCases } from '../../tools/crm/list-linked-cases.ts';
import { listLinkedDeals } from '../../tools/crm/list-linked-deals.ts';
import { updateAccountMaster } from '../../tools/crm/update-account-master.ts';
import { updateOpportunity } from '../../tools/crm/update-opportunity.ts';
import { carryDeal } from '../../tools/erp/carry-deal.ts';
import { listCustomerFacts } from '../../tools/erp/list-customer-facts.ts';
import { Mapping } from '../integrity/mapping.ts';
import { prepare } from './graph.ts';

const ask = { effect: 'ask', role: 'controller', expiresInMs: 86_400_000 } as const;

/** After the nightly report: what the ERP is master of is proposed for the CRM, and a person decides. */
export const integrityRepair = defineWorkflow({
  id: 'integrity-repair',
  version: '1.0.0',
  description: 'Proposes to repair differences between both systems in the direction of the field’s master; a person decides.',
  recordType: 'Schedule',
  triggers: [
    { on: 'event', types: ['integrity.repair'] },
    { on: 'schedule', cron: '30 2 * * *', eventType: 'integrity.repair' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [{ name: 'repair', reason: 'nothing is repaired that nobody looked at', when: { tags: ['repair'] }, verdict: ask }],
    otherwise: ask,
  },
  agents: [integrityDesk],
  tools: [updateAccountMaster, updateOpportunity, carryDeal],
  mapping: Mapping,
  mappingOf: 'integrity',
  requires: [listLinkedAccounts, listCustomerFacts, listLinkedDeals, listLinkedCases, updateAccountMaster, updateOpportunity],
  graph: gated({ prepare }),
});
