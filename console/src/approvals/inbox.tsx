import { useEffect, useRef, type ReactNode } from 'react';
import { useShortcuts } from '../shell/keys.ts';
import { say, sayDistance, sayMoment, sayMoney, sayState } from '../shell/language.ts';
import { Pill } from '../shell/pill.tsx';
import { hashOfApproval } from '../shell/route.ts';
import { Card } from './card.tsx';
import { approvalStatuses, type Approval } from './statuses.ts';
import { useApprovals } from './use-approvals.ts';

/** The list, and beside it (instead of it on a narrow screen) the approval that was picked. */
export function Inbox({ id, status }: { readonly id: string | undefined; readonly status: string }): ReactNode {
  const { items, hasMore, error, more, refresh } = useApprovals(status);
  const list = useRef<HTMLUListElement>(null);
  const move = (step: number): void => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const from = links.findIndex((link) => link === document.activeElement);
    const current = from === -1 ? links.findIndex((link) => link.getAttribute('aria-current') === 'true') : from;
    const next = links[Math.max(0, Math.min(links.length - 1, current === -1 ? 0 : current + step))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  useShortcuts({ j: () => move(1), k: () => move(-1) });
  useEffect(() => {
    document.title = `${say('approvals')} · Countersign`;
  }, []);
  return (
    <main id="main" tabIndex={-1} className={id === undefined ? 'inbox' : 'inbox has-card'}>
      <h1 className="only-read">{say('inbox')}</h1>
      <section className="list" aria-labelledby="inbox-title">
        <div className="list-head">
          <h2 id="inbox-title">{say('inbox')}</h2>
          <label>
            <span className="only-read">{say('show')}</span>
            <select value={status} onChange={(event) => (window.location.hash = hashOfApproval(undefined, event.currentTarget.value))}>
              {approvalStatuses.map((each) => (
                <option key={each} value={each}>
                  {sayState(each)}
                </option>
              ))}
              <option value="all">{say('all')}</option>
            </select>
          </label>
        </div>
        {error !== '' && <p className="notice warning">{error}</p>}
        {items === undefined && error === '' && <p className="dim pad">{say('loading')}</p>}
        {items?.length === 0 && <p className="dim pad">{say(status === 'waiting' ? 'noWaiting' : 'noApprovals')}</p>}
        <ul ref={list}>
          {items?.map((approval) => (
            <Row key={approval.id} approval={approval} status={status} isCurrent={approval.id === id} />
          ))}
        </ul>
        {hasMore && (
          <button type="button" onClick={more}>
            {say('more')}
          </button>
        )}
      </section>
      {id === undefined ? (
        <p className="pick dim">{say('pick')}</p>
      ) : (
        <Card key={id} id={id} back={hashOfApproval(undefined, status)} onChanged={refresh} />
      )}
    </main>
  );
}

type RowProps = { readonly approval: Approval; readonly status: string; readonly isCurrent: boolean };

function Row({ approval, status, isCurrent }: RowProps): ReactNode {
  const isWaiting = approval.status === 'waiting';
  const isOverdue = isWaiting && Date.parse(approval.expiresAt) < Date.now();
  return (
    <li>
      <a href={hashOfApproval(approval.id, status)} aria-current={isCurrent ? 'true' : undefined}>
        <span className="row-title">{approval.title}</span>
        <span className="row-facts small">
          <Pill state={approval.status}>{sayState(approval.status)}</Pill>
          {approval.amount && <span className="figure">{sayMoney(approval.amount)}</span>}
          <span className={isOverdue ? 'bad' : 'dim'} title={sayMoment(approval.expiresAt)}>
            {isWaiting
              ? say(isOverdue ? 'overdue' : 'due', { when: sayDistance(approval.expiresAt) })
              : say('closed', { when: sayDistance(approval.closedAt ?? approval.createdAt) })}
          </span>
        </span>
      </a>
    </li>
  );
}
