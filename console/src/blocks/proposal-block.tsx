import { useCallback, useEffect, useId, useState, type ReactNode } from 'react';
import type { ProposalBlock } from '../../../src/contracts/answer.ts';
import type { ApprovalView } from '../../../src/contracts/services.ts';
import { ReasonDialog } from '../approvals/reason-dialog.tsx';
import { call } from '../shell/api.ts';
import { say, sayState } from '../shell/language.ts';
import { hashOfApproval } from '../shell/route.ts';
import { approvalsChanged } from '../shell/waiting.ts';
import { Pill } from '../shell/pill.tsx';
import { DiffText } from '../approvals/diff-text.tsx';

/** What was proposed, as the answer held it, and what became of it, read live. */
export function ProposalView({ block, mayLook }: { readonly block: ProposalBlock; readonly mayLook: boolean }): ReactNode {
  const id = useId();
  const [view, reload] = useApproval(mayLook && block.state !== 'checking' ? block.approval : undefined);
  const [isWithdrawing, setWithdrawing] = useState(false);
  // Applied and failed say more than approved; everything else the approval knows better than an answer of earlier.
  const state = view && !['applied', 'failed', 'unchanged'].includes(block.state) ? view.approval.status : block.state;
  const isWaiting = state === 'waiting';
  return (
    <div role="group" className="block proposal" aria-labelledby={id}>
      <div className="block-head">
        <div>
          <p className="dim small">{say('proposal')}</p>
          <h3 id={id}>{block.title}</h3>
        </div>
        <Pill state={state}>{sayState(state)}</Pill>
      </div>
      {isWaiting && block.waitsFor !== '' && <p className="small">{say('waitsFor', { who: block.waitsFor })}</p>}
      {block.changes.length > 0 && <Changes block={block} />}
      {block.approval !== undefined && (
        <div className="actions">
          {mayLook && (
            <a className="button" href={hashOfApproval(block.approval)}>
              {say('review')}
            </a>
          )}
          {view?.may.includes('withdraw') && (
            <button type="button" onClick={() => setWithdrawing(true)}>
              {say('withdraw')}
            </button>
          )}
        </div>
      )}
      {isWithdrawing && view && (
        <ReasonDialog
          verdict="withdraw"
          view={view}
          onClose={() => setWithdrawing(false)}
          onDone={() => {
            setWithdrawing(false);
            reload();
          }}
          onStale={() => {
            setWithdrawing(false);
            reload();
          }}
        />
      )}
    </div>
  );
}

function Changes({ block }: { readonly block: ProposalBlock }): ReactNode {
  return (
    <dl className="changes">
      {block.changes.map((change) => (
        <div key={`${change.record} ${change.field}`}>
          <dt>
            {change.label} <span className="dim">{change.record}</span>
          </dt>
          <dd>
            <DiffText before={change.before} after={change.after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The approval now: read at the start, again when the page is looked at again, when something was decided, and when asked to. */
function useApproval(id: string | undefined): readonly [ApprovalView | undefined, () => void] {
  const [view, setView] = useState<ApprovalView>();
  const load = useCallback(() => {
    if (id === undefined) return;
    call<ApprovalView>('GET', `/v1/approvals/${encodeURIComponent(id)}`).then(setView, () => setView(undefined));
  }, [id]);
  useEffect(() => {
    load();
    window.addEventListener('focus', load);
    window.addEventListener(approvalsChanged, load);
    return () => {
      window.removeEventListener('focus', load);
      window.removeEventListener(approvalsChanged, load);
    };
  }, [load]);
  return [view, load];
}
