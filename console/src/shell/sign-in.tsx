import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { call, sentence, type Session } from './api.ts';
import { say } from './language.ts';
import { Mark } from './mark.tsx';

/** The key is in this field until it is sent, and nowhere after. */
export function SignIn({ note, onSignedIn }: { readonly note: string; readonly onSignedIn: (session: Session) => void }): ReactNode {
  const [said, setSaid] = useState(note);
  const [isBusy, setBusy] = useState(false);
  const [isBad, setBad] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const key = new FormData(form).get('key');
    setBusy(true);
    setBad(false);
    setSaid(say('signingIn'));
    try {
      const session = await call<Session>('POST', '/v1/session', { key: typeof key === 'string' ? key.trim() : '' });
      form.reset();
      onSignedIn(session);
    } catch (thrown) {
      setBusy(false);
      setBad(true);
      setSaid(sentence(thrown, say('noAnswer')));
      field.current?.focus();
    }
  };
  return (
    <main className="sign-in">
      <form onSubmit={(event) => void send(event)}>
        <h1>
          <Mark />
          Countersign
        </h1>
        <p className="lead">{say('signInLead')}</p>
        <label htmlFor="key">{say('apiKey')}</label>
        <input
          ref={field}
          id="key"
          name="key"
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={512}
          aria-describedby="key-hint"
          aria-invalid={isBad}
        />
        <p id="key-hint" className="dim small">
          {say('apiKeyHint')}
        </p>
        <button className="main" disabled={isBusy}>
          {say('signIn')}
        </button>
        <p role="status" className={isBad ? 'said bad' : 'said'}>
          {said}
        </p>
      </form>
    </main>
  );
}
