import { CountersignError, type AccountMaster } from 'countersign';
import type { FlowContext, ProposalPlan } from 'countersign/flow';
import { countryCode } from 'countersign/matching';
import { languageOf } from './decide.ts';
import type { Mapping } from './mapping.ts';

/** What proposals about an account have in common. */
export function linkage(flow: FlowContext) {
  const port = flow.ports.linkage;
  if (!port) throw new CountersignError('capability.missing', 'This installation compares no customers', { field: 'linkage' });
  return port;
}

/** The account and its partner in the link table, both ways, as customer, as vendor or as both. */
export const linksOf = (
  flow: FlowContext,
  account: string,
  numbers: { readonly customer?: string; readonly vendor?: string },
): NonNullable<ProposalPlan['links']> => {
  const left = { connection: flow.connectionName('crm'), type: 'Account', id: account };
  const link = (type: string, id: string | undefined): NonNullable<ProposalPlan['links']> => {
    if (id === undefined) return [];
    const right = { connection: flow.connectionName('erp'), type, id };
    return [
      { left, right, source: 'customer-sync' },
      { left: right, right: left, source: 'customer-sync' },
    ];
  };
  return [...link('Customer', numbers.customer), ...link('Supplier', numbers.vendor)];
};

export const evidenceOf = (flow: FlowContext, account: AccountMaster): ProposalPlan['evidence'] => [
  {
    label: 'Account',
    connection: flow.connectionName('crm'),
    type: 'Account',
    id: account.id,
    ...(account.ref.version === undefined ? {} : { version: account.ref.version }),
  },
];

export const ownerOf = ({ ownerId }: AccountMaster): ProposalPlan['requestedBy'] =>
  ownerId === undefined ? [] : [{ system: 'crm', user: ownerId }];

export const placeOf = (account: AccountMaster, mapping: Mapping) => ({
  account: account.id,
  country: countryCode(account.country ?? '') ?? '',
  language: languageOf(account.language) ?? mapping.defaultLanguage,
  mapping,
});
