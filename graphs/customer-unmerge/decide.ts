import type { AccountMaster, ChildRecord } from 'countersign';
import type { EarlierProposal } from 'countersign/flow';
import { accountFields } from '../../tools/crm/merge-account.ts';
import { changedSince, forgottenIn, takeBack } from '../_shared/take-back.ts';
import { childType } from '../customer-merge/plan.ts';

type Key = Exclude<keyof typeof accountFields, 'into'>;
type Values = Partial<Record<Key, string | null>>;

export type Undoing = {
  /** What the merged account and the kept one get back; `null` is an empty field. */
  readonly account: Values;
  readonly kept: Values;
  readonly children: readonly (ChildRecord & { readonly type: NonNullable<ReturnType<typeof childType>> })[];
  /** The ERP partner that is blocked no more. */
  readonly unblock: string | undefined;
  readonly reasons: readonly string[];
};

const keyOf = new Map<string, Key>(
  Object.entries(accountFields).flatMap(([key, field]): [string, Key][] => (isKey(key) && key !== 'into' ? [[field, key]] : [])),
);
function isKey(key: string): key is Key | 'into' {
  return key in accountFields;
}

/**
 * What takes a merge back, seen from how both accounts are now. What somebody changed since is left alone and named: it is nobody's
 * before-value any more. Pure.
 */
export function undo(account: AccountMaster, kept: AccountMaster, merge: EarlierProposal): Undoing {
  const writeOf = (slot: string) => merge.writes.find((write) => write.slot === slot);
  const back = (slot: string, now: AccountMaster) => takeBack(writeOf(slot)?.changes ?? [], keyOf, (key) => nowOf(key, now));
  const [own, others] = [back('merged', account), back('kept', kept)];
  // A number the kept account no longer bears, or never took, is not its to give back.
  const numbers = (['customer', 'vendor'] as const).filter((key) => own.values[key] !== undefined && others.values[key] === undefined);
  const values = texts(Object.fromEntries(Object.entries(own.values).filter(([key]) => !numbers.some((number) => number === key))));
  const children = merge.writes.flatMap(({ tool, target }) => {
    const type = tool === 'crm.move-to-account' ? childType(target.type) : undefined;
    return type === undefined || target.id === undefined ? [] : [{ type, id: target.id }];
  });
  const unblock = writeOf('block')?.target.id;
  return {
    account: values,
    kept: texts(others.values),
    children,
    unblock,
    reasons: [
      `it was merged into account ${kept.id} on ${merge.at.slice(0, 10)}`,
      ...(children.length > 0 ? [`${children.length} records go back to it, except those that belong to another account by now`] : []),
      ...changedSince('this account', own.since),
      ...changedSince(`account ${kept.id}`, others.since),
      ...['merged', 'kept'].flatMap((slot) => forgottenIn(writeOf(slot), keyOf)),
      ...numbers.map((key) => `the ERP ${key} stays where it is: account ${kept.id} bears another number by now`),
      ...(unblock === undefined ? [] : [`ERP partner ${unblock} is blocked no more`]),
      ...(merge.isWhole ? [] : ['the merge was not written as a whole; what was written is taken back']),
      'if they are two companies, set its state to "New customer" afterwards, or the merge is proposed again',
    ],
  };
}

function nowOf(key: Key, now: AccountMaster): string | undefined {
  switch (key) {
    case 'status':
      return now.syncStatus;
    case 'customer':
      return now.erpCustomerId;
    case 'vendor':
      return now.erpVendorId;
    case 'name':
    case 'street':
    case 'city':
    case 'postalCode':
    case 'country':
    case 'phone':
    case 'email':
    case 'taxId':
    case 'language':
    case 'currency':
    case 'paymentTerms':
      return now[key];
  }
}

/** An account has no flags. */
const texts = (values: Readonly<Record<string, string | boolean | null>>): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, string | null][] => (typeof value === 'boolean' ? [] : [[key, value]])),
  );
