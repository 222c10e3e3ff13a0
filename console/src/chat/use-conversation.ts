import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useAnnounce } from '../shell/announce.tsx';
import { say } from '../shell/language.ts';
import { approvalsChanged } from '../shell/waiting.ts';
import { advance, emptyConversation, type Conversation } from './conversation.ts';
import { createTalk, type Talk, type ThreadState } from './talk.ts';

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
  const [state, setState] = useState<ThreadState>({ isParked: false, isOpen: false });
  const announce = useAnnounce();
  const question = useRef(first);
  const talk: Talk = useMemo(() => {
    const loaded: typeof tell = (step) => {
      if (step.type === 'loaded' || step.type === 'failed') setLoading(false);
      tell(step);
    };
    const onNews = (): void => {
      announce(say('news'));
      window.dispatchEvent(new Event(approvalsChanged));
    };
    return createTalk({ thread, tell: loaded, onState: setState, onNews, onChange });
  }, [thread, onChange, announce]);
  useWatch(talk, state.isOpen);
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
  return { conversation, isLoading, isParked: state.isParked, send: (text) => void talk.send(text), stop: talk.stop, reload: open };
}

const everyMs = 4000;

/** A change is decided elsewhere, so a conversation that waits for one is looked at while its page is. */
function useWatch(talk: Talk, isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const look = (): void => {
      if (document.visibilityState === 'visible') void talk.look();
    };
    const timer = setInterval(look, everyMs);
    window.addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', look);
    };
  }, [talk, isOpen]);
}
