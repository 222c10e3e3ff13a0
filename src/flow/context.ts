import type { Agent, ReadTool, SystemName, ToolContext } from '../contracts/authoring.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { ReadPorts } from '../contracts/ports.ts';
import { assessText } from './asking.ts';
import { earlierOf } from './earlier.ts';
import { writeTool } from './live.ts';
import { note } from './notes.ts';
import { timed } from './timed.ts';
import type { FlowContext, RequestedChange, Session } from './parts.ts';
import { z } from 'zod';

/** What a tool of this system is given: the read ports of its connection and nothing that writes. */
export function toolContext(session: Session, ports: ReadPorts): ToolContext {
  const { parts, run } = session;
  return { ports, clock: parts.clock, ids: parts.ids, log: parts.log, principal: run.principal, signal: run.signal };
}

export function flowContext(session: Session): FlowContext {
  return {
    ...toolContext(session, session.parts.own),
    links: session.parts.links,
    notices: session.parts.notices,
    receivedAt: session.input.receivedAt,
    connectionName: (system: SystemName) => session.parts.connection(system).name,
    mapping: (schema) => parsedMapping(schema, session.parts.mapping(session.workflow.id)),
    audit: (action, body, subject) => note(session, action, body, subject),
    read: (agent, tool, input) => readProtected(session, agent, tool, input),
    assess: (request) => assessText(session, request),
    requested: () => requestedChange(session),
    earlier: (workflow) => earlierOf(session, workflow),
    raise: (type, record, hint = {}) => raised(session, type, record, hint),
  };
}

/** From the CRM's or the ERP's record of this run to one of the same system. A step that is done again tells nobody twice. */
async function raised(
  { parts, input, run }: Session,
  type: string,
  about: { readonly type: string; readonly id: string },
  hint: Readonly<Record<string, string>>,
): Promise<boolean> {
  const record = { connection: input.record.connection, ...about };
  const sourceId = `${run.runId}/${type}/${about.id}`;
  return (await parts.raise({ source: 'workflow', sourceId, type, record, hint: { ...hint } }, run.principal.id)) > 0;
}

const parsed = new WeakMap<object, { given: unknown; value: unknown }>();

/** Parsed once per schema and data: a mapping does not change while the process runs. */
function parsedMapping<S extends z.ZodType>(schema: S, given: unknown): z.infer<S> {
  const known = parsed.get(schema);
  // What was stored under this schema came out of this schema.
  if (known && known.given === given) return known.value as z.infer<S>;
  const result = schema.safeParse(given);
  if (!result.success)
    throw new CountersignError('config.invalid', `The mapping is not valid at ${result.error.issues[0]?.path.join('.') ?? '(top)'}`, {
      field: 'mapping',
    });
  parsed.set(schema, { given, value: result.data });
  return result.data;
}

/** Authorises the originating person or service, not the engine: `*`, a whole id, or a family such as `crm.*`. */
export function refuseUngranted(session: Session, toolId: string): void {
  const { principal } = session.run;
  if (!grants(session, toolId))
    throw new CountersignError('auth.forbidden', `No role of ${principal.id} grants the tool ${toolId}`, { field: toolId });
}

export function grants(session: Session, toolId: string): boolean {
  return session.run.principal.roles.some((role) =>
    (session.parts.roles[role]?.tools ?? []).some(
      (pattern) => pattern === '*' || pattern === toolId || (pattern.endsWith('.*') && toolId.startsWith(pattern.slice(0, -1))),
    ),
  );
}

async function readProtected<I extends z.ZodType, O extends z.ZodType>(
  session: Session,
  agent: Agent,
  tool: ReadTool<I, O>,
  input: z.infer<I>,
): Promise<z.infer<O>> {
  // Widened on purpose: the list holds tools of every input and output type.
  if (!agent.tools.some((candidate) => candidate.id === tool.id)) {
    throw new CountersignError('capability.missing', `Agent ${agent.id} has no tool ${tool.id}`, { field: tool.id });
  }
  refuseUngranted(session, tool.id);
  const connection = session.parts.connection(tool.system);
  const missing = tool.needs.find((need) => !connection.capabilities.operations.includes(need));
  if (missing !== undefined)
    throw new CountersignError('capability.missing', `Connection ${connection.name} does not serve ${missing}, which ${tool.id} needs`, {
      field: missing,
    });
  const data = await timed(session, `tool ${tool.id}`, { 'gen_ai.tool.name': tool.id, 'countersign.connection': connection.name }, () =>
    tool.run(toolContext(session, connection.ports), input),
  );
  return session.parts.privacy.protect(session.input.threadId, tool.output, data);
}

const Requested = z.object({
  tool: z.string().max(100),
  input: z.record(z.string(), z.json()),
  title: z.string().max(300),
  reasons: z.array(z.string().max(300)).max(20),
  amount: z.object({ amount: z.string(), currency: z.string() }).optional(),
});

/** Read from the vault, where it lies with its values; what enters the run's state is checked and tokenised like any input. */
async function requestedChange(session: Session): Promise<RequestedChange> {
  const { tool: id, input, amount, ...rest } = Requested.parse(await session.parts.payloadOf(session.run.runId));
  const tool = writeTool(session, id);
  const parsed = tool.input.safeParse(input);
  if (!parsed.success)
    throw new CountersignError('input.invalid', `The input of ${id} is not valid: ${parsed.error.issues[0]?.message ?? 'unknown'}`, {
      field: parsed.error.issues[0]?.path.join('.') ?? 'input',
    });
  // What the tool's schema lets through is JSON.
  const safe = (await session.parts.privacy.protect(session.input.threadId, tool.input, parsed.data)) as RequestedChange['input'];
  return { ...rest, tool, input: safe, ...(amount === undefined ? {} : { amount }) };
}
