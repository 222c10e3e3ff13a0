import type { AccountMaster } from '../contracts/business-crm.ts';
import type { CompanyProfile } from '../contracts/company-data.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { CustomerCandidate, CustomerLinkage, CustomerSearch, FieldAgreement } from '../contracts/linkage.ts';
import type { CallOptions } from '../contracts/ports.ts';
import { compareRecords, countryCode, customerProfile, taxId, type PartyRecord, type RecordPair } from '../matching/index.ts';
import { holdCustomers, partyOf, type HeldParts } from './held-customers.ts';

export type LinkageParts = HeldParts & {
  /** What the company-data provider holds of a number; undefined where it has no answer. */
  readonly profileOf?: (duns: string, options?: CallOptions) => Promise<CompanyProfile | undefined>;
};

/** The masters of both systems compared where their values are: ids go in, ids, levels and odds come out. */
export function customerLinkage(parts: LinkageParts): CustomerLinkage {
  const held = holdCustomers(parts);
  const accountOf = async (id: string, options?: CallOptions): Promise<AccountMaster | undefined> => {
    const port = parts.connection('crm').ports.accountMasters;
    if (!port) throw new CountersignError('capability.missing', 'The CRM connection serves no accounts', { field: 'accountMasters' });
    return port.get(id, options);
  };
  return {
    async customersLike(id, options) {
      const account = await accountOf(id, options);
      if (!account) return undefined;
      const profile = options?.duns === undefined ? undefined : await parts.profileOf?.(options.duns, options);
      const { pairs, compared, isComplete } = await held.like(completed(partyOf(account), profile), options);
      return {
        taxId: taxIdOf(account),
        ...(profile ? { foundTaxId: taxIdOf(profile) } : {}),
        candidates: pairs.slice(0, 5).map(toCandidate),
        compared,
        isComplete,
      };
    },
    async compare(id, customerId, options) {
      const [account, customer] = await Promise.all([
        accountOf(id, options),
        parts.connection('erp').ports.customerMasters?.get(customerId, options),
      ]);
      if (!account || !customer) return undefined;
      return toAgreements(compareRecords(customerProfile, partyOf(account), partyOf(customer)));
    },
    async compareAccounts(one, other, options) {
      const [first, second] = await Promise.all([accountOf(one, options), accountOf(other, options)]);
      return first && second && toAgreements(compareRecords(customerProfile, partyOf(first), partyOf(second)));
    },
  };
}

/** The account's own values first; what it leaves empty is the provider's. */
function completed(party: PartyRecord, profile: CompanyProfile | undefined): PartyRecord {
  if (!profile) return party;
  const { street, city, postalCode, phone, taxId: number } = profile;
  const found = Object.entries({ street, city, postalCode, phone, taxId: number });
  const empty = found.filter(
    ([field]) => !Object.entries(party).some(([own, value]) => own === field && value !== undefined && value !== ''),
  );
  return { ...party, ...Object.fromEntries(empty) };
}

function taxIdOf(account: Pick<AccountMaster, 'taxId' | 'country'>): CustomerSearch['taxId'] {
  if (account.taxId === undefined || account.taxId.trim() === '') return 'missing';
  return taxId(account.taxId, countryCode(account.country ?? ''))?.isSound === true ? 'sound' : 'unsound';
}

function toCandidate(pair: RecordPair): CustomerCandidate {
  return {
    customer: pair.right,
    verdict: pair.decision,
    probability: pair.probability,
    held: pair.held,
    fields: toAgreements(pair),
  };
}

const toAgreements = ({ fields }: RecordPair): FieldAgreement[] => fields.map(({ field, level, weight }) => ({ field, level, weight }));
