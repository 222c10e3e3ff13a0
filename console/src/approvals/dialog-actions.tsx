import type { ReactNode } from 'react';
import { say } from '../shell/language.ts';
import type { Deciding, DialogProps } from './use-decide.ts';

type Props = Pick<DialogProps, 'onClose' | 'onStale'> & {
  readonly deciding: Deciding;
  readonly label: string;
  readonly kind: 'main' | 'danger' | 'plain';
  readonly isFirst?: boolean;
};

/** The last step and the way back. After a conflict there is one way only: to look again. */
export function DialogActions({ deciding, label, kind, isFirst = false, onClose, onStale }: Props): ReactNode {
  return (
    <div className="actions">
      {deciding.isStale ? (
        <button type="button" className="main" autoFocus onClick={onStale}>
          {say('lookAgain')}
        </button>
      ) : (
        <button className={kind} disabled={deciding.isBusy} {...(isFirst ? { 'data-first': true } : {})}>
          {label}
        </button>
      )}
      <button type="button" onClick={onClose}>
        {say('cancel')}
      </button>
    </div>
  );
}
