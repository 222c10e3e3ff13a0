import type { ReactNode } from 'react';
import type { Approval } from '../../../src/contracts/approvals.ts';
import type { ApprovalView } from '../../../src/contracts/services.ts';
import { say, sayDistance, sayMoment, sayMoney, sayPrincipal } from '../shell/language.ts';

type Props = { readonly view: ApprovalView };

export function Facts({ view: { approval, proposal } }: Props): ReactNode {
  const isWaiting = approval.status === 'waiting';
  const facts: readonly (readonly [string, ReactNode])[] = [
    ...(approval.amount ? [[say('amount'), <strong key="amount">{sayMoney(approval.amount)}</strong>] as const] : []),
    [say('record'), <code key="record">{`${proposal.record.connection} › ${proposal.record.type} ${proposal.record.id}`}</code>],
    [say('requester'), approval.requesters.map(sayPrincipal).join(', ')],
    [say('asksRole'), whom(approval)],
    [say('votes'), votesOf(approval)],
    isWaiting
      ? [say('deadline'), `${sayMoment(approval.expiresAt)} (${sayDistance(approval.expiresAt)})`]
      : [say('decidedBy'), closing(approval)],
    [say('created'), sayMoment(approval.createdAt)],
    [say('workflow'), `${proposal.workflow} ${proposal.workflowVersion}`],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const whom = ({ asked, assignee, escalatedTo }: Approval): string => {
  const roles = [asked.role, ...(escalatedTo === undefined ? [] : [escalatedTo])].join(', ');
  return assignee === undefined ? roles : say('forwardedTo', { role: roles, who: sayPrincipal(assignee) });
};

function votesOf({ votes, asked }: Approval): string {
  const names = votes.map(({ by }) => sayPrincipal(by)).join(', ');
  const count = say('votesOf', { n: votes.length, needed: asked.needed });
  return names === '' ? count : `${count} (${names})`;
}

function closing({ closedBy, closedAt, reason }: Approval): string {
  const who = sayPrincipal(closedBy ?? '');
  const when = closedAt === undefined ? '' : sayMoment(closedAt);
  return [who, when, reason].filter((part) => part !== undefined && part !== '').join(' · ');
}

/** Whose words are whose: the policy's, the workflow's. */
export function Reasons({ view: { approval, proposal } }: Props): ReactNode {
  return (
    <section aria-labelledby="why-title">
      <h3 id="why-title">{say('why')}</h3>
      <p>
        {approval.asked.reason} <span className="dim small">{say('rule', { rule: approval.asked.rule })}</span>
      </p>
      {proposal.reasons.length > 0 && (
        <>
          <h4>{say('reasons')}</h4>
          <ul className="plain">
            {proposal.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

export function Evidence({ view: { proposal } }: Props): ReactNode {
  if (proposal.evidence.length === 0) return null;
  return (
    <section aria-labelledby="evidence-title">
      <h3 id="evidence-title">{say('evidence')}</h3>
      <ul className="plain">
        {proposal.evidence.map(({ label, connection, type, id }) => (
          <li key={`${connection} ${type} ${id}`}>
            {label}{' '}
            <span className="dim small">
              {connection} › <code>{`${type} ${id}`}</code>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Notes({ notes }: { readonly notes: Approval['notes'] }): ReactNode {
  if (notes.length === 0) return null;
  return (
    <section aria-labelledby="notes-title">
      <h3 id="notes-title">{say('notes')}</h3>
      <ul className="plain">
        {notes.map(({ by, at, text }) => (
          <li key={`${at} ${by} ${text}`}>
            {text}{' '}
            <span className="dim small">
              {sayPrincipal(by)}, {sayMoment(at)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
