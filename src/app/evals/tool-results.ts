import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { ProposalBlock } from '../../contracts/answer.ts';
import type { Agent, ReadTool } from '../../contracts/authoring.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { factSheet, type FactSheetBuilder } from '../../contracts/facts.ts';
import type { FactSheet } from '../../contracts/llm.ts';
import type { ToolCall } from '../../evaluating/evaluated.ts';
import { createTalk } from '../../flow/talk/context.ts';
import type { Talk } from '../../flow/talk/parts.ts';
import { noteValue } from './noted-facts.ts';
import { noteReckoned } from './reckoned-facts.ts';
import { olivia, type World } from './world.ts';

export type Talked = {
  readonly threadId: string;
  readonly calls: readonly ToolCall[];
  /** What was asked, turn by turn. */
  readonly says: readonly string[];
  readonly proposal: ProposalBlock | undefined;
  readonly reckoned: readonly string[];
};

/**
 * What an answer may say in numbers, dates, ids and amounts: everything the tools of its conversation answer, read once more
 * with the same input in the same thread, what was asked for, and what follows from both by counting and reckoning. Nothing a
 * desk has made of it is asked.
 */
export async function factsOfCalls(
  world: World,
  { threadId, calls, says, proposal, reckoned }: Talked,
  signal: AbortSignal,
): Promise<FactSheet> {
  const facts = factSheet();
  // Readings listen, dozens of them.
  const reading = AbortSignal.any([signal]);
  setMaxListeners(200, reading);
  const run = { runId: randomUUID(), threadId, by: olivia, signal: reading };
  const talk = createTalk(world.talkParts, run, { id: 'evals', version: '1.0.0' }, () => undefined);
  facts.date('today', talk.today);
  for (const { tool: id, arguments: input } of distinct(calls)) {
    const found = readerOf(world.agents, id);
    // A tool that only proposes answers nothing.
    if (!found) continue;
    noteValue(facts, found.tool.input, input);
    const answered = await answerOf(talk, found, input);
    noteValue(facts, found.tool.output, answered);
    noteReckoned(facts, answered, talk.today);
  }
  for (const question of says) noteQuestion(facts, question);
  for (const { before, after } of proposal?.changes ?? []) for (const value of [before, after]) noteQuestion(facts, value);
  for (const figure of reckoned) noteFigure(facts, figure);
  return facts.build({});
}

/** What was refused then, such as an order nobody knows, is refused again and answers nothing. */
async function answerOf(talk: Talk, { desk, tool }: Reader, input: unknown): Promise<unknown> {
  try {
    return await talk.read(desk, tool, input);
  } catch (thrown) {
    if (!(thrown instanceof CountersignError)) throw thrown;
    return undefined;
  }
}

function noteFigure(facts: FactSheetBuilder, figure: string): void {
  const [value = '', currency] = figure.split(' ');
  if (currency === undefined) facts.quantity('of the case', { value, unit: '' });
  else facts.money('of the case', { amount: value, currency });
}

function distinct(calls: readonly ToolCall[]): readonly ToolCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

type Reader = { readonly desk: Agent; readonly tool: ReadTool };

function readerOf(agents: readonly Agent[], id: string): Reader | undefined {
  for (const desk of agents) {
    const tool = desk.tools.find((each) => each.id === id);
    if (tool?.kind === 'read') return { desk, tool };
  }
  return undefined;
}

/** Whoever names a number, a day or a document may hear it again. */
function noteQuestion(facts: FactSheetBuilder, question: string): void {
  for (const [id] of question.matchAll(/(?<![\w-])[A-Z]{2,}-[\w-]*\d[\w-]*/g)) facts.id('asked for', id);
  for (const [date] of question.matchAll(/\b\d{4}-\d{2}-\d{2}\b/g)) facts.date('asked for', date);
  for (const [number] of question.matchAll(/(?<![\w.,-])\d+(?:\.\d+)?(?![\w-])/g)) {
    facts.quantity('asked for', { value: number, unit: '' });
    if (/^\d{4,}$/.test(number)) facts.id('asked for', number);
  }
}
