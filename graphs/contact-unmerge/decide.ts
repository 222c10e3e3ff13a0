import type { ChildRecord, Contact } from 'countersign';
import type { EarlierProposal } from 'countersign/flow';
import { contactFields } from '../../tools/crm/merge-contact.ts';
import { changedSince, forgottenIn, takeBack, type Held } from '../_shared/take-back.ts';

type Key = Exclude<keyof typeof contactFields, 'into'>;
type Values = Partial<Record<Key, string | boolean | null>>;

export type Undoing = {
  /** What the merged contact and the kept one get back; `null` is an empty field. */
  readonly contact: Values;
  readonly kept: Values;
  readonly cases: readonly ChildRecord[];
  readonly reasons: readonly string[];
};

const keyOf = new Map<string, Key>(
  Object.entries(contactFields).flatMap(([key, field]): [string, Key][] => (isKey(key) && key !== 'into' ? [[field, key]] : [])),
);
function isKey(key: string): key is Key | 'into' {
  return key in contactFields;
}

/** What takes a merge of contacts back, seen from how both are now. Nobody who opted out since is opted in again; pure. */
export function undo(contact: Contact, kept: Contact, merge: EarlierProposal): Undoing {
  const writeOf = (slot: string) => merge.writes.find((write) => write.slot === slot);
  const changesOf = (slot: string) => writeOf(slot)?.changes ?? [];
  const own = takeBack(changesOf('merged'), keyOf, (key) => nowOf(key, contact));
  const others = takeBack(changesOf('kept'), keyOf, (key) => nowOf(key, kept));
  const cases = merge.writes.flatMap(({ tool, target }) =>
    tool === 'crm.move-to-contact' && target.id !== undefined ? [{ type: target.type, id: target.id }] : [],
  );
  return {
    contact: own.values,
    kept: others.values,
    cases,
    reasons: [
      `it was merged into contact ${kept.id} on ${merge.at.slice(0, 10)}`,
      ...(cases.length > 0 ? [`${cases.length} × Case go back to it, except those that are another contact's by now`] : []),
      ...changedSince('this contact', own.since),
      ...changedSince(`contact ${kept.id}`, others.since),
      ...['merged', 'kept'].flatMap((slot) => forgottenIn(writeOf(slot), keyOf)),
      ...(merge.isWhole ? [] : ['the merge was not written as a whole; what was written is taken back']),
    ],
  };
}

function nowOf(key: Key, now: Contact): Held {
  return key === 'account' ? now.accountId : now[key];
}
