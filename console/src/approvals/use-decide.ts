import { useState } from 'react';
import type { Approval, Decision } from '../../../src/contracts/approvals.ts';
import type { ApprovalView } from '../../../src/contracts/services.ts';
import { useAnnounce } from '../shell/announce.tsx';
import { call, Problem, sentence } from '../shell/api.ts';
import { say } from '../shell/language.ts';
import { approvalsChanged } from '../shell/waiting.ts';

export type DialogProps = {
  readonly view: ApprovalView;
  readonly onClose: () => void;
  /** The decision was taken. */
  readonly onDone: () => void;
  /** Somebody or something was faster: the card has to be read again. */
  readonly onStale: () => void;
};

export type Deciding = {
  readonly said: string;
  readonly isBusy: boolean;
  readonly isStale: boolean;
  readonly isBad: boolean;
  readonly refuse: (sentence: string) => void;
  readonly decide: (decision: Decision) => Promise<void>;
};

/** Sends a decision. It names the hash of what was on the screen, so that nothing else can be what was meant. */
export function useDecide({ view, onDone }: DialogProps): Deciding {
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [isStale, setStale] = useState(false);
  const [isBad, setBad] = useState(false);
  const announce = useAnnounce();
  const refuse = (text: string): void => {
    setBad(true);
    setSaid(text);
  };
  const decide = async (decision: Decision): Promise<void> => {
    setBusy(true);
    setBad(false);
    setSaid(say('sending'));
    try {
      const after = await call<Approval>('POST', `/v1/approvals/${encodeURIComponent(view.approval.id)}`, decision);
      window.dispatchEvent(new Event(approvalsChanged));
      announce(doneSentence(decision.verdict, after));
      onDone();
    } catch (thrown) {
      setBusy(false);
      const isConflict = thrown instanceof Problem && thrown.status === 409;
      setStale(isConflict);
      refuse(isConflict ? say('changed') : sentence(thrown, say('noAnswer')));
    }
  };
  return { said, isBusy, isStale, isBad, refuse, decide };
}

function doneSentence(verdict: Decision['verdict'], after: Approval): string {
  switch (verdict) {
    case 'approve':
      return say(after.status === 'waiting' ? 'done_vote' : 'done_approve');
    case 'reject':
      return say('done_reject');
    case 'edit':
      return say('done_edit');
    case 'withdraw':
      return say('done_withdraw');
    case 'ask':
    case 'forward':
      return say('done_ask');
  }
}
