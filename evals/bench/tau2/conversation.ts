import { randomUUID } from 'node:crypto';
import { CountersignError, type ReadTool, type WriteTool } from 'countersign';
import { talkParts } from '../../../src/app/assistant.ts';
import { accept } from '../../../src/events/intake.ts';
import { createTalk } from '../../../src/flow/talk/context.ts';
import type { Talk } from '../../../src/flow/talk/parts.ts';
import { findTools, guest, readTools } from './read-tools.ts';
import { changeRequested, recordTypes, refusedPrefix, retailDesk } from './workflow.ts';
import { clerk, type Life } from './world.ts';
import { writeTools } from './write-tools.ts';

/** What became of one call: an answer, or a refusal in the shop's words. Only what was refused changes nothing for certain. */
export type Called =
  | { readonly kind: 'answered'; readonly data: unknown }
  | { readonly kind: 'written' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** How each change is decided; the life it goes on in may be another one. */
export type Deciding = (life: Life, approval: { readonly id: string; readonly hash: string }, runId: string) => Promise<Life>;

export type Conversation = {
  /** Whose tokens its reads are in. */
  readonly threadId: string;
  readonly call: (tool: string, input: unknown) => Promise<Called>;
  /** The engine it runs in now. */
  readonly life: () => Life;
  /** `guest`, or the customer it has authenticated. */
  readonly identity: () => string;
};

/**
 * One conversation with the shop, from whoever starts it. A guest who finds a user becomes that customer for the rest of it;
 * nobody becomes a second one. Reads run as a desk's do, changes go propose → gate → commit. `place` names the state of the shop
 * it talks to: what was done to an order there is not done to the same order of a shop that started anew.
 */
export function converseWith(start: Life, identity: string, place: string, decide: Deciding): Conversation {
  let life = start;
  let who = identity;
  const threadId = randomUUID();
  // Made when something is read: whoever changes something right after does without.
  let talk: Talk | undefined;
  const read = async (tool: ReadTool, input: unknown): Promise<Called> => {
    talk ??= talkOf(life, threadId, who);
    const data: unknown = await talk.read(retailDesk, tool, input);
    if (findTools.includes(tool.id) && who === guest) {
      who = (data as { readonly user_id: string }).user_id;
      talk = undefined;
    }
    return { kind: 'answered', data };
  };
  const write = async (tool: WriteTool, input: Readonly<Record<string, unknown>>): Promise<Called> => {
    if (who === guest) return { kind: 'refused', reason: 'Nobody is authenticated' };
    const runId = await request(life, tool, input, who, place);
    await life.carry();
    const opened = await waitingOf(life, runId);
    const next = opened ? await decide(life, opened, runId) : life;
    if (next !== life) talk = undefined;
    life = next;
    return outcomeOf(life, runId);
  };
  return {
    threadId,
    life: () => life,
    identity: () => who,
    async call(name, given) {
      const tool = tools.get(`retail.${name}`);
      if (!tool) return { kind: 'failed', reason: `There is no tool ${name}` };
      const parsed = tool.input.safeParse(given);
      if (!parsed.success)
        return { kind: 'refused', reason: `The input is not valid at ${parsed.error.issues[0]?.path.join('.') ?? '(top)'}` };
      try {
        if (tool.kind === 'read') return await read(tool, parsed.data);
        // An object by the schema of every write tool.
        return await write(tool, parsed.data as Readonly<Record<string, unknown>>);
      } catch (thrown) {
        if (!(thrown instanceof CountersignError)) throw thrown;
        return { kind: 'refused', reason: thrown.message };
      }
    },
  };
}

const tools: ReadonlyMap<string, ReadTool | WriteTool> = new Map([...readTools, ...writeTools].map((tool) => [tool.id, tool]));

export function talkOf(life: Life, threadId: string, who: string): Talk {
  const assistant = {
    id: 'retail',
    version: '1.0.0',
    description: '',
    agents: [retailDesk],
    isOwnWord: () => false,
    graph: undefined as never,
  };
  const parts = talkParts(life.core, assistant, { ...life.services.approvals, cancel: async () => undefined });
  const by = life.core.principal(`person:${who}`);
  return createTalk(parts, { runId: randomUUID(), threadId, by, signal: AbortSignal.timeout(60_000) }, assistant, () => undefined);
}

/** The request as an event about the record, its body in the vault: the only way a change gets into the engine. */
async function request(life: Life, tool: WriteTool, input: Readonly<Record<string, unknown>>, who: string, place: string): Promise<string> {
  const target = tool.target(input);
  const record = {
    connection: place,
    type: target.type === 'Order' ? recordTypes.order : recordTypes.user,
    id: target.id ?? '',
  };
  const body = {
    tool: tool.id,
    input,
    title: `${tool.id} ${target.type === 'Order' ? record.id : ''}`.trim(),
    reasons: ['asked for by the customer'],
  };
  const event = { source: 'retail', type: changeRequested, record, hint: {} };
  const { runIds } = await accept(life.core.intake, event, `person:${who}`, Buffer.from(JSON.stringify(body)));
  const [run] = runIds;
  if (run === undefined) throw new CountersignError('capability.missing', 'No workflow takes changes of the shop', { field: tool.id });
  return run;
}

async function waitingOf(life: Life, runId: string): Promise<{ id: string; hash: string } | undefined> {
  const run = await life.storage.runs.get(runId);
  const open = run && (await life.storage.approvals.openForThread(run.threadId));
  return open?.status === 'waiting' && open.runId === runId ? { id: open.id, hash: open.proposalHash } : undefined;
}

async function outcomeOf(life: Life, runId: string): Promise<Called> {
  const run = await life.storage.runs.get(runId);
  const outcome = run?.outcome ?? '';
  if (run?.status !== 'done') return { kind: 'failed', reason: `The run ended as ${run?.status ?? 'unknown'} ${outcome}`.trim() };
  if (outcome.startsWith(refusedPrefix)) return { kind: 'refused', reason: outcome.slice(refusedPrefix.length) };
  if (outcome === 'rejected') return { kind: 'refused', reason: 'Nobody confirmed it' };
  return outcome === 'applied' ? { kind: 'written' } : { kind: 'unchanged' };
}

const verdict =
  (word: 'approve' | 'reject'): Deciding =>
  async (life, { id, hash }) => {
    const by = life.core.principal(clerk);
    const decision =
      word === 'approve' ? ({ verdict: 'approve', hash } as const) : ({ verdict: 'reject', hash, reason: 'not confirmed' } as const);
    await life.services.approvals.decide(id, decision, by);
    await life.carry();
    return life;
  };

/** A person who says yes, or no, to whatever is asked, over the same way as any other. */
export const approving = verdict('approve');
export const denying = verdict('reject');
