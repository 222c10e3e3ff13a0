import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { say } from '../shell/language.ts';
import { Composer } from './composer.tsx';
import { exchangesOf, type Exchange } from './conversation.ts';
import { ReplyView } from './reply.tsx';
import { ToolCalls } from './tool-calls.tsx';
import { useConversation } from './use-conversation.ts';

type Props = {
  readonly thread: string;
  readonly first: string | undefined;
  readonly mayLook: boolean;
  readonly onSent: () => void;
  readonly onChange: () => void;
};

export function OpenThread({ thread, first, mayLook, onSent, onChange }: Props): ReactNode {
  const { conversation, isLoading, isParked, send, stop, reload } = useConversation(thread, first, onChange);
  const exchanges = exchangesOf(conversation);
  const isRunning = conversation.phase === 'running';
  useEffect(onSent, [onSent]);
  useEffect(() => {
    document.title = `${conversation.title === '' ? say('chat') : conversation.title} · Countersign`;
  }, [conversation.title]);
  const end = useStickyEnd(exchanges.length, isRunning);
  const suggestions = isRunning ? [] : (exchanges.at(-1)?.replies.at(-1)?.suggestions ?? []);
  return (
    <main id="main" tabIndex={-1} className="talk">
      <div className="exchanges" ref={end}>
        <h1 className="only-read">{conversation.title === '' ? say('untitled') : conversation.title}</h1>
        {isLoading && <p className="dim">{say('loading')}</p>}
        {exchanges.map((exchange, i) => (
          <ExchangeView key={exchange.key} exchange={exchange} isRunning={isRunning && i === exchanges.length - 1} mayLook={mayLook} />
        ))}
        <Status phase={conversation.phase} desk={conversation.desk} hasAnswer={exchanges.at(-1)?.replies.length !== 0} />
        {conversation.error && (
          <div className="notice warning" role="alert">
            <strong>{say('warning')}</strong> {conversation.error.message}
            {conversation.error.code !== '' && <code> {conversation.error.code}</code>}{' '}
            <button type="button" className="small" onClick={reload}>
              {say('retry')}
            </button>
          </div>
        )}
        {suggestions.length > 0 && (
          <ul className="suggestions" aria-label={say('suggestions')}>
            {suggestions.map((text) => (
              <li key={text}>
                <button type="button" onClick={() => send(text)}>
                  {text}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Composer
        isRunning={isRunning || isLoading}
        onSend={send}
        onStop={isRunning ? stop : undefined}
        hint={isParked && !isRunning ? say('parked') : ''}
      />
    </main>
  );
}

type ExchangeProps = { readonly exchange: Exchange; readonly isRunning: boolean; readonly mayLook: boolean };

function ExchangeView({ exchange, isRunning, mayLook }: ExchangeProps): ReactNode {
  return (
    <article className="exchange">
      {exchange.question !== undefined && (
        <div className="question">
          <h2 className="only-read">{say('you')}</h2>
          <p>{exchange.question}</p>
        </div>
      )}
      <div className="answer">
        <h2 className="only-read">{say('assistant')}</h2>
        <ToolCalls calls={exchange.tools} isRunning={isRunning} />
        {exchange.replies.map((reply) => (
          <ReplyView key={reply.id} reply={reply} mayLook={mayLook} />
        ))}
      </div>
    </article>
  );
}

/** Said once at the start and once at the end; the words in between would drown everything else in a screen reader. */
function Status({ phase, desk, hasAnswer }: { readonly phase: string; readonly desk: string; readonly hasAnswer: boolean }): ReactNode {
  const started = useRef(false);
  if (phase === 'running') started.current = true;
  const isDone = phase === 'idle' && started.current && hasAnswer;
  return (
    <p role="status" className={isDone ? 'only-read' : 'working'}>
      {phase === 'running' && (
        <>
          <span className="pulse" aria-hidden="true" />
          {desk === '' ? say('working') : say('workingDesk', { desk })}
        </>
      )}
      {phase === 'stopped' && say('stopped')}
      {isDone && say('answerReady')}
    </p>
  );
}

/** Keeps the end in view while it is in view already; whoever scrolled up to read is left alone. */
function useStickyEnd(count: number, isRunning: boolean): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = (): void => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, []);
  useEffect(() => {
    if (isRunning) isAtEnd.current = true;
  }, [count, isRunning]);
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  return box;
}
