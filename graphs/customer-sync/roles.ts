import type { AccountMaster, CustomerMaster, PartnerSetup } from 'countersign';
import { termsOf } from './decide.ts';
import type { Mapping } from './mapping.ts';

/** What a company is to us. It is one partner of the ERP, whichever of the two it is, or both. */
export type Kinds = { readonly customer: boolean; readonly vendor: boolean };

/** By the account's type; what it has a number for, it stays. */
export function kindsOf({ type, erpCustomerId, erpVendorId }: AccountMaster, { kinds }: Mapping): Kinds {
  const named = kinds[type ?? ''] ?? ['customer'];
  return {
    customer: named.includes('customer') || erpCustomerId !== undefined,
    vendor: named.includes('vendor') || erpVendorId !== undefined,
  };
}

/** What is set up for a partner: a role, where it is sold to, where it is paid, where it is bought from. */
export type Part =
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'sales-area' }
  | { readonly kind: 'company' }
  | { readonly kind: 'purchasing' };

/**
 * What a partner lacks to be what the account is. A customer with any sales area is one, and so is a vendor with any company code and
 * purchasing organisation: where else it is sold to, paid or bought from is the ERP's business. What is half there is completed.
 */
export function missingParts(kinds: Kinds, setup: PartnerSetup | undefined, { role, vendor }: Mapping): readonly Part[] {
  // An ERP that does not say has customers alone.
  if (!setup) return [];
  const needs = (name: string): readonly Part[] => (setup.roles.includes(name) ? [] : [{ kind: 'role', role: name }]);
  const isSold = setup.isCustomer && setup.salesAreas.length > 0;
  const isPaid = setup.isSupplier && setup.companyCodes.length > 0;
  const isBought = setup.isSupplier && setup.purchasingOrganizations.length > 0;
  return [
    ...(kinds.customer && !isSold ? [...needs(role), { kind: 'sales-area' } as const] : []),
    ...(kinds.vendor && !isPaid ? [...needs(vendor.roles.company), { kind: 'company' } as const] : []),
    ...(kinds.vendor && !isBought ? [...needs(vendor.roles.purchasing), { kind: 'purchasing' } as const] : []),
  ];
}

/** Of an account with both numbers, what the partner with this one stands for; without the other number it stands for that too. */
export function kindsOfPartner(kinds: Kinds, { erpCustomerId, erpVendorId }: AccountMaster, partner: string): Kinds {
  return {
    customer: kinds.customer && (erpCustomerId === undefined || erpCustomerId === partner),
    vendor: kinds.vendor && (erpVendorId === undefined || erpVendorId === partner),
  };
}

/** Numbers of the partner that the account does not say yet. */
export function numbersFor<T>(kinds: Kinds, account: AccountMaster, partner: T): { readonly customer?: T; readonly vendor?: T } {
  return {
    ...(kinds.customer && account.erpCustomerId === undefined ? { customer: partner } : {}),
    ...(kinds.vendor && account.erpVendorId === undefined ? { vendor: partner } : {}),
  };
}

/** Terms on which a vendor is paid: those of the account where it is nothing but a vendor, since a customer's are those it pays by. */
export function vendorTerms(account: AccountMaster, kinds: Kinds, mapping: Mapping): string {
  const own = account.paymentTerms === undefined || account.paymentTerms.trim() === '' ? undefined : termsOf(account, mapping);
  return (kinds.customer ? undefined : own) ?? mapping.vendor.paymentTerms;
}

/** Tags by which the policy knows it: a vendor can be paid, and a partner that gets another role was somebody's already. */
export function roleTags(kinds: Kinds, parts: readonly Part[]): readonly string[] {
  const isVendor = parts.some(({ kind }) => kind === 'company' || kind === 'purchasing');
  return parts.length === 0 ? [] : ['to-erp', isVendor && kinds.vendor ? 'vendor' : 'new-role'];
}

export const roleReasons = (partner: string, parts: readonly Part[]): readonly string[] => {
  const is = (kind: Part['kind']): boolean => parts.some((part) => part.kind === kind);
  const isNewVendor = is('company') || is('purchasing');
  return [
    ...(is('sales-area') ? [`partner ${partner} becomes a customer too`] : []),
    ...(isNewVendor ? [`partner ${partner} becomes a vendor too; its bank account is entered in the ERP by somebody who checked it`] : []),
  ];
};

/** Whether a partner stands for the account at all. */
export const partnerOf = ({ erpCustomerId, erpVendorId }: AccountMaster): string | undefined => erpCustomerId ?? erpVendorId;

export const holdsOther = (master: CustomerMaster, account: string): boolean =>
  master.crmAccountId !== undefined && master.crmAccountId !== account;
