import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ApprovalView } from '../../../src/contracts/services.ts';
import { call, sentence } from '../shell/api.ts';
import { useShortcuts } from '../shell/keys.ts';
import { say, sayState } from '../shell/language.ts';
import { Pill } from '../shell/pill.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { Evidence, Facts, Notes, Reasons } from './facts.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import type { DialogProps } from './use-decide.ts';
import { WriteCard } from './write-card.tsx';

type Open = 'approve' | 'edit' | 'reject' | 'ask' | 'withdraw';
type Props = { readonly id: string; readonly back: string; readonly onChanged: () => void };

const actions = [
  ['approve', 'approve', 'main', 'a'],
  ['edit', 'edit', '', 'e'],
  ['reject', 'reject', 'danger', 'r'],
  ['ask', 'askBack', '', ''],
  ['withdraw', 'withdraw', '', ''],
] as const;

/** One approval with everything a decision rests on, read at the moment of looking. */
export function Card({ id, back, onChanged }: Props): ReactNode {
  const [view, setView] = useState<ApprovalView>();
  const [error, setError] = useState('');
  const [open, setOpen] = useState<Open>();
  const heading = useRef<HTMLHeadingElement>(null);
  const load = useCallback(async () => {
    try {
      setView(await call<ApprovalView>('GET', `/v1/approvals/${encodeURIComponent(id)}`));
      setError('');
    } catch (thrown) {
      setError(sentence(thrown, say('noAnswer')));
    }
    heading.current?.focus({ preventScroll: true });
  }, [id]);
  useEffect(() => void load(), [load]);
  const again = (): void => {
    setOpen(undefined);
    onChanged();
    void load();
  };
  const start = (verdict: Open) => (): void => {
    if (view?.may.includes(verdict)) setOpen(verdict);
  };
  useShortcuts({ a: start('approve'), e: start('edit'), r: start('reject') });
  const props = view && { view, onClose: () => setOpen(undefined), onDone: again, onStale: again };
  return (
    <article className="card" aria-labelledby="card-title">
      <a className="back" href={back}>
        ← {say('back')}
      </a>
      <div className="card-head">
        <h2 id="card-title" tabIndex={-1} ref={heading}>
          {view?.proposal.title ?? say(error === '' ? 'loading' : 'notFound')}
        </h2>
        {view && <Pill state={view.approval.status}>{sayState(view.approval.status)}</Pill>}
      </div>
      {error !== '' && <p className="notice warning">{error}</p>}
      {view && <Body view={view} />}
      {view && <Actions view={view} onOpen={setOpen} />}
      {props && open !== undefined && <DecisionDialog {...props} open={open} />}
    </article>
  );
}

function DecisionDialog({ open, ...props }: DialogProps & { readonly open: Open }): ReactNode {
  switch (open) {
    case 'approve':
      return <ApproveDialog {...props} />;
    case 'edit':
      return <EditDialog {...props} />;
    case 'reject':
    case 'ask':
    case 'withdraw':
      return <ReasonDialog {...props} verdict={open} />;
  }
}

function Body({ view }: { readonly view: ApprovalView }): ReactNode {
  const hasMoved = view.writes.some((write) => write.changes.some((change) => change.moved));
  return (
    <>
      <Facts view={view} />
      <section aria-labelledby="changes-title">
        <h3 id="changes-title">{say('changes')}</h3>
        {hasMoved && <p className="notice warning">{say('movedHint')}</p>}
        {view.writes.map((write) => (
          <WriteCard key={write.slot} write={write} />
        ))}
      </section>
      <Reasons view={view} />
      <Evidence view={view} />
      <Notes notes={view.approval.notes} />
    </>
  );
}

function Actions({ view, onOpen }: { readonly view: ApprovalView; readonly onOpen: (open: Open) => void }): ReactNode {
  const offered = actions.filter(([verdict]) => view.may.includes(verdict));
  const isWaiting = view.approval.status === 'waiting';
  if (offered.length === 0 && (view.why === undefined || !isWaiting)) return null;
  return (
    <div className="card-foot">
      {isWaiting && view.why !== undefined && !view.may.includes('approve') && <p className="small dim">{view.why}</p>}
      <div className="actions">
        {offered.map(([verdict, word, kind, key]) => (
          <button
            key={verdict}
            type="button"
            className={kind}
            aria-keyshortcuts={key === '' ? undefined : key}
            onClick={() => onOpen(verdict)}
          >
            {say(word)}
            {key !== '' && <kbd aria-hidden="true">{key}</kbd>}
          </button>
        ))}
      </div>
    </div>
  );
}
