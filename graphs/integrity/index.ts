import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { integrityDesk } from '../../agents/integrity-desk.ts';
import { listLinkedAccounts } from '../../tools/crm/list-linked-accounts.ts';
import { listLinkedCases } from '../../tools/crm/list-linked-cases.ts';
import { listLinkedDeals } from '../../tools/crm/list-linked-deals.ts';
import { listMirrors } from '../../tools/crm/list-mirrors.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listCustomerFacts } from '../../tools/erp/list-customer-facts.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** Every night: do both systems say the same of what is linked? Every difference becomes a record, and somebody gets a summary. */
export const integrity = defineWorkflow({
  id: 'integrity',
  version: '1.0.0',
  description: 'Compares linked records of both systems every night and reports every difference with its age and last editor.',
  recordType: 'Schedule',
  triggers: [
    { on: 'event', types: ['integrity.look'] },
    { on: 'schedule', cron: '0 2 * * *', eventType: 'integrity.look' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [{ name: 'report', reason: 'a report changes no record it is about', when: { tags: ['report'] }, verdict: { effect: 'allow' } }],
    otherwise: { effect: 'deny' },
  },
  agents: [integrityDesk],
  tools: [...integrityDesk.tools],
  mapping: Mapping,
  requires: [
    listLinkedAccounts,
    listCustomerFacts,
    listLinkedDeals,
    listLinkedCases,
    getSalesOrder,
    listMirrors,
    readMirrors,
    recordVariance,
  ],
  graph: gated({ prepare }),
});
