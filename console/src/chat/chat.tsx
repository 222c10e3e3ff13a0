import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useAnnounce } from '../shell/announce.tsx';
import { sentence, type Session } from '../shell/api.ts';
import { say } from '../shell/language.ts';
import { hashOfThread } from '../shell/route.ts';
import { mayRead } from '../shell/header.tsx';
import { Composer } from './composer.tsx';
import { OpenThread } from './open-thread.tsx';
import { ThreadList } from './thread-list.tsx';
import { createThread, useThreads } from './threads.ts';

/** The first question of a thread that was just made, until the thread is on the screen and sends it. */
type First = { readonly thread: string; readonly text: string };

export function Chat({ thread, session }: { readonly thread: string | undefined; readonly session: Session }): ReactNode {
  const list = useThreads();
  const [isListOpen, setListOpen] = useState(false);
  const first = useRef<First>(undefined);
  const announce = useAnnounce();
  const start = useCallback(
    async (text: string): Promise<boolean> => {
      try {
        const made = await createThread();
        first.current = { thread: made, text };
        window.location.hash = hashOfThread(made);
        return true;
      } catch (thrown) {
        announce(sentence(thrown, say('noAnswer')));
        return false;
      }
    },
    [announce],
  );
  const takeFirst = (): string | undefined => {
    const asked = first.current;
    return asked?.thread === thread ? asked?.text : undefined;
  };
  return (
    <div className={isListOpen ? 'chat has-list' : 'chat'}>
      <ThreadList
        list={list}
        current={thread}
        isOpen={isListOpen}
        onToggle={() => setListOpen(!isListOpen)}
        onPick={() => setListOpen(false)}
      />
      {thread === undefined ? (
        <NewThread onStart={start} />
      ) : (
        <OpenThread
          key={thread}
          thread={thread}
          first={takeFirst()}
          mayLook={mayRead(session)}
          onSent={() => {
            first.current = undefined;
          }}
          onChange={list.refresh}
        />
      )}
    </div>
  );
}

function NewThread({ onStart }: { readonly onStart: (text: string) => Promise<boolean> }): ReactNode {
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    document.title = `${say('newThread')} · Countersign`;
  }, []);
  const send = async (text: string): Promise<void> => {
    setBusy(true);
    if (!(await onStart(text))) setBusy(false);
  };
  return (
    <main id="main" tabIndex={-1} className="talk">
      <div className="exchanges">
        <div className="welcome">
          <h1>{say('emptyChat')}</h1>
          <p className="dim">{say('emptyChatHint')}</p>
        </div>
      </div>
      <Composer isRunning={isBusy} onSend={(text) => void send(text)} onStop={undefined} hint="" />
    </main>
  );
}
