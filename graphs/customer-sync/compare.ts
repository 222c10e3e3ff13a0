import type { AccountMaster, CustomerMaster, FieldAgreement } from 'countersign';
import { countryCode, goldenRecord, proposeMerge, type SurvivorshipRules } from 'countersign/matching';
import { languageOf, sourceOf } from './decide.ts';
import type { Mapping, MasterField } from './mapping.ts';

/** An account and the customer it stands for, and what was found when their values were compared. */
export type Couple = { readonly account: AccountMaster; readonly customer: CustomerMaster; readonly agreements: readonly FieldAgreement[] };

export type InLine = {
  /** Fields of the account that become the ERP's; of the customer that become the CRM's. */
  readonly toCrm: Readonly<Record<string, string>>;
  readonly toErp: Readonly<Record<string, string>>;
  /** Fields that differ and that only a person can settle. */
  readonly open: readonly MasterField[];
};

/** The fields a master speaks for; a place is the town with its postal code. */
const partsOf: Readonly<Record<MasterField, readonly string[]>> = {
  name: ['name'],
  language: ['language'],
  currency: ['currency'],
  paymentTerms: ['paymentTerms'],
  taxId: ['taxId'],
  phone: ['phone'],
  email: ['email'],
  street: ['street'],
  place: ['city', 'postalCode'],
  country: ['country'],
};
const masterFields = Object.keys(partsOf).filter((field): field is MasterField => field in partsOf);

/**
 * What brings both in line, by the master of each field. What says the same in another writing is no difference; where the side that is not
 * the master says nothing it is filled, and what a person has to settle is a difference only where both say something.
 */
export function inLine(couple: Couple, mapping: Mapping): InLine {
  const different = masterFields.filter((field) => !isSame(field, couple, mapping));
  const open = different.filter(
    (field) => mapping.masters[field] === 'review' && saysOf(field, couple.account) && saysOf(field, couple.customer),
  );
  const settled = different.filter((field) => mapping.masters[field] !== 'review');
  const parts = settled.flatMap((field) => partsOf[field]);
  const records = [sourceOf('crm', couple.account, parts), sourceOf('erp', couple.customer, parts)];
  const rules: SurvivorshipRules = {
    fields: Object.fromEntries(
      settled.flatMap((field) => partsOf[field].map((part) => [part, [{ by: 'master', system: mapping.masters[field] }]] as const)),
    ),
    otherwise: [{ by: 'review' }],
  };
  const takes = (system: 'crm' | 'erp'): string[] =>
    settled.filter((field) => mapping.masters[field] !== system).flatMap((field) => partsOf[field]);
  const { writes } = proposeMerge(records, goldenRecord(records, rules), { fieldsOf: { crm: takes('crm'), erp: takes('erp') } });
  const changesOf = (system: string): Record<string, string> =>
    Object.fromEntries(
      (writes.find((write) => write.system === system)?.changes ?? []).flatMap(({ field, before, after }): [string, string][] =>
        after === undefined || after === before || after === '' ? [] : [[field, after]],
      ),
    );
  const { language: wanted, ...toErp } = changesOf('erp');
  // SAP knows languages by two letters; what is none of them is left alone.
  const language = languageOf(wanted);
  return { toCrm: changesOf('crm'), toErp: { ...toErp, ...(language === undefined ? {} : { language }) }, open };
}

const saysOf = (field: MasterField, master: AccountMaster | CustomerMaster): boolean =>
  Object.keys(sourceOf('crm', master, partsOf[field]).fields).length > 0;

/** Codes are compared here; what is personal was compared where its values are, and equal values are equal tokens. */
function isSame(field: MasterField, { account, customer, agreements }: Couple, mapping: Mapping): boolean {
  switch (field) {
    case 'language':
      return languageOf(account.language) === languageOf(customer.language);
    case 'currency':
      return account.currency === customer.currency;
    case 'paymentTerms':
      return mapping.terms[account.paymentTerms ?? ''] === customer.paymentTerms;
    case 'country':
      return countryCode(account.country ?? '') === countryCode(customer.country ?? '');
    case 'name':
    case 'taxId':
    case 'phone':
    case 'email':
    case 'street':
    case 'place': {
      const level = agreements.find((each) => each.field === field)?.level;
      return level === 'exact' || partsOf[field].every((part) => valueOf(part, account) === valueOf(part, customer));
    }
  }
}

const valueOf = (part: string, master: AccountMaster | CustomerMaster): string | undefined => sourceOf('crm', master).fields[part]?.value;
