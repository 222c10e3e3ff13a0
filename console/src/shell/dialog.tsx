import { useEffect, useId, useRef, type ReactNode } from 'react';
import { say } from './language.ts';

type Props = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Said inside the dialog: while it is open, everything outside is hidden from assistive technology. */
  readonly status?: string;
  readonly isBad?: boolean;
};

/** The browser's own modal dialog: it keeps the focus inside, Escape closes it, and the focus goes back to where it came from. */
export function Dialog({ title, onClose, children, status = '', isBad = false }: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const from = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      element?.close();
      if (from instanceof HTMLElement && from.isConnected) from.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="quiet icon" aria-label={say('close')} onClick={onClose}>
          ×
        </button>
      </div>
      {children}
      <p role="status" className={isBad ? 'said bad' : 'said'}>
        {status}
      </p>
    </dialog>
  );
}
