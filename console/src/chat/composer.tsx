import { useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { say } from '../shell/language.ts';

type Props = {
  readonly isRunning: boolean;
  readonly onSend: (text: string) => void;
  /** Absent where nothing runs that could be stopped. */
  readonly onStop: (() => void) | undefined;
  readonly hint: string;
};

export function Composer({ isRunning, onSend, onStop, hint }: Props): ReactNode {
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (isRunning || text.trim() === '') return;
    onSend(text.trim());
    setText('');
    area.current?.focus();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Enter also ends the choice of a word in an input method; that is no wish to send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <form className="composer" onSubmit={send}>
      {hint !== '' && <p className="small hint">{hint}</p>}
      <div className="composer-box">
        <label className="only-read" htmlFor="message">
          {say('ask')}
        </label>
        <textarea
          ref={area}
          id="message"
          rows={Math.min(8, text.split('\n').length)}
          maxLength={20_000}
          placeholder={say('ask')}
          value={text}
          aria-describedby="message-hint"
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={press}
        />
        {isRunning && onStop ? (
          <button type="button" onClick={onStop}>
            {say('stop')}
          </button>
        ) : (
          <button className="main" disabled={isRunning || text.trim() === ''}>
            {say('send')}
          </button>
        )}
      </div>
      <p id="message-hint" className="dim small foot">
        {say('askHint')}
      </p>
    </form>
  );
}
