import type { AccountMaster, ChildRecord } from 'countersign';
import { countryCode } from 'countersign/matching';
import { goldenFields, goldenReasons, isNewer, isSaid, type Golden } from '../_shared/golden-fields.ts';
import type { Problem } from '../_shared/problem.ts';
import type { Mapping } from './mapping.ts';

/** Two accounts that are said to be one, with what belongs to the one the run is about. */
export type Pair = {
  readonly account: AccountMaster;
  readonly other: AccountMaster;
  readonly children: readonly ChildRecord[];
  /** Whether there are more of them than were read. */
  readonly more: boolean;
  /** Of the account's own customer in the ERP, where the other account has another one. */
  readonly standing: Standing | undefined;
  /** Fields that say the same, compared where their values are; `address` is one of them. */
  readonly same: ReadonlySet<string>;
};

export type Standing = { readonly openOrders: number; readonly openInvoices: number; readonly isBlocked: boolean };

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** The account the run is about is the one that stays. */
  | { readonly kind: 'other-way-round' }
  | {
      readonly kind: 'merge';
      /** What the kept account takes: values it leaves empty, and those the mapping says count. */
      readonly fields: Readonly<Record<string, string | null>>;
      /** Numbers of the ERP that move with the account. */
      readonly numbers: { readonly customer?: string; readonly vendor?: string };
      /** The ERP customer that is blocked because another one stands for the company. */
      readonly block: string | undefined;
      readonly tags: readonly string[];
      readonly reasons: readonly string[];
    };

/** What becomes of two accounts that are one company; pure. */
export function decide(pair: Pair, mapping: Mapping): Decision {
  const { account, other, children, more } = pair;
  if (account.id === other.id) return { kind: 'nothing', reason: 'an account is not merged with itself' };
  if (account.mergedIntoId !== undefined) return { kind: 'nothing', reason: 'this account is merged already' };
  const problem = problemOf(pair, mapping);
  if (problem) return { kind: 'problem', problem };
  if (staysOf(account, other) === account) return { kind: 'other-way-round' };
  const { golden, fields } = goldenOf(pair, mapping);
  const numbers = numbersOf(account, other);
  const block = blockOf(pair, mapping);
  return {
    kind: 'merge',
    fields,
    numbers,
    block: block.customer,
    tags: ['merge', ...(golden.open.length > 0 ? ['conflict'] : [])],
    reasons: [
      `account ${other.id} stays because ${whyKept(other, account)}`,
      ...(children.length > 0 ? [`${counted(children)} ${children.length === 1 ? 'moves' : 'move'} to it`] : []),
      ...goldenReasons(golden, 'account'),
      ...Object.entries(numbers).map(([kind, number]) => `ERP ${kind} ${number} moves to it`),
      ...block.reasons,
      ...(more ? ['there is more that belongs to it'] : []),
      'it can be taken back: run customer-unmerge for the merged account',
    ],
  };
}

function problemOf({ account, other, more }: Pair, { most }: Mapping): Problem | undefined {
  if (other.mergedIntoId !== undefined)
    return {
      code: 'link.ambiguous',
      field: 'Merged_Into__c',
      message: `Account ${other.id} is merged into ${other.mergedIntoId} itself; merge this account with that one`,
    };
  if (account.parentId === other.id || other.parentId === account.id)
    return {
      code: 'data.invalid',
      field: 'ParentId',
      message: 'One of the two accounts stands above the other; if they are one company, empty the parent first, then retry',
    };
  return more
    ? {
        code: 'data.invalid',
        field: 'Account',
        message: `More than ${most.children} records belong to the account; merge the two in the CRM itself, which moves them all at once`,
      }
    : undefined;
}

/** The account with a number of the ERP stays; of two alike the older one, and then the one with the lower id. */
function staysOf(one: AccountMaster, two: AccountMaster): AccountMaster {
  const has = ({ erpCustomerId, erpVendorId }: AccountMaster): boolean => erpCustomerId !== undefined || erpVendorId !== undefined;
  if (has(one) !== has(two)) return has(one) ? one : two;
  const [first = '', second = ''] = [one.createdAt, two.createdAt];
  if (first !== second) return first !== '' && (second === '' || first < second) ? one : two;
  return one.id < two.id ? one : two;
}

