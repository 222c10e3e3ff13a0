import type { AccountMaster } from '../contracts/business-crm.ts';
import type { CustomerMaster } from '../contracts/business-erp.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { CustomerCandidate, CustomerLinkage, CustomerSearch, FieldAgreement } from '../contracts/linkage.ts';
import type { CallOptions, Connection } from '../contracts/ports.ts';
import type { Clock } from '../contracts/time.ts';
import { compareRecords, countryCode, customerProfile, linkRecords, taxId, type PartyRecord, type RecordPair } from '../matching/index.ts';

export type LinkageParts = {
  readonly connection: (system: string) => Connection;
  readonly clock: Clock;
  /** Customers held for comparing at most; 20,000 are looked through in half a second. */
  readonly most?: number;
  /** How long they are held before all of them are read again. What was created meanwhile is read before every search. */
  readonly holdMs?: number;
};

const pageSize = 500;

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
      const { customers, isComplete } = await held.read(options);
      const { pairs } = linkRecords(customerProfile, [partyOf(account)], customers);
      return { taxId: taxIdOf(account), candidates: pairs.slice(0, 5).map(toCandidate), compared: customers.length, isComplete };
    },
    async compare(id, customerId, options) {
      const [account, customer] = await Promise.all([
        accountOf(id, options),
        parts.connection('erp').ports.customerMasters?.get(customerId, options),
      ]);
      if (!account || !customer) return undefined;
      return toAgreements(compareRecords(customerProfile, partyOf(account), partyOf(customer)));
    },
  };
}

type Held = { readonly customers: readonly PartyRecord[]; readonly isComplete: boolean };

/** The customer master, read in pages, kept for a while and never beyond a bound. Searches at one moment share one reading. */
function holdCustomers({ connection, clock, most = 20_000, holdMs = 300_000 }: LinkageParts) {
  let customers: PartyRecord[] = [];
  let [readAt, isComplete] = [-Infinity, true];
  let reading: Promise<Held> | undefined;
  const read = async (options?: CallOptions): Promise<Held> => {
    const port = connection('erp').ports.customerMasters;
    if (!port) throw new CountersignError('capability.missing', 'The ERP connection serves no customers', { field: 'customerMasters' });
    const now = clock.now().getTime();
    const isFresh = now - readAt < holdMs;
    const found = isFresh ? [...customers] : [];
    // New customers have the highest numbers, so what came since the last search is behind what is held.
    for (let more = true; more && found.length < most;) {
      const after = found.at(-1)?.id;
      const page = await port.list({ limit: pageSize, ...(after === undefined ? {} : { after }) }, options);
      found.push(...page.items.map(partyOf));
      more = page.more;
      isComplete = !more;
    }
    customers = found.slice(0, most);
    if (!isFresh) readAt = now;
    return { customers, isComplete };
  };
  return {
    read(options?: CallOptions): Promise<Held> {
      // One after the other: a search that waited for another's reading still looks for what came after it.
      const next = (reading ?? Promise.resolve()).then(
        () => read(options),
        () => read(options),
      );
      reading = next;
      return next;
    },
  };
}

type Master = Pick<AccountMaster, 'id' | 'name' | 'street' | 'city' | 'postalCode' | 'country' | 'phone' | 'email' | 'taxId'>;

function partyOf({
  id,
  name,
  street,
  city,
  postalCode,
  country,
  phone,
  email,
  taxId: tax,
  ...rest
}: (Master & { website?: string | undefined }) | CustomerMaster): PartyRecord {
  const website = 'website' in rest ? rest.website : undefined;
  return { id, name, street, city, postalCode, country, phone, email, taxId: tax, website };
}

function taxIdOf(account: AccountMaster): CustomerSearch['taxId'] {
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
