import { Command } from '@langchain/langgraph';
import { CountersignError, type Agent } from 'countersign';
import type { Talk } from 'countersign/flow';
import { desks, type Desk } from './desks.ts';
import { handover, languageNames } from './planning.ts';
import { lastHuman, ownWords, readingOf, withRecords } from './ask.ts';
import { history } from './history.ts';
import type { State } from './state.ts';
import { findEntities } from './understand/entities.ts';
import type { Frame } from './understand/frame.ts';
import { readQuestion, type Question } from './understand/read.ts';

/** Reads the question and hands it to the desk that knows; several questions wait in a queue. */
export async function supervise(state: State, talk: Talk, agents: Readonly<Record<string, Agent>>): Promise<Command> {
  const question = readByRules(state, talk);
  const text = lastHuman(state.messages)?.text ?? '';
  const frames = (talk.hasPlanner ? await handedOver(state, talk, agents, text) : undefined) ?? framesOf(question);
  const update = {
    language: question.language,
    queue: frames,
    parts: [],
    // Whatever was asked back is answered or dropped by now.
    focus: withoutAsked(state),
    ...(state.title === '' ? { title: text.slice(0, 80) } : {}),
  };
  return new Command({ goto: deskOf(frames), update });
}

export function readByRules(state: State, talk: Talk): Question {
  const asked = lastHuman(state.messages);
  const text = ownWords(asked?.text ?? '');
  const { reading: whole, mentions: all } = readingOf(asked);
  const reading = ownWords(whole);
  const mentions = all.filter(({ end }) => end <= reading.length);
  const question = readQuestion({ text: reading, mentions, focus: state.focus, today: talk.today, language: state.language });
  // What is to be written down goes on in tokens, whatever the rules could read.
  const quote = reading === text ? undefined : findEntities(text, [], talk.today).quote;
  if (quote === undefined) return question;
  return { ...question, frames: question.frames.map((frame) => (frame.text === undefined ? frame : { ...frame, text: quote })) };
}

/** More questions than this in one message are a speech. */
const most = 6;
const unknown: Frame = { intent: 'unknown', desk: 'reception' };

export function framesOf({ frames }: Question): readonly Frame[] {
  return frames.length > 0 ? frames.slice(0, most) : [unknown];
}

/**
 * A model names the desks; the rules do where it names none, is away or breaks off. What the conversation itself knows – what
 * waits, what is withdrawn – stays with the rules.
 */
async function handedOver(
  state: State,
  talk: Talk,
  agents: Readonly<Record<string, Agent>>,
  text: string,
): Promise<readonly Frame[] | undefined> {
  const own = readByRules(state, talk).frames[0]?.intent;
  // What is set going is said in so many words, and never a model's to decide.
  if (
    own !== undefined &&
    ['errand', 'pending', 'withdraw', 'approve', 'sources', 'greet', 'thanks', 'bye', 'help', 'list.short'].includes(own)
  )
    return undefined;
  const offered = desks.filter((name) => name !== 'reception' && name !== 'operations');
  try {
    const past = history(state);
    const answer = await talk.converse({
      agent: 'supervisor',
      role: 'planner',
      messages: [
        {
          role: 'system',
          content: `You hand questions of colleagues to the desks of an operations assistant, each by its tool; a message with several questions to several desks. Pass the question on in full, with what it needs from the conversation. Write in ${languageNames[state.language]}; write values in angle brackets exactly as they stand.`,
        },
        ...past,
        { role: 'user', content: withRecords(text, state) },
      ],
      inTokens: Array.from({ length: past.length + 2 }, (_, at) => at),
      tools: offered.map((name) => ({ name: `hand_to_${name}`, description: agents[name]?.role ?? name, input: handover })),
      maxTokens: 400,
      locale: state.language,
    });
    const frames = answer.toolCalls.flatMap((call): Frame[] => {
      const desk = offered.find((name) => call.name === `hand_to_${name}`);
      if (desk === undefined || 'refused' in call) return [];
      const given: unknown =
        typeof call.withTokens === 'object' && call.withTokens !== null ? Reflect.get(call.withTokens, 'question') : undefined;
      return [{ intent: 'planned', desk, question: typeof given === 'string' && given.trim() !== '' ? given.slice(0, 4000) : text }];
    });
    return frames.length > 0 ? frames.slice(0, most) : undefined;
  } catch (thrown) {
    talk.signal.throwIfAborted();
    if (!(thrown instanceof CountersignError)) throw thrown;
    talk.log.warn({ code: thrown.code }, 'the supervisor went by the rules instead of the model');
    return undefined;
  }
}

function withoutAsked({ focus: { asked: _asked, ...rest } }: State): State['focus'] {
  return rest;
}

/** Where the next question goes; with none left the answer is written. */
export function deskOf(queue: readonly Frame[]): Desk | 'answer' {
  return queue[0]?.desk ?? 'answer';
}
