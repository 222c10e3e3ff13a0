import {
  address,
  businessId,
  changesTo,
  code,
  defineTool,
  email,
  organisation,
  phone,
  taxId,
  type Json,
  type WriteRequest,
} from 'countersign';
import { z } from 'zod';

/** What a company is made of in the ERP, whatever it is to us: customers and vendors are partners with one address and tax number. */
export const companyInput = z.object({
  account: businessId(),
  name: organisation(),
  street: address().optional(),
  city: address().optional(),
  postalCode: address().optional(),
  country: code(),
  phone: phone().optional(),
  email: email().optional(),
  taxType: code().optional(),
  taxId: taxId().optional(),
  language: code(),
  currency: code(),
  paymentTerms: code(),
  grouping: code(),
});

export const plainOfCompany = [
  'BusinessPartnerCategory',
  'BusinessPartnerGrouping',
  'BusinessPartnerIDByExtSystem',
  'CorrespondenceLanguage',
  'Country',
  'BPTaxType',
];

export const companyChanges = (input: z.infer<typeof companyInput>) => [
  // 2 is an organisation.
  { field: 'BusinessPartnerCategory', label: 'Category', after: '2' },
  { field: 'BusinessPartnerGrouping', label: 'Grouping', after: input.grouping },
  { field: 'BusinessPartnerIDByExtSystem', label: 'CRM account', after: input.account },
  { field: 'OrganizationBPName1', label: 'Name', after: input.name },
  { field: 'CorrespondenceLanguage', label: 'Language', after: input.language },
  { field: 'StreetName', label: 'Street', after: input.street },
  { field: 'PostalCode', label: 'Postal code', after: input.postalCode },
  { field: 'CityName', label: 'City', after: input.city },
  { field: 'Country', label: 'Country', after: input.country },
  { field: 'PhoneNumber', label: 'Telephone', after: input.phone },
  { field: 'EmailAddress', label: 'E-mail', after: input.email },
  { field: 'BPTaxType', label: 'Kind of tax number', after: input.taxId === undefined ? undefined : input.taxType },
  { field: 'BPTaxNumber', label: 'Tax number', after: input.taxType === undefined ? undefined : input.taxId },
];

/** A customer of the ERP with address, tax number, role and its sales area. The CRM's id goes along, so the ERP knows whom it stands for. */
export const createCustomer = defineTool({
  id: 'erp.create-customer',
  kind: 'write',
  description: 'Creates a customer in the ERP, with address, tax number, currency and payment terms.',
  system: 'erp',
  needs: ['write.A_BusinessPartner.create', 'customerMasters.get'],
  input: companyInput.extend({
    role: code(),
    salesOrganization: code(),
    distributionChannel: code(),
    division: code(),
  }),
  target: () => ({ type: 'A_BusinessPartner' }),
  reads: [],
  plain: [
    ...plainOfCompany,
    'BusinessPartnerRole',
    'SalesOrganization',
    'DistributionChannel',
    'Division',
    'Currency',
    'CustomerPaymentTerms',
  ],
  describe: (_ctx, _before, input) => ({
    title: 'New customer in the ERP',
    operation: 'create',
    changes: changesTo(undefined, [
      ...companyChanges(input),
      { field: 'BusinessPartnerRole', label: 'Role', after: input.role },
      { field: 'SalesOrganization', label: 'Sales organisation', after: input.salesOrganization },
      { field: 'DistributionChannel', label: 'Distribution channel', after: input.distributionChannel },
      { field: 'Division', label: 'Division', after: input.division },
      { field: 'Currency', label: 'Currency', after: input.currency },
      { field: 'CustomerPaymentTerms', label: 'Payment terms', after: input.paymentTerms },
    ]),
  }),
  send: (ctx) => ctx.send({ ...ctx.request, fields: nested(ctx.request.fields) }),
});

type Fields = WriteRequest['fields'];

/** Approvers see a list of fields; SAP wants them where they belong: address, tax number, role and sales area hang below the partner. */
function nested(fields: Fields): Fields {
  return {
    ...companyOf(fields),
    to_BusinessPartnerRole: [only(fields, ['BusinessPartnerRole'])],
    to_Customer: {
      to_CustomerSalesArea: [only(fields, ['SalesOrganization', 'DistributionChannel', 'Division', 'Currency', 'CustomerPaymentTerms'])],
    },
  };
}

const headFields = ['BusinessPartnerCategory', 'BusinessPartnerGrouping', 'BusinessPartnerIDByExtSystem', 'CorrespondenceLanguage'];

/** The partner itself, with its address and tax number where SAP wants them. */
export function companyOf(fields: Fields): Fields {
  const reach = (navigation: string, field: string, flag: string): Fields =>
    fields[field] === undefined ? {} : { [navigation]: [{ ...only(fields, [field]), [flag]: true }] };
  return {
    ...only(fields, headFields),
    ...namesOf(fields['OrganizationBPName1']),
    to_BusinessPartnerAddress: [
      {
        ...only(fields, ['StreetName', 'PostalCode', 'CityName', 'Country']),
        ...reach('to_EmailAddress', 'EmailAddress', 'IsDefaultEmailAddress'),
        ...reach('to_PhoneNumber', 'PhoneNumber', 'IsDefaultPhoneNumber'),
      },
    ],
    ...(fields['BPTaxNumber'] === undefined ? {} : { to_BusinessPartnerTax: [only(fields, ['BPTaxType', 'BPTaxNumber'])] }),
  };
}

export function only(fields: Fields, names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(names.flatMap((name): [string, Json][] => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}

/** SAP keeps an organisation's name in lines of 40 letters; it is broken between words. */
export function namesOf(name: Json | undefined): Fields {
  if (typeof name !== 'string') return {};
  if (name.length <= 40) return { OrganizationBPName1: name };
  const space = name.lastIndexOf(' ', 40);
  const at = space > 0 ? space : 40;
  return { OrganizationBPName1: name.slice(0, at), OrganizationBPName2: name.slice(at).trim().slice(0, 40) };
}
