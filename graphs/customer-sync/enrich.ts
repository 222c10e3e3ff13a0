import type { AccountMaster, CompanyProfile, CompanySearch } from 'countersign';
import type { SourceRecord } from 'countersign/matching';
import type { Mapping } from './mapping.ts';

/**
 * What is done with the provider's surest match.
 * - take: sure enough to be taken without anybody
 * - ask: likely; a person looks before it counts
 * - leave: none, too unsure, switched off, or no answer
 */
export type Standing = { readonly kind: 'take' | 'ask' | 'leave'; readonly duns: string; readonly reasons: readonly string[] };

/** How far the provider is to be trusted with this account. The sentences hold no value of anybody. */
export function weighMatch(search: CompanySearch, account: Pick<AccountMaster, 'syncStatus'>, { companyData }: Mapping): Standing {
  const leave = (...reasons: string[]): Standing => ({ kind: 'leave', duns: '', reasons });
  switch (search.kind) {
    case 'off':
      return leave();
    case 'unavailable':
      return leave('the company-data provider did not answer; the account goes on as it is');
    case 'asked': {
      const { match } = search;
      if (!match) return leave('the company-data provider knows no such company');
      const told = `company data knows it as DUNS ${match.duns} with confidence ${match.confidence} of 10${
        match.grades.length === 0 ? '' : ` (${match.grades.join(', ')})`
      }`;
      if (account.syncStatus === companyData.withoutState) return leave(`${told}; somebody said to do without`);
      if (match.confidence >= companyData.take) return { kind: 'take', duns: match.duns, reasons: [told] };
      if (match.confidence < companyData.ask) return leave(`${told}, which is too little to use`);
      return {
        kind: 'ask',
        duns: match.duns,
        reasons: [told, `if it is another company, reject this and set the account's state to "${companyData.withoutState}"`],
      };
    }
  }
}

export type Filled = {
  readonly standing: Standing;
  /** Fields of the account that are empty and that the provider can say. */
  readonly fields: Readonly<Record<string, string>>;
};

export const nothingFilled = (standing: Standing): Filled => ({ standing, fields: {} });

const placeParts = ['street', 'city', 'postalCode'] as const;

/**
 * What the provider adds to an account: only what the account leaves empty, and only fields that the ERP is not master of. Its address
 * is added as a whole or not at all: half of another address would be worse than none.
 */
export function fill(
  account: AccountMaster,
  profile: CompanyProfile,
  standing: Standing,
  facts: { readonly mapping: Mapping; readonly isTaxIdSound: boolean },
): Filled {
  const { masters, companyData } = facts.mapping;
  const isWanted = (field: (typeof companyData.fields)[number]): boolean => companyData.fields.includes(field) && masters[field] !== 'erp';
  const differs = placeParts.some((part) => isSaid(account[part]) && isSaid(profile[part]) && account[part] !== profile[part]);
  const parts = [
    ...(isWanted('street') && !differs ? (['street'] as const) : []),
    ...(isWanted('place') && !differs ? (['city', 'postalCode'] as const) : []),
    ...(isWanted('phone') ? (['phone'] as const) : []),
    ...(isWanted('taxId') && facts.isTaxIdSound ? (['taxId'] as const) : []),
  ];
  const fields = Object.fromEntries(
    parts.flatMap((part): [string, string][] => {
      const value = profile[part];
      return isSaid(account[part]) || value === undefined || !isSaid(value) ? [] : [[part, value]];
    }),
  );
  const names = Object.keys(fields);
  const reasons = [
    ...(names.length === 0 ? [] : [`company data adds ${names.join(', ')}, which the account leaves empty`]),
    ...(differs ? ['company data has another address; the one of the account stays'] : []),
  ];
  if (!profile.isActive)
    return {
      standing: { ...standing, kind: 'ask', reasons: [...standing.reasons, ...reasons, 'company data says that it is out of business'] },
      fields,
    };
  // Nobody has to look at a match that changes nothing.
  const kind = standing.kind === 'ask' && names.length === 0 ? 'leave' : standing.kind;
  return { standing: { ...standing, kind, reasons: [...standing.reasons, ...reasons] }, fields };
}

const isSaid = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

/** What was filled, as one more source of the golden record. */
export const sourceOfProvider = ({ standing, fields }: Filled): readonly SourceRecord[] =>
  Object.keys(fields).length === 0
    ? []
    : [
        {
          system: 'company-data',
          id: standing.duns,
          fields: Object.fromEntries(
            Object.entries(fields).map(([field, value]) => [field, { value, verifiedBy: 'company-data' }] as const),
          ),
        },
      ];
