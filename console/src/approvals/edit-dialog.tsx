import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import type { WriteView } from '../../../src/contracts/services.ts';
import { Dialog } from '../shell/dialog.tsx';
import { say } from '../shell/language.ts';
import { DialogActions } from './dialog-actions.tsx';
import { leavesOf, nameOf, withTyped, type Leaf } from './edit.ts';
import { useDecide, type DialogProps } from './use-decide.ts';

/** What would be written, to be changed by hand. Every value keeps its type: a number comes back as a number. */
export function EditDialog(props: DialogProps): ReactNode {
  const { view, onClose, onStale } = props;
  const deciding = useDecide(props);
  const [slot, setSlot] = useState(view.writes[0]?.slot ?? '');
  const [typed, setTyped] = useState<Readonly<Record<string, string | boolean>>>({});
  const write = view.writes.find((each) => each.slot === slot);
  const save = (): void => {
    if (!write) return;
    const edited = withTyped(write.input, typed);
    if (edited.ok)
      // JSON with other leaves is JSON.
      void deciding.decide({
        verdict: 'edit',
        hash: view.proposal.hash,
        slot,
        input: edited.input as Record<string, z.core.util.JSONType>,
      });
    else deciding.refuse(say('notNumber', { field: edited.field }));
  };
  return (
    <Dialog title={say('editAsk')} onClose={onClose} status={deciding.said} isBad={deciding.isBad}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p className="dim">{say('editNote')}</p>
        {view.writes.length > 1 && (
          <Slots
            writes={view.writes}
            slot={slot}
            onPick={(next) => {
              setSlot(next);
              setTyped({});
            }}
          />
        )}
        {write &&
          leavesOf(write.input).map((leaf) => (
            <LeafField
              key={`${slot} ${nameOf(leaf.path)}`}
              leaf={leaf}
              typed={typed[nameOf(leaf.path)]}
              onType={(value) => setTyped({ ...typed, [nameOf(leaf.path)]: value })}
            />
          ))}
        <DialogActions deciding={deciding} label={say('save')} kind="main" onClose={onClose} onStale={onStale} />
      </form>
    </Dialog>
  );
}

type SlotsProps = { readonly writes: readonly WriteView[]; readonly slot: string; readonly onPick: (slot: string) => void };

function Slots({ writes, slot, onPick }: SlotsProps): ReactNode {
  return (
    <>
      <label htmlFor="slot">{say('writeOf')}</label>
      <select id="slot" data-first value={slot} onChange={(event) => onPick(event.currentTarget.value)}>
        {writes.map((each) => (
          <option key={each.slot} value={each.slot}>
            {each.title} · {each.connection}
          </option>
        ))}
      </select>
    </>
  );
}

type LeafProps = {
  readonly leaf: Leaf;
  readonly typed: string | boolean | undefined;
  readonly onType: (value: string | boolean) => void;
};

function LeafField({ leaf, typed, onType }: LeafProps): ReactNode {
  const name = nameOf(leaf.path);
  const id = `edit-${name}`;
  if (typeof leaf.value === 'boolean')
    return (
      <label className="check">
        <input
          type="checkbox"
          checked={typeof typed === 'boolean' ? typed : leaf.value}
          onChange={(event) => onType(event.currentTarget.checked)}
        />
        {name}
      </label>
    );
  const value = typeof typed === 'string' ? typed : String(leaf.value);
  const isLong = typeof leaf.value === 'string' && (leaf.value.length > 60 || leaf.value.includes('\n'));
  return (
    <>
      <label htmlFor={id}>{name}</label>
      {isLong ? (
        <textarea
          id={id}
          rows={Math.min(12, value.split('\n').length + 2)}
          value={value}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      ) : (
        <input
          id={id}
          value={value}
          inputMode={typeof leaf.value === 'number' ? 'decimal' : 'text'}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      )}
    </>
  );
}
