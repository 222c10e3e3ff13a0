import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { updateAccountMaster } from '../../tools/crm/update-account-master.ts';
import { createCustomer } from '../../tools/erp/create-customer.ts';
import { getCustomerMaster } from '../../tools/erp/get-customer-master.ts';
import { updateCustomer } from '../../tools/erp/update-customer.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

const ask = {
  effect: 'ask',
  role: 'controller',
  expiresInMs: 5 * 86_400_000,
  escalateAfterMs: 2 * 86_400_000,
  escalateTo: 'admin',
} as const;

/** A new account becomes one ERP customer or vendor, or is linked to the one it already is; one that has its customer stays in line with it. */
export const customerSync = defineWorkflow({
  id: 'customer-sync',
  version: '1.2.0',
  description:
    'Creates or finds the ERP customer or vendor of an account and keeps both in line; what is only like a customer goes to review.',
  recordType: 'Account',
  triggers: [
    { on: 'event', types: ['account.changed'] },
    { on: 'poll', connection: 'crm', port: 'accountMasters', everyMs: 60_000, eventType: 'account.changed', recordType: 'Account' },
    { on: 'poll', connection: 'crm', port: 'contactChanges', everyMs: 60_000, eventType: 'account.changed', recordType: 'Account' },
  ],
  phase: 'automatic',
  isTwoWay: true,
  policy: {
    version: '1.2.0',
    rules: [
      { name: 'possible-duplicate', reason: 'it is only like a customer of the ERP', when: { tags: ['possible-duplicate'] }, verdict: ask },
      {
        name: 'possible-duplicate-contact',
        reason: 'a contact is only like a person of the ERP',
        when: { tags: ['possible-duplicate-contact'] },
        verdict: ask,
      },
      { name: 'contact-gone', reason: 'somebody is no longer at the account', when: { tags: ['contact-gone'] }, verdict: ask },
      { name: 'company-data', reason: 'what a provider says of it is not sure enough', when: { tags: ['company-data'] }, verdict: ask },
      { name: 'vendor', reason: 'a vendor can be paid', when: { tags: ['vendor'] }, verdict: ask },
      { name: 'new-role', reason: 'a partner of the ERP gets another role', when: { tags: ['new-role'] }, verdict: ask },
      { name: 'new-terms', reason: 'unusual payment terms are looked at first', when: { tags: ['new-terms'] }, verdict: ask },
      { name: 'name', reason: 'a new name goes on invoices', when: { tags: ['name'] }, verdict: ask },
      { name: 'link', reason: 'it is without doubt this customer', when: { tags: ['link'] }, verdict: { effect: 'allow' } },
      { name: 'create', reason: 'no customer of the ERP is like it', when: { tags: ['create'] }, verdict: { effect: 'allow' } },
      {
        name: 'to-erp',
        reason: 'what the CRM is master of goes to the ERP',
        when: { tags: ['to-erp'] },
        verdict: { effect: 'allow' },
      },
      { name: 'in-line', reason: 'each field follows its master', when: { tags: ['in-line'] }, verdict: { effect: 'allow' } },
    ],
    otherwise: ask,
  },
  agents: [masterDesk],
  tools: [...masterDesk.tools],
  mapping: Mapping,
  requires: [getAccountMaster, getCustomerMaster, findAccountByCustomer, createCustomer, updateCustomer, updateAccountMaster],
  graph: gated({ prepare }),
});
