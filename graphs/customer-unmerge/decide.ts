import type { AccountMaster, ChildRecord } from 'countersign';
import type { EarlierProposal } from 'countersign/flow';
import { accountFields } from '../../tools/crm/merge-account.ts';
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

const keyOf = new Map<string, Key | 'into'>(
  Object.entries(accountFields).flatMap(([key, field]): [string, Key | 'into'][] => (isKey(key) ? [[field, key]] : [])),
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
  const back = (slot: string, now: AccountMaster): { values: Values; since: string[] } => {
    const values: Values = {};
    const since: string[] = [];
    for (const { field, before, after } of writeOf(slot)?.changes ?? []) {
      const key = keyOf.get(field);
      if (key === undefined || key === 'into') continue;
      if (isSame(nowOf(key, now), after)) values[key] = typeof before === 'string' && before !== '' ? before : null;
      else if (!isSame(nowOf(key, now), before)) since.push(key);
    }
    return { values, since };
  };
  const [own, others] = [back('merged', account), back('kept', kept)];
  // A number the kept account no longer bears, or never took, is not its to give back.
  const numbers = (['customer', 'vendor'] as const).filter((key) => own.values[key] !== undefined && others.values[key] === undefined);
  const values = Object.fromEntries(Object.entries(own.values).filter(([key]) => !numbers.some((number) => number === key)));
  const children = merge.writes.flatMap(({ tool, target }) => {
    const type = tool === 'crm.move-to-account' ? childType(target.type) : undefined;
    return type === undefined || target.id === undefined ? [] : [{ type, id: target.id }];
  });
  const unblock = writeOf('block')?.target.id;
  return {
    account: values,
    kept: others.values,
    children,
    unblock,
    reasons: [
      `it was merged into account ${kept.id} on ${merge.at.slice(0, 10)}`,
      ...(children.length > 0 ? [`${children.length} records go back to it, except those that belong to another account by now`] : []),
      ...since('this account', own.since),
      ...since(`account ${kept.id}`, others.since),
      ...numbers.map((key) => `the ERP ${key} stays where it is: account ${kept.id} bears another number by now`),
      ...(unblock === undefined ? [] : [`ERP partner ${unblock} is blocked no more`]),
      ...(merge.isWhole ? [] : ['the merge was not written as a whole; what was written is taken back']),
      'if they are two companies, set its state to "New customer" afterwards, or the merge is proposed again',
    ],
  };
}

const since = (whose: string, fields: readonly string[]): string[] =>
  fields.length === 0
    ? []
    : [
        `${fields.join(', ')} of ${whose} changed since and ${fields.length === 1 ? 'stays' : 'stay'} as ${fields.length === 1 ? 'it is' : 'they are'}`,
      ];

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

const isSame = (now: string | undefined, held: unknown): boolean => (now ?? '') === (typeof held === 'string' ? held : '');
