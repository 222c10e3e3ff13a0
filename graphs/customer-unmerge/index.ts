import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { mergeAccount } from '../../tools/crm/merge-account.ts';
import { moveToAccount } from '../../tools/crm/move-to-account.ts';
import { setPartnerBlock } from '../../tools/erp/set-partner-block.ts';
import { Mapping } from '../customer-merge/mapping.ts';
import { policy } from '../customer-merge/policy.ts';
import { prepare } from './graph.ts';

/** Takes a merge back: every value and record it moved, except what somebody changed since. */
export const customerUnmerge = defineWorkflow({
  id: 'customer-unmerge',
  version: '1.0.0',
  description: 'Proposes to take a merge of two accounts back, with the values from before; what somebody changed since stays.',
  recordType: 'Account',
  recordSystem: 'crm',
  triggers: [{ on: 'event', types: ['account.unmerge'] }],
  phase: 'automatic',
  policy,
  agents: [masterDesk],
  tools: [mergeAccount, moveToAccount, setPartnerBlock],
  mapping: Mapping,
  mappingOf: 'customer-merge',
  requires: [getAccountMaster, mergeAccount, moveToAccount],
  graph: gated({ prepare }),
});
