import type { AccountMaster, JsonObject } from 'countersign';
import type { Draft, ProposalPlan } from 'countersign/flow';
import { addPartnerRole } from '../../tools/erp/add-partner-role.ts';
import { createSalesArea } from '../../tools/erp/create-sales-area.ts';
import { createVendorCompany } from '../../tools/erp/create-vendor-company.ts';
import { createVendorPurchasing } from '../../tools/erp/create-vendor-purchasing.ts';
import { termsOf } from './decide.ts';
import type { Mapping } from './mapping.ts';
import { roleReasons, roleTags, vendorTerms, type Kinds, type Part } from './roles.ts';

/** What a proposal about an account says of the roles its partner gets; put together with what it says of the account itself. */
export type RolesPart = Pick<ProposalPlan, 'slots' | 'write'> & {
  readonly about: readonly JsonObject[];
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
};

type Given = {
  readonly account: AccountMaster;
  /** The partner's number, or what stands for the one that is created. */
  readonly partner: string;
  readonly kinds: Kinds;
  readonly mapping: Mapping;
};

const tools = {
  role: addPartnerRole,
  'sales-area': createSalesArea,
  company: createVendorCompany,
  purchasing: createVendorPurchasing,
};
const slotOf = (part: Part): string => (part.kind === 'role' ? `role-${part.role.toLowerCase()}` : part.kind);

export function rolesOf(parts: readonly Part[], given: Given): RolesPart {
  return {
    about: parts.map((part) => ({ ...part })),
    tags: roleTags(given.kinds, parts),
    reasons: roleReasons(given.partner, parts),
    slots: parts.map((part) => ({ slot: slotOf(part), tool: tools[part.kind] })),
    write: async (draft) => {
      for (const part of parts) await propose(draft, part, given);
    },
  };
}

async function propose(draft: Draft, part: Part, { account, partner, kinds, mapping }: Given): Promise<void> {
  const currency = account.currency ?? mapping.defaultCurrency;
  const { companyCode, reconciliationAccount, purchasingOrganization } = mapping.vendor;
  const slot = slotOf(part);
  switch (part.kind) {
    case 'role':
      return draft.propose(slot, addPartnerRole, { partner, role: part.role });
    case 'sales-area':
      return draft.propose(slot, createSalesArea, {
        customer: partner,
        ...mapping.salesArea,
        currency,
        paymentTerms: termsOf(account, mapping) ?? mapping.defaultTerms,
      });
    case 'company':
      return draft.propose(slot, createVendorCompany, {
        vendor: partner,
        companyCode,
        reconciliationAccount,
        paymentTerms: vendorTerms(account, kinds, mapping),
      });
    case 'purchasing':
      return draft.propose(slot, createVendorPurchasing, {
        vendor: partner,
        purchasingOrganization,
        currency,
        paymentTerms: vendorTerms(account, kinds, mapping),
      });
  }
}
