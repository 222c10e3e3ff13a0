import { useState, type ReactNode } from 'react';
import type { Decision } from '../../../src/contracts/approvals.ts';
import { Dialog } from '../shell/dialog.tsx';
import { say } from '../shell/language.ts';
import { DialogActions } from './dialog-actions.tsx';
import { useDecide, type DialogProps } from './use-decide.ts';

type Verdict = 'reject' | 'withdraw' | 'ask';
const words = {
  reject: { title: 'rejectAsk', note: 'rejectNote', label: 'reason', button: 'reject' },
  withdraw: { title: 'withdrawAsk', note: 'withdrawNote', label: 'reason', button: 'withdraw' },
  ask: { title: 'askAsk', note: 'askNote', label: 'question', button: 'askBack' },
} as const;

const decisionOf = (verdict: Verdict, hash: string, text: string): Decision =>
  verdict === 'ask' ? { verdict, hash, question: text } : { verdict, hash, reason: text };

/** A decision that needs words: nobody is told no without a reason. */
export function ReasonDialog(props: DialogProps & { readonly verdict: Verdict }): ReactNode {
  const { verdict, view, onClose, onStale } = props;
  const deciding = useDecide(props);
  const [text, setText] = useState('');
  const { title, note, label, button } = words[verdict];
  return (
    <Dialog title={say(title)} onClose={onClose} status={deciding.said} isBad={deciding.isBad}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '') {
            deciding.refuse(say('needReason'));
            event.currentTarget.querySelector('textarea')?.focus();
          } else void deciding.decide(decisionOf(verdict, view.proposal.hash, text.trim()));
        }}
      >
        <p>
          <strong>{view.proposal.title}</strong>
        </p>
        <p className="dim">{say(note)}</p>
        <label htmlFor="reason">{say(label)}</label>
        <textarea
          id="reason"
          data-first
          required
          rows={4}
          maxLength={2000}
          value={text}
          aria-invalid={deciding.isBad && text.trim() === ''}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <DialogActions
          deciding={deciding}
          label={say(button)}
          kind={verdict === 'reject' ? 'danger' : 'main'}
          onClose={onClose}
          onStale={onStale}
        />
      </form>
    </Dialog>
  );
}
