import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { getContact } from '../../tools/crm/get-contact.ts';
import { mergeContact } from '../../tools/crm/merge-contact.ts';
import { moveToContact } from '../../tools/crm/move-to-contact.ts';
import { Mapping } from '../customer-merge/mapping.ts';
import { policy } from '../customer-merge/policy.ts';
import { prepare } from './graph.ts';

/** Takes a merge of contacts back: every value and case it moved, except what somebody changed since. */
export const contactUnmerge = defineWorkflow({
  id: 'contact-unmerge',
  version: '1.0.0',
  description: 'Proposes to take a merge of two contacts back, with the values from before; what somebody changed since stays.',
  recordType: 'Contact',
  recordSystem: 'crm',
  triggers: [{ on: 'event', types: ['contact.unmerge'] }],
  phase: 'automatic',
  policy,
  agents: [masterDesk],
  tools: [mergeContact, moveToContact],
  mapping: Mapping,
  mappingOf: 'customer-merge',
  requires: [getContact, mergeContact, moveToContact],
  graph: gated({ prepare }),
});
