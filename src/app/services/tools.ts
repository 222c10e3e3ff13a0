import { z } from 'zod';
import type { Agent, Assistant, Tool } from '../../contracts/authoring.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { JsonObject } from '../../contracts/json.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { OfferedTool, ToolService } from '../../contracts/services.ts';
import { threadIdOf } from '../../events/thread-id.ts';
import { createTalk } from '../../flow/talk/context.ts';
import type { Talk, TalkParts } from '../../flow/talk/parts.ts';
import { revealTree } from '../../flow/talk/reveal.ts';
import type { Core } from '../core.ts';
import { authorise, may } from './authorise.ts';

type Offered = { readonly name: string; readonly tool: Tool; readonly desk: Agent };

/**
 * The desks' tools for programs: reading at once, changing as a proposal. A caller has a thread of its own for the tokens of
 * names, so that what it reads in one call it can name in the next.
 */
export function toolService(core: Core, parts: TalkParts, assistant: Assistant): ToolService {
  const offered = offeredBy(assistant.agents);
  const talkOf = (by: Principal, signal: AbortSignal): Talk => {
    const threadId = threadIdOf('tools', { connection: 'assistant', type: 'Caller', id: by.id });
    return createTalk(parts, { runId: core.ids.next('run'), threadId, by, signal }, assistant, () => undefined);
  };
  return {
    async list(by) {
      authorise(core.roles, by, 'assistant.use');
      const talk = talkOf(by, AbortSignal.timeout(10_000));
      return offered.filter(({ tool }) => talk.mayUse(tool)).map(described);
    },
    async call(name, given, by, { reveal, signal }) {
      authorise(core.roles, by, 'assistant.use');
      if (reveal) authorise(core.roles, by, 'values.reveal');
      const found = offered.find((each) => each.name === name);
      const talk = talkOf(by, signal);
      if (!found || !talk.mayUse(found.tool))
        throw new CountersignError('resource.not_found', `There is no tool ${name.slice(0, 80)}`, { field: 'name' });
      const input = await checked(core, talk.threadId, found.tool, given);
      const result = found.tool.kind === 'read' ? await read(talk, found, input.values) : await propose(talk, found.tool, input.inTokens);
      await talk.audit('tool.called', { tool: name, by: by.id });
      return reveal && may(core.roles, by, 'values.reveal') ? revealTree(core.privacy, talk.threadId, result) : result;
    },
  };
}

function offeredBy(agents: readonly Agent[]): readonly Offered[] {
  const found = new Map<string, Offered>();
  for (const desk of agents)
    for (const tool of desk.tools) {
      const name = (tool.kind === 'read' ? tool.id : `propose.${tool.id}`).replaceAll('.', '_');
      if (!found.has(name)) found.set(name, { name, tool, desk });
    }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function described({ name, tool }: Offered): OfferedTool {
  const { $schema: _draft, ...inputSchema } = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' });
  const isRead = tool.kind === 'read';
  return {
    name,
    kind: isRead ? 'read' : 'propose',
    description: isRead ? tool.description : `Proposes: ${tool.description} Nothing is written before somebody else countersigns.`,
    inputSchema: JSON.parse(JSON.stringify(inputSchema)),
  };
}

/** Checked by the tool's schema twice: as it came, and with values in the place of the caller's tokens. */
async function checked(core: Core, threadId: string, tool: Tool, given: unknown): Promise<{ values: unknown; inTokens: JsonObject }> {
  const first = parsed(tool, given);
  const { value } = await core.privacy.restoreArguments(threadId, tool.input, first);
  const values = parsed(tool, value);
  const inTokens = await core.privacy.protect(threadId, tool.input, values);
  // What a tool's schema lets through is JSON.
  return { values, inTokens: inTokens as JsonObject };
}

function parsed(tool: Tool, given: unknown): unknown {
  const result = tool.input.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new CountersignError('input.invalid', `The arguments of ${tool.id} are not valid: ${issue?.message ?? 'unknown'}`, {
    field: ['arguments', ...(issue?.path ?? [])].join('.'),
  });
}

function read(talk: Talk, { tool, desk }: Offered, values: unknown): Promise<unknown> {
  if (tool.kind !== 'read') throw new CountersignError('internal', 'A write tool was about to be read');
  return talk.read(desk, tool, values);
}

async function propose(talk: Talk, tool: Tool, input: JsonObject): Promise<unknown> {
  if (tool.kind === 'read') throw new CountersignError('internal', 'A read tool was about to be proposed');
  const target = tool.target(input);
  const { isOpen: _isOpen, ...state } = await talk.request({
    tool,
    input,
    title: `${tool.description.replace(/\.$/, '')}${target.id === undefined ? '' : ` (${target.id})`}`,
    record: { type: target.type, id: target.id ?? 'new' },
    reasons: ['asked for by a program through MCP'],
  });
  return state;
}
