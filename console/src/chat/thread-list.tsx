import { useState, type ReactNode } from 'react';
import { useAnnounce } from '../shell/announce.tsx';
import { sentence } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { say, sayDistance } from '../shell/language.ts';
import { hashOfThread } from '../shell/route.ts';
import { deleteThread, type Thread, type Threads } from './threads.ts';

type Props = {
  readonly list: Threads;
  readonly current: string | undefined;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onPick: () => void;
};

export function ThreadList({ list, current, isOpen, onToggle, onPick }: Props): ReactNode {
  const [deleting, setDeleting] = useState<Thread>();
  const { threads } = list;
  return (
    <aside className="threads" aria-label={say('threads')}>
      <div className="threads-head">
        <button type="button" className="quiet list-toggle" aria-expanded={isOpen} aria-controls="thread-list" onClick={onToggle}>
          {say('threads')}
        </button>
        <a className="button" href={hashOfThread()} onClick={onPick}>
          + {say('newThread')}
        </a>
      </div>
      <div id="thread-list" className="thread-list">
        {threads === undefined && <p className="dim small">{say(list.hasFailed ? 'noAnswer' : 'loading')}</p>}
        {threads?.length === 0 && <p className="dim small">{say('noThreads')}</p>}
        <ul>
          {threads?.map((thread) => (
            <li key={thread.id} className={thread.id === current ? 'is-current' : undefined}>
              <a href={hashOfThread(thread.id)} aria-current={thread.id === current ? 'true' : undefined} onClick={onPick}>
                <span className="thread-title">{thread.title}</span>
                <span className="dim small">{thread.updatedAt === '' ? '' : sayDistance(thread.updatedAt)}</span>
              </a>
              <button
                type="button"
                className="quiet icon"
                aria-label={say('deleteThread', { title: thread.title })}
                onClick={() => setDeleting(thread)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      </div>
      {deleting && (
        <DeleteDialog
          thread={deleting}
          onClose={() => setDeleting(undefined)}
          onDeleted={() => {
            setDeleting(undefined);
            if (deleting.id === current) window.location.hash = hashOfThread();
            list.refresh();
          }}
        />
      )}
    </aside>
  );
}

type DeleteProps = { readonly thread: Thread; readonly onClose: () => void; readonly onDeleted: () => void };

function DeleteDialog({ thread, onClose, onDeleted }: DeleteProps): ReactNode {
  const [said, setSaid] = useState('');
  const announce = useAnnounce();
  const confirm = async (): Promise<void> => {
    setSaid(say('sending'));
    try {
      await deleteThread(thread.id);
      announce(say('deleted'));
      onDeleted();
    } catch (thrown) {
      setSaid(sentence(thrown, say('noAnswer')));
    }
  };
  return (
    <Dialog title={say('deleteThread', { title: thread.title })} onClose={onClose} status={said}>
      <p>{say('deleteThreadAsk')}</p>
      <div className="actions">
        <button type="button" className="danger" onClick={() => void confirm()}>
          {say('delete')}
        </button>
        <button type="button" data-first onClick={onClose}>
          {say('cancel')}
        </button>
      </div>
    </Dialog>
  );
}
