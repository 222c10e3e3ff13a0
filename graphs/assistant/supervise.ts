import { Command } from '@langchain/langgraph';
import type { BaseMessage } from '@langchain/core/messages';
import type { Mention, Talk } from 'countersign/flow';
import type { Desk } from './desks.ts';
import type { State } from './state.ts';
import { readQuestion } from './understand/read.ts';
import type { Frame } from './understand/frame.ts';

/** Reads the question and hands it to the desk that knows; several questions wait in a queue. */
export function supervise(state: State, talk: Talk): Command {
  const asked = lastHuman(state.messages);
  const text = asked?.text ?? '';
  const mentions = mentionsOf(asked);
  const question = readQuestion({ text, mentions, focus: state.focus, today: talk.today, language: state.language });
  const frames = question.frames.length > 0 ? question.frames : [unknown];
  const update = {
    language: question.language,
    queue: frames.slice(0, most),
    parts: [],
    // Whatever was asked back is answered or dropped by now.
    focus: withoutAsked(state),
    ...(state.title === '' ? { title: text.slice(0, 80) } : {}),
  };
  return new Command({ goto: deskOf(frames), update });
}

/** More questions than this in one message are a speech. */
const most = 6;
const unknown: Frame = { intent: 'unknown', desk: 'reception' };

function withoutAsked({ focus: { asked: _asked, ...rest } }: State): State['focus'] {
  return rest;
}

/** Where the next question goes; with none left the answer is written. */
export function deskOf(queue: readonly Frame[]): Desk | 'answer' {
  return queue[0]?.desk ?? 'answer';
}

export function lastHuman(messages: readonly BaseMessage[]): BaseMessage | undefined {
  return messages.findLast((message) => message.type === 'human');
}

function mentionsOf(message: BaseMessage | undefined): readonly Mention[] {
  // Put there by the engine when the message entered; a client's own are not taken over.
  const mentions: unknown = message?.additional_kwargs['mentions'];
  return Array.isArray(mentions) ? (mentions as readonly Mention[]) : [];
}
