import { useState, type ReactNode } from 'react';
import { Dialog } from '../shell/dialog.tsx';
import { say, sayMoney } from '../shell/language.ts';
import { DialogActions } from './dialog-actions.tsx';
import { isChanged } from './diff.ts';
import { useDecide, type DialogProps } from './use-decide.ts';

/** The second look before a write: what, how much, how many fields. Enter confirms. */
export function ApproveDialog(props: DialogProps): ReactNode {
  const { view, onClose, onStale } = props;
  const deciding = useDecide(props);
  const [comment, setComment] = useState('');
  const changes = view.writes.flatMap((write) => write.changes);
  const count = changes.filter(isChanged).length;
  const { amount } = view.approval;
  return (
    <Dialog title={say('approveAsk')} onClose={onClose} status={deciding.said} isBad={deciding.isBad}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const given = comment.trim();
          void deciding.decide({ verdict: 'approve', hash: view.proposal.hash, ...(given === '' ? {} : { comment: given }) });
        }}
      >
        <p>
          <strong>{view.proposal.title}</strong>
          {amount && <> · {sayMoney(amount)}</>}
        </p>
        <p className="dim">{say('approveNote', { n: count === 1 ? say('fieldsOne') : say('fields', { n: count }) })}</p>
        {changes.some(({ moved }) => moved) && <p className="notice warning">{say('movedHint')}</p>}
        <label htmlFor="comment">{say('comment')}</label>
        <input id="comment" value={comment} maxLength={2000} onChange={(event) => setComment(event.currentTarget.value)} />
        <DialogActions deciding={deciding} label={say('approve')} kind="main" isFirst onClose={onClose} onStale={onStale} />
      </form>
    </Dialog>
  );
}