function whyKept(kept: AccountMaster, other: AccountMaster): string {
  const number = kept.erpCustomerId ?? kept.erpVendorId;
  if (number !== undefined && other.erpCustomerId === undefined && other.erpVendorId === undefined) return `the ERP knows it as ${number}`;
  return kept.createdAt === other.createdAt ? 'one of them has to' : 'it is the older one';
}

const counted = (children: readonly ChildRecord[]): string =>
  [...new Set(children.map(({ type }) => type))]
    .map((type) => `${children.filter((child) => child.type === type).length} × ${type}`)
    .join(', ');

/** Where the kept account has none of its own. */
const numbersOf = (account: AccountMaster, kept: AccountMaster): { customer?: string; vendor?: string } => ({
  ...(kept.erpCustomerId === undefined && account.erpCustomerId !== undefined ? { customer: account.erpCustomerId } : {}),
  ...(kept.erpVendorId === undefined && account.erpVendorId !== undefined ? { vendor: account.erpVendorId } : {}),
});

function blockOf({ account, other, standing }: Pair, { blockCustomer }: Mapping): { customer?: string; reasons: readonly string[] } {
  const { erpCustomerId: customer } = account;
  if (customer === undefined || other.erpCustomerId === undefined || customer === other.erpCustomerId || !standing) return { reasons: [] };
  const twice = `the ERP has the company twice, as customer ${other.erpCustomerId} and ${customer}`;
  if (standing.isBlocked) return { reasons: [`${twice}, which is blocked already`] };
  const { openOrders, openInvoices } = standing;
  if (openOrders + openInvoices > 0)
    return {
      reasons: [
        `${twice}, which stays open until its ${openOrders} orders and ${openInvoices} invoices are done; block it in the ERP then`,
      ],
    };
  if (!blockCustomer) return { reasons: [`${twice}; block one of them in the ERP`] };
  return { customer, reasons: [`${twice}, which is blocked: nothing of it is open`] };
}

const addressParts = ['street', 'city', 'postalCode', 'country'] as const;
const single = ['name', 'phone', 'email', 'taxId', 'language', 'currency', 'paymentTerms'] as const;

type Taking = { readonly golden: Golden; readonly fields: Readonly<Record<string, string | null>> };

function goldenOf({ account, other: kept, same }: Pair, mapping: Mapping): Taking {
  const found = goldenFields(account, kept, { parts: single, winnerOf: (field) => mapping.fields[field], same });
  const address = addressOf(account, kept, { mapping, isEqual: same.has('address') });
  const add = (to: readonly string[], isAdded: boolean): readonly string[] => (isAdded ? [...to, 'address'] : to);
  return {
    fields: { ...found.fields, ...address.fields },
    golden: {
      ...found,
      open: add(found.open, address.isOpen),
      taken: add(found.taken, address.isNew),
      differing: add(found.differing, address.isDifferent && !address.isOpen),
    },
  };
}

type Rule = { readonly mapping: Mapping; readonly isEqual: boolean };

/** An address goes as a whole: half of another one would be worse than none. A country alone is none yet. */
function addressOf(account: AccountMaster, kept: AccountMaster, { mapping: { fields }, isEqual }: Rule) {
  const says = (one: AccountMaster): boolean => [one.street, one.city, one.postalCode].some(isSaid);
  const isSame = addressParts.every((part) =>
    part === 'country'
      ? countryCode(account.country ?? '') === countryCode(kept.country ?? '')
      : (account[part] ?? '') === (kept[part] ?? ''),
  );
  const isNew = says(account) && !says(kept);
  const isDifferent = says(account) && says(kept) && !isSame && !isEqual;
  const isTaken = isNew || (isDifferent && fields.address === 'newest' && isNewer(account, kept));
  const whole = addressParts.flatMap((part): [string, string | null][] => {
    const value = account[part];
    if (value !== undefined && isSaid(value)) return [[part, value]];
    return part === 'country' || !isSaid(kept[part]) ? [] : [[part, null]];
  });
  return { fields: isTaken ? Object.fromEntries(whole) : {}, isNew, isDifferent, isOpen: isDifferent && fields.address === 'review' };
}
