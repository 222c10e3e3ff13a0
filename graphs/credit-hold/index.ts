import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { financeDesk } from '../../agents/finance-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { getCreditStatus } from '../../tools/erp/get-credit-status.ts';
import { listOpenInvoices } from '../../tools/erp/list-open-invoices.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { whenOrderChanges } from '../_shared/triggers.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** An order is held by the credit check, or nearly: its owner gets a task that says why, what is open and what to do. */
export const creditHold = defineWorkflow({
  id: 'credit-hold',
  version: '1.0.0',
  description: 'Tells the owner of an order that the credit check holds it or is about to, with payment history and what to do.',
  recordType: 'SalesOrder',
  triggers: whenOrderChanges,
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'task',
        reason: 'a task changes nothing but what somebody does next',
        when: { tags: ['task'] },
        verdict: { effect: 'allow' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [financeDesk],
  tools: [createTask],
  mapping: Mapping,
  requires: [getCreditStatus, listOpenInvoices, findAccountByCustomer, createTask],
  graph: gated({ prepare }),
});
