import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { advance, emptyConversation, type Conversation } from './conversation.ts';
import { createTalk, type Talk } from './talk.ts';

export type OpenConversation = {
  readonly conversation: Conversation;
  readonly isLoading: boolean;
  readonly isParked: boolean;
  readonly send: (text: string) => void;
  readonly stop: () => void;
  readonly reload: () => void;
};

/** One thread on the screen. `first` is asked as soon as the thread is open, once. */
export function useConversation(thread: string, first: string | undefined, onChange: () => void): OpenConversation {
  const [conversation, tell] = useReducer(advance, emptyConversation);
  const [isLoading, setLoading] = useState(true);
  const [isParked, setParked] = useState(false);
  const question = useRef(first);
  const talk: Talk = useMemo(() => {
    const loaded: typeof tell = (step) => {
      if (step.type === 'loaded' || step.type === 'failed') setLoading(false);
      tell(step);
    };
    return createTalk({ thread, tell: loaded, onParked: setParked, onChange });
  }, [thread, onChange]);
  const open = (): void => {
    const asked = question.current;
    question.current = undefined;
    void talk.open(asked);
  };
  useEffect(() => {
    open();
    return () => talk.leave();
    // The thread is opened once; `open` is made anew with every drawing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [talk]);
  return { conversation, isLoading, isParked, send: (text) => void talk.send(text), stop: talk.stop, reload: open };
}
