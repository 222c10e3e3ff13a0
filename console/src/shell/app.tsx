import { useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Chat } from '../chat/chat.tsx';
import { Inbox } from '../approvals/inbox.tsx';
import { Announcer } from './announce.tsx';
import { call, onSignedOut, type Session } from './api.ts';
import { Header, mayChat, mayRead } from './header.tsx';
import { Help } from './help.tsx';
import { useShortcuts } from './keys.ts';
import { say } from './language.ts';
import { hashOfApproval, hashOfThread, placeOf, type Place } from './route.ts';
import { SignIn } from './sign-in.tsx';
import { useWaiting } from './waiting.ts';

const watchHash = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export function App(): ReactNode {
  const [session, setSession] = useState<Session | null | undefined>();
  const [note, setNote] = useState('');
  useEffect(() => {
    onSignedOut(() => {
      setNote(say('signedOut'));
      setSession(null);
    });
    call<Session | null>('GET', '/v1/session').then(setSession, () => {
      setNote(say('noAnswer'));
      setSession(null);
    });
  }, []);
  const signOut = useCallback(() => {
    const done = (): void => {
      setNote(say('signedOut'));
      setSession(null);
    };
    const leave = async (): Promise<void> => {
      await call('DELETE', '/v1/session').catch(() => undefined);
      done();
    };
    void leave();
  }, []);
  if (session === undefined) return <p className="loading">{say('loading')}</p>;
  if (session === null) return <SignIn note={note} onSignedIn={setSession} />;
  return (
    <Announcer>
      <Shell session={session} onSignOut={signOut} />
    </Announcer>
  );
}

function Shell({ session, onSignOut }: { readonly session: Session; readonly onSignOut: () => void }): ReactNode {
  const hash = useSyncExternalStore(watchHash, () => window.location.hash);
  const [hasHelp, setHelp] = useState(false);
  const waiting = useWaiting(mayRead(session), hash);
  const place = placeOf(hash);
  useEffect(() => {
    if (place.page === 'home') window.location.replace(mayChat(session) ? hashOfThread() : hashOfApproval(undefined));
  }, [place.page, session]);
  useShortcuts({ '?': () => setHelp(true) });
  return (
    <>
      <Header session={session} place={place} waiting={waiting} onHelp={() => setHelp(true)} onSignOut={onSignOut} />
      <Page place={place} session={session} />
      {hasHelp && <Help onClose={() => setHelp(false)} />}
    </>
  );
}

function Page({ place, session }: { readonly place: Place; readonly session: Session }): ReactNode {
  if (place.page === 'chat' && mayChat(session)) return <Chat thread={place.thread} session={session} />;
  if (place.page === 'approvals' && mayRead(session)) return <Inbox id={place.id} status={place.status} />;
  return (
    <main id="main" tabIndex={-1} className="nothing">
      <p>{say(mayChat(session) || mayRead(session) ? 'notFound' : 'noRight')}</p>
    </main>
  );
}
