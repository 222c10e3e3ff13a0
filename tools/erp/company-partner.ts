import { address, businessId, code, email, organisation, phone, taxId, type Json, type WriteRequest } from 'countersign';
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

type Fields = WriteRequest['fields'];

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
