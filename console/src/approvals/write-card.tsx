import type { ReactNode } from 'react';
import type { WriteView } from '../../../src/contracts/services.ts';
import { say } from '../shell/language.ts';
import { Pill } from '../shell/pill.tsx';
import { DiffText } from './diff-text.tsx';
import { isChanged, shown, type Change } from './diff.ts';

/** One write: which system, which record, and every field before and after. What stays as it is, is folded. */
export function WriteCard({ write }: { readonly write: WriteView }): ReactNode {
  const changed = write.changes.filter((change) => isChanged(change) || change.moved);
  const unchanged = write.changes.filter((change) => !changed.includes(change));
  return (
    <div role="group" className="write" aria-label={write.title}>
      <div className="write-head">
        <h4>{write.title}</h4>
        <span className="dim small">
          {write.connection} › <code>{targetOf(write)}</code>
        </span>
        {write.effect !== undefined && <Pill state={write.effect}>{say('effect', { state: write.effect })}</Pill>}
      </div>
      <dl className="changes">
        {changed.map((change) => (
          <ChangeView key={change.field} change={change} isNew={write.operation === 'create'} />
        ))}
      </dl>
      {unchanged.length > 0 && (
        <details className="folded">
          <summary>{say('unchangedFields', { n: unchanged.length })}</summary>
          <dl className="changes">
            {unchanged.map((change) => (
              <div key={change.field}>
                <dt>{change.label ?? change.field}</dt>
                <dd>
                  <p className="diff">{shown(change.now) === '' ? <span className="dim">{say('empty')}</span> : shown(change.now)}</p>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

const targetOf = ({ operation, target }: WriteView): string =>
  operation === 'create' || target.id === undefined
    ? say('create', { type: target.type })
    : say('update', { type: target.type, id: target.id });

/** In a new record nothing stood before, and saying so at every field would say nothing. */
function ChangeView({ change, isNew }: { readonly change: Change; readonly isNew: boolean }): ReactNode {
  return (
    <div className={change.moved ? 'is-moved' : undefined}>
      <dt>
        {change.label ?? change.field}
        {change.label !== undefined && change.label !== change.field && <code className="dim">{change.field}</code>}
      </dt>
      <dd>
        {isNew && shown(change.now) === '' ? (
          <p className="diff">{shown(change.after)}</p>
        ) : (
          <DiffText before={shown(change.now)} after={shown(change.after)} />
        )}
        {change.moved && (
          <p className="moved small">{say('moved', { before: shown(change.before) === '' ? say('empty') : shown(change.before) })}</p>
        )}
      </dd>
    </div>
  );
}
