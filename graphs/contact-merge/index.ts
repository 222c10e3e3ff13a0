import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { getContact } from '../../tools/crm/get-contact.ts';
import { mergeContact } from '../../tools/crm/merge-contact.ts';
import { moveToContact } from '../../tools/crm/move-to-contact.ts';
import { listContactCases } from '../../tools/crm/list-contact-cases.ts';
import { listContactPersons } from '../../tools/erp/list-contact-persons.ts';
import { Mapping } from '../customer-merge/mapping.ts';
import { policy } from '../customer-merge/policy.ts';
import { prepare } from './graph.ts';

/** Two contacts of one person become one. Whoever opted out in either stays opted out; nothing is deleted. */
export const contactMerge = defineWorkflow({
  id: 'contact-merge',
  version: '1.0.0',
  description: 'Proposes to merge two contacts that are one person, field by field and with their cases; it can be taken back.',
  recordType: 'Contact',
  recordSystem: 'crm',
  triggers: [{ on: 'event', types: ['contact.merge'] }],
  phase: 'automatic',
  policy,
  agents: [masterDesk],
  tools: [mergeContact, moveToContact],
  mapping: Mapping,
  mappingOf: 'customer-merge',
  requires: [getContact, listContactCases, listContactPersons, mergeContact, moveToContact],
  graph: gated({ prepare }),
});
