import { address, businessId, changesTo, code, defineTool, email, organisation, phone, taxId } from 'countersign';
import { z } from 'zod';

/** Fields of an account by what this tool calls them; every one may be emptied, so that a merge can be taken back. */
export const accountFields = {
  into: 'Merged_Into__c',
  status: 'Sync_Status__c',
  customer: 'ERP_Customer_Id__c',
  vendor: 'ERP_Vendor_Id__c',
  name: 'Name',
  street: 'BillingStreet',
  city: 'BillingCity',
  postalCode: 'BillingPostalCode',
  country: 'BillingCountry',
  phone: 'Phone',
  email: 'Email__c',
  taxId: 'Tax_Id__c',
  language: 'Language__c',
  currency: 'CurrencyIsoCode',
  paymentTerms: 'Payment_Terms__c',
} as const;
const { into, status, customer, vendor, country, language, currency, paymentTerms } = accountFields;

/** One side of two accounts that become one, or that become two again. */
export const mergeAccount = defineTool({
  id: 'crm.merge-account',
  kind: 'write',
  description: 'Writes what an account takes from another one it is merged with, or that it stands for the other no more.',
  system: 'crm',
  needs: ['accountMasters.get', 'write.Account.update'],
  input: z.object({
    account: businessId(),
    into: businessId().nullish(),
    status: code().nullish(),
    customer: businessId().nullish(),
    vendor: businessId().nullish(),
    name: organisation().optional(),
    street: address().nullish(),
    city: address().nullish(),
    postalCode: address().nullish(),
    country: code().nullish(),
    phone: phone().nullish(),
    email: email().nullish(),
    taxId: taxId().nullish(),
    language: code().nullish(),
    currency: code().nullish(),
    paymentTerms: code().nullish(),
  }),
  target: ({ account }) => ({ type: 'Account', id: account }),
  reads: Object.values(accountFields),
  fields: accountFields,
  plain: [into, status, customer, vendor, country, language, currency, paymentTerms],
  describe: (_ctx, before, input) => ({
    title: typeof input.into === 'string' ? 'Merge the account into another' : 'Take over from the merged account',
    operation: 'update',
    changes: changesTo(before, [
      { field: accountFields.into, label: 'Merged into', after: input.into },
      { field: accountFields.status, label: 'State', after: input.status },
      { field: accountFields.customer, label: 'ERP customer', after: input.customer },
      { field: accountFields.vendor, label: 'ERP vendor', after: input.vendor },
      { field: accountFields.name, label: 'Name', after: input.name },
      { field: accountFields.street, label: 'Street', after: input.street },
      { field: accountFields.city, label: 'City', after: input.city },
      { field: accountFields.postalCode, label: 'Postal code', after: input.postalCode },
      { field: accountFields.country, label: 'Country', after: input.country },
      { field: accountFields.phone, label: 'Telephone', after: input.phone },
      { field: accountFields.email, label: 'E-mail', after: input.email },
      { field: accountFields.taxId, label: 'Tax id', after: input.taxId },
      { field: accountFields.language, label: 'Language', after: input.language },
      { field: accountFields.currency, label: 'Currency', after: input.currency },
      { field: accountFields.paymentTerms, label: 'Payment terms', after: input.paymentTerms },
    ]),
  }),
});
