import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Answer, AnswerEvent, ProposalBlock } from '../../contracts/answer.ts';
import type { Json } from '../../contracts/json.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { ConversationCase } from '../../evaluating/cases.ts';
import type { DoneWrite, Observed, ToolCall } from '../../evaluating/evaluated.ts';
import { factsOfCalls } from './tool-results.ts';
import { doneWrites, waitFor } from './run-trace.ts';
import { carl, olivia, type World } from './world.ts';

/** What is used of LangGraph's compiled graph, which belongs to src/runs and content. */
type Graph = {
  stream(input: unknown, config: unknown): Promise<AsyncIterable<readonly [string, unknown]>>;
  getState(config: unknown): Promise<{ readonly values: unknown }>;
};
type Message = { readonly additional_kwargs: { readonly answer?: Answer } };
type Turn = {
  readonly text: string;
  /** As it was written, with tokens for names. */
  readonly inTokens: string;
  readonly intents: readonly string[];
  readonly proposal?: ProposalBlock;
  readonly calls: readonly ToolCall[];
  readonly runId: string;
  readonly engine: string;
};

/** Asks turn by turn in a thread of its own; what was proposed is decided as the case says, or withdrawn. */
export async function converse(
  world: World,
  one: ConversationCase,
  signal: AbortSignal,
  { withFacts = true }: { readonly withFacts?: boolean } = {},
): Promise<Observed> {
  const started = performance.now();
  const threadId = randomUUID();
  const turns: Turn[] = [];
  for (const { says } of one.turns) turns.push(await ask(world, threadId, says, olivia, signal));
  const calls = turns.flatMap((turn) => turn.calls);
  const says = one.turns.map((turn) => turn.says);
  const proposal = turns.at(-1)?.proposal;
  const waitsFor = proposal?.state === 'waiting' ? proposal.waitsFor : undefined;
  const latencyMs = performance.now() - started;
  const talked = { threadId, calls, says, proposal, reckoned: one.expect.reckoned };
  const facts = withFacts ? await factsOfCalls(world, talked, signal) : undefined;
  const writes = one.decide === undefined ? [] : await decided(world, one.decide, proposal, signal);
  // Nobody's proposal of one conversation stays in the way of the next.
  if (one.decide === undefined && turns.some((turn) => turn.proposal?.state === 'waiting')) {
    await ask(world, threadId, 'withdraw it', olivia, signal);
    await ask(world, threadId, 'withdraw it', olivia, signal);
  }
  const records = (await Promise.all(turns.map(({ runId }) => world.installation.storage.egress.list({ runId, limit: 100 })))).flat();
  return {
    text: turns.map(({ text }) => text).join('\n\n'),
    locale: one.locale,
    engine: turns.at(-1)?.engine ?? 'none',
    threadId,
    ...(facts ? { facts } : {}),
    inTokens: turns.map(({ inTokens }) => inTokens).join('\n\n'),
    json: turns.map(({ text, intents }) => ({ text, intents: [...intents] })),
    intents: turns.flatMap(({ intents }) => intents),
    calls,
    writes,
    state: placesOf(proposal),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    sent: records.map(({ body }) => body),
    personal: world.personal,
    tokens: records.reduce((sum, { usage }) => sum + (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0), 0),
    latencyMs,
  };
}

async function ask(world: World, threadId: string, says: string, by: Principal, signal: AbortSignal): Promise<Turn> {
  const { assistant, installation } = world;
  const runId = randomUUID();
  const context = { runId, threadId, by, signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]) };
  // A desk reads a dozen records at once, and each reading listens.
  setMaxListeners(100, context.signal);
  const graph = assistant.graph as Graph;
  const input = await assistant.hooks.enter(context, { messages: [{ role: 'user', content: says }] });
  const config = {
    configurable: { thread_id: threadId, ...assistant.hooks.configurable(context) },
    signal: context.signal,
    recursionLimit: 50,
  };
  const calls: ToolCall[] = [];
  for await (const [, data] of await graph.stream(input, { ...config, streamMode: ['custom'], durability: 'exit' })) {
    const event = data as AnswerEvent;
    if (event.type === 'tool' && event.state === 'running') calls.push({ tool: event.name, arguments: event.input });
  }
  const { values } = await graph.getState(config);
  const { messages } = values as { readonly messages: readonly Message[] };
  const written = messages.at(-1)?.additional_kwargs.answer;
  const answer = (await assistant.hooks.reveal(threadId, written)) as Answer;
  const proposal = answer.blocks.findLast((block) => block.type === 'proposal');
  const records = await installation.storage.audit.list({ runId, action: 'assistant.answered', limit: 5 });
  const intents = records.at(-1)?.body['intents'];
  return {
    text: textsOf(answer),
    inTokens: written ? textsOf(written) : '',
    intents: Array.isArray(intents) ? intents.map(String) : [],
    ...(proposal?.type === 'proposal' ? { proposal } : {}),
    calls,
    runId,
    engine: answer.engine,
  };
}

function textsOf({ blocks }: Answer): string {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

async function decided(
  world: World,
  verdict: 'approve' | 'reject',
  proposal: ProposalBlock | undefined,
  signal: AbortSignal,
): Promise<readonly DoneWrite[]> {
  if (proposal?.approval === undefined || proposal.hash === undefined) return [];
  const decision = verdict === 'approve' ? { verdict, hash: proposal.hash } : { verdict, hash: proposal.hash, reason: 'the case says no' };
  await world.services.approvals.decide(proposal.approval, decision, carl);
  await waitFor(world, proposal.run, ['done', 'exception', 'cancelled'], signal);
  return doneWrites(world, proposal.run);
}

function placesOf(proposal: ProposalBlock | undefined): Readonly<Record<string, Json>> {
  return Object.fromEntries((proposal?.changes ?? []).map(({ system, record, field, after }) => [`${system} ${record} ${field}`, after]));
}
