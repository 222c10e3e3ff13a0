import { withChanges } from './at-desk-planned.ts';
import { Command } from '@langchain/langgraph';
import { CountersignError, type Agent } from 'countersign';
import type { Talk } from 'countersign/flow';
import { answers } from './answer/answers.ts';
import { withdrawChange, tellPending, tellSources } from './answer/about-talk.ts';
import { createPaper, type Finished, type Paper } from './answer/paper.ts';
import { unknown } from './answer/reception.ts';
import type { Desk } from './desks.ts';
import type { Part, State } from './state.ts';
import { deskOf } from './supervise.ts';
import type { Focus, Frame } from './understand/frame.ts';

/** Answers what waits for this desk at the front of the queue, then hands over to the next. */
export async function atDesk(state: State, talk: Talk, desk: Agent, name: Desk): Promise<Command> {
  let focus = state.focus;
  let queue = [...state.queue];
  const parts: Part[] = [...state.parts];
  let changes = [...state.changes];
  while (queue[0]?.desk === name) {
    const [frame, ...rest] = queue;
    queue = rest;
    const firstSource = 1 + parts.reduce((sum, part) => sum + part.sources.length, 0);
    const paper = createPaper(state.language, firstSource);
    await answerOne(talk, desk, frame, paper, { ...state, changes });
    const done = paper.finished();
    parts.push(partOf(done, name, frame));
    changes = [
      ...withChanges(
        changes.map((change) => ({ ...change, told: done.told[change.run] ?? change.told })),
        done.changes,
      ),
    ];
    focus = nextFocus(focus, done, frame);
  }
  return new Command({ goto: deskOf(queue), update: { queue, parts, focus, changes } });
}

function partOf(done: Finished, desk: Desk, frame: Frame): Part {
  const { sheet, blocks, sources, restsOn, suggestions } = done;
  return { desk, intent: frame.intent, sheet, blocks, sources, restsOn, suggestions };
}

/** Courtesies do not change what is spoken of. */
function nextFocus(before: Focus, { focus }: Finished, frame: Frame): Focus {
  if (frame.desk === 'reception') return before;
  return { ...before, ...focus, frame };
}

async function answerOne(talk: Talk, desk: Agent, frame: Frame, paper: Paper, state: State): Promise<void> {
  const given = { talk, frame, paper, desk };
  try {
    switch (frame.intent) {
      case 'pending':
        return await tellPending(given, state);
      case 'withdraw':
        return await withdrawChange(given, state);
      case 'approve':
        paper.say('decide-there');
        return await tellPending(given, state);
      case 'sources':
        return tellSources(given, state);
      default:
        return await (answers[frame.intent] ?? unknown)(given);
    }
  } catch (thrown) {
    talk.signal.throwIfAborted();
    if (!(thrown instanceof CountersignError) || thrown.status >= 500 !== isOutside(thrown)) throw thrown;
    paper.say(sentenceFor(thrown));
    paper.notice({ level: 'warning', code: thrown.code, text: thrown.message });
  }
}

/** A system that is away or slow is somebody else's trouble and told to the asker; our own faults are not hidden. */
function isOutside({ code }: CountersignError): boolean {
  return code.startsWith('connector.') || code === 'capability.missing' || code === 'llm.unavailable' || code === 'service.draining';
}

function sentenceFor({ code }: CountersignError): string {
  if (code === 'auth.forbidden') return 'not-allowed';
  if (code === 'capability.missing') return 'not-served';
  return code.startsWith('connector.') ? 'system-away' : 'went-wrong';
}
