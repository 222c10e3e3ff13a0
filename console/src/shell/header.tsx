import type { ReactNode } from 'react';
import type { Session } from './api.ts';
import { say } from './language.ts';
import { Mark } from './mark.tsx';
import { setTheme, useTheme, type Theme } from './preferences.ts';
import { hashOfApproval, hashOfThread, type Place } from './route.ts';

type Props = {
  readonly session: Session;
  readonly place: Place;
  readonly waiting: string;
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
};

export const mayChat = (session: Session): boolean => session.permissions.includes('assistant.use');
export const mayRead = (session: Session): boolean => session.permissions.includes('approvals.read');

export function Header({ session, place, waiting, onHelp, onSignOut }: Props): ReactNode {
  return (
    <header className="bar">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          // The address belongs to the page's places; the focus alone moves.
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {say('skip')}
      </a>
      <a className="brand" href="#/" aria-label="Countersign">
        <Mark />
        <span>Countersign</span>
      </a>
      <nav>
        {mayChat(session) && (
          <a href={hashOfThread()} aria-current={place.page === 'chat' ? 'page' : undefined}>
            {say('chat')}
          </a>
        )}
        {mayRead(session) && (
          <a href={hashOfApproval(undefined)} aria-current={place.page === 'approvals' ? 'page' : undefined}>
            {say('approvals')}
            {waiting !== '' && (
              <span className="count">
                <span aria-hidden="true">{waiting}</span>
                <span className="only-read">{say('waitingCount', { n: waiting })}</span>
              </span>
            )}
          </a>
        )}
      </nav>
      <button type="button" className="quiet who" popoverTarget="menu" aria-label={`${session.name}, ${say('menu')}`}>
        <span className="who-name">{session.name}</span>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <path d="M2 4l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.6" />
        </svg>
      </button>
      <Menu session={session} onHelp={onHelp} onSignOut={onSignOut} />
    </header>
  );
}

const themes = [
  ['system', 'themeSystem'],
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
] as const;

function Menu({ session, onHelp, onSignOut }: Pick<Props, 'session' | 'onHelp' | 'onSignOut'>): ReactNode {
  const theme = useTheme();
  const closing = (run: () => void) => (): void => {
    document.getElementById('menu')?.hidePopover();
    run();
  };
  return (
    <div id="menu" popover="auto" className="menu">
      <p className="dim small">{say('signedInAs', { name: session.name })}</p>
      <p className="small">{session.roles.join(', ')}</p>
      <fieldset>
        <legend>{say('appearance')}</legend>
        {themes.map(([name, word]) => (
          <label key={name} className="check">
            <input type="radio" name="theme" checked={theme === name} onChange={() => setTheme(name satisfies Theme)} />
            {say(word)}
          </label>
        ))}
      </fieldset>
      <button type="button" className="quiet" onClick={closing(onHelp)}>
        {say('shortcuts')} <kbd>?</kbd>
      </button>
      <button type="button" className="quiet" onClick={closing(onSignOut)}>
        {say('signOut')}
      </button>
    </div>
  );
}
