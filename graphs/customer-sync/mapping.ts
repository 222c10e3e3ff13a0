import { z } from 'zod';

const settled = z.enum(['erp', 'review']);
const either = z.enum(['erp', 'crm', 'review']);
const key = z.string().min(1).max(4);

/** The shape of mapping.yaml; a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  masters: z.strictObject({
    name: either,
    language: either,
    currency: settled,
    paymentTerms: settled,
    taxId: settled,
    phone: settled,
    email: settled,
    street: settled,
    place: settled,
    country: settled,
  }),
  terms: z.record(z.string(), key),
  defaultTerms: key,
  defaultCurrency: z.string().regex(/^[A-Z]{3}$/),
  defaultLanguage: z.string().regex(/^[A-Z]{2}$/),
  taxTypes: z.record(z.string().regex(/^[A-Z]{2}$/), key),
  grouping: key,
  role: z.string().min(1).max(6),
  salesArea: z.strictObject({ salesOrganization: key, distributionChannel: key, division: key }),
  kinds: z.record(z.string(), z.array(z.enum(['customer', 'vendor'])).min(1)),
  vendor: z.strictObject({
    roles: z.strictObject({ company: z.string().min(1).max(6), purchasing: z.string().min(1).max(6) }),
    grouping: key,
    companyCode: key,
    reconciliationAccount: z.string().min(1).max(10),
    purchasingOrganization: key,
    paymentTerms: key,
  }),
  companyData: z
    .strictObject({
      take: z.number().int().min(8).max(10),
      ask: z.number().int().min(1).max(10),
      fields: z.array(z.enum(['street', 'place', 'phone', 'taxId'])),
      withoutState: z.string().min(1),
    })
    .refine(({ take, ask }) => ask <= take, 'ask must not be above take'),
  contacts: z.strictObject({
    grouping: key,
    role: z.string().min(1).max(6),
    relationship: z.string().min(1).max(6),
    most: z.number().int().min(0).max(100),
  }),
  newCustomerState: z.string().min(1),
  leaveAlone: z.array(z.string()),
  maxParents: z.number().int().min(1).max(100),
});
export type Mapping = z.infer<typeof Mapping>;
export type MasterField = keyof Mapping['masters'];
