import { AIMessage } from '@langchain/core/messages';
import { Command, END, interrupt, type LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Agent } from 'countersign';
import { parkedValue, piecesOf, speak, type Talk } from 'countersign/flow';
import { blockOf, calledBy, hashOf, saidState } from './answer/changes.ts';
import { createPaper, type AskedChange } from './answer/paper.ts';
import { isFinal, plainText, textBlock } from './compose.ts';
import type { State } from './state.ts';

/** The only interrupt. What waits is read from the approvals; with nothing waiting the conversation is not parked at all. */
export async function awaitNode(state: State, talk: Talk): Promise<Command> {
  const open = state.changes.filter(({ told }) => !isFinal(told));
  const states = await Promise.all(open.map(async (change) => ({ change, now: await talk.changes.state(talk.threadId, change.run) })));
  const waiting = states.flatMap(({ change, now }) =>
    now.state === 'waiting' && now.approval !== undefined && now.hash !== undefined
      ? [{ ...change, approval: now.approval, hash: now.hash }]
      : [],
  );
  // Parks the thread. What it is resumed with does not matter: the table says what was decided.
  if (waiting.length > 0) interrupt(parkedValue(waiting));
  return new Command({ goto: 'settle' });
}

/** Says what became of the changes that were waiting, and parks again while others still do. */
export async function settleNode(state: State, talk: Talk, agent: Agent, config: LangGraphRunnableConfig): Promise<Command> {
  const changes: AskedChange[] = [];
  const news: { change: AskedChange; now: Awaited<ReturnType<Talk['changes']['settled']>> }[] = [];
  for (const change of state.changes) {
    if (isFinal(change.told)) {
      changes.push(change);
      continue;
    }
    const now = await talk.changes.settled(talk.threadId, change.run, 10_000, talk.signal);
    if (now.state !== change.told || (now.state === 'waiting' && now.hash !== change.hash)) news.push({ change, now });
    changes.push({ ...change, told: now.state, ...hashOf(now) });
  }
  const stillOpen = changes.some(({ told }) => !isFinal(told));
  const goto = stillOpen && changes.some(({ told }) => told === 'waiting') ? 'await' : END;
  // A conversation keeps what it asked for lately.
  const kept = changes.slice(-20);
  if (news.length === 0) return new Command({ goto, update: { changes: kept } });
  const paper = createPaper(state.language, 1);
  for (const { change, now } of news) {
    paper.say('news', calledBy(paper, change));
    saidState(paper, now);
    paper.block({ type: 'proposal', ...blockOf(now, change.title) });
  }
  const done = paper.finished();
  const narration = await talk.narrate({ agent, prompt: 'assistant.answer', locale: state.language, sheet: done.sheet, required: [] });
  const blocks = [textBlock(narration.text, narration.told, done), ...done.blocks];
  const id = `${talk.runId}:settled:${kept.length}`;
  const content = await speak(config, id, piecesOf(plainText(blocks)));
  const answer = { blocks, sources: done.sources, engine: narration.engine, locale: state.language, suggestions: [] };
  return new Command({ goto, update: { changes: kept, messages: [new AIMessage({ id, content, additional_kwargs: { answer } })] } });
}
