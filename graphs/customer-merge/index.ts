import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { listAccountChildren } from '../../tools/crm/list-account-children.ts';
import { mergeAccount } from '../../tools/crm/merge-account.ts';
import { moveToAccount } from '../../tools/crm/move-to-account.ts';
import { setPartnerBlock } from '../../tools/erp/set-partner-block.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';
import { policy } from './policy.ts';

/** Two accounts of one company become one: values field by field, what belongs to them, and their numbers of the ERP. Nothing is deleted. */
export const customerMerge = defineWorkflow({
  id: 'customer-merge',
  version: '1.0.0',
  description: 'Proposes to merge two accounts of one company, field by field and with all that belongs to them; it can be taken back.',
  recordType: 'Account',
  recordSystem: 'crm',
  triggers: [{ on: 'event', types: ['account.merge'] }],
  phase: 'automatic',
  policy,
  agents: [masterDesk],
  tools: [mergeAccount, moveToAccount, setPartnerBlock],
  mapping: Mapping,
  requires: [getAccountMaster, findAccountByCustomer, listAccountChildren, mergeAccount, moveToAccount],
  graph: gated({ prepare }),
});
