import type { Answer } from 'countersign';
import type { State } from '../state.ts';
import { blockOf, saidState } from './changes.ts';
import type { Given } from './given.ts';

/** What waits for a decision in this conversation, read now. */
export async function tellPending(given: Given, { changes }: State): Promise<void> {
  const { talk, paper } = given;
  const states = await Promise.all(changes.map(async (change) => ({ change, now: await talk.changes.state(talk.threadId, change.run) })));
  const waiting = states.filter(({ now }) => now.isOpen);
  const [last] = states.slice(-1);
  if (waiting.length === 0) {
    paper.say('nothing-pending', { any: last !== undefined });
    if (last) saidState(paper, last.now);
    if (last) paper.block({ type: 'proposal', ...blockOf(last.now, last.change.title) });
    return;
  }
  paper.say('pending', {
    count: paper.facts.count('changes waiting', waiting.length),
    many: waiting.length !== 1,
    waitsFor: paper.facts.term('waits for', waiting[0]?.now.waitsFor || 'controller'),
  });
  for (const { change, now } of waiting) paper.block({ type: 'proposal', ...blockOf(now, change.title) });
}

/** The asker takes back the newest change that still waits. */
export async function withdrawChange(given: Given, { changes }: State): Promise<void> {
  const { talk, paper } = given;
  for (const change of changes.toReversed()) {
    const now = await talk.changes.state(talk.threadId, change.run);
    if (!now.isOpen) continue;
    await talk.withdraw(change.run, 'withdrawn by the asker in the conversation');
    const after = await talk.changes.settled(talk.threadId, change.run, 3000, talk.signal);
    paper.say('withdrawn');
    paper.told(change.run, 'withdrawn');
    paper.block({ type: 'proposal', ...blockOf(after.isOpen ? { ...after, state: 'withdrawn' } : after, change.title) });
    return;
  }
  paper.say('nothing-to-withdraw');
}

/** The records the last answer rests on. */
export function tellSources({ paper }: Given, { messages }: State): void {
  const last = messages.findLast((message) => message.type === 'ai' && message.additional_kwargs['answer'] !== undefined);
  // Written by this graph.
  const answer = last?.additional_kwargs['answer'] as Answer | undefined;
  const sources = answer?.sources.slice(0, 12) ?? [];
  if (sources.length === 0) {
    paper.say('no-sources');
    return;
  }
  paper.say('sources', { labels: sources.map((source) => paper.from(paper.source(source)).term('record', source.label)) });
}
