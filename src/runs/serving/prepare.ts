import { Command, Send } from '@langchain/langgraph';
import { CountersignError } from '../../contracts/errors.ts';
import type { ServedGraph, ServedRun } from '../../contracts/served.ts';
import type { AssistantRow, Members } from '../../contracts/serving-store.ts';
import type { CheckpointRef, GraphCommand, RunRequest } from '../../contracts/serving.ts';
import type { ServingLimits } from './parts.ts';

/** What the client may say to the graph's code: scalars, and nothing that LangGraph or the engine sets itself. */
export function checkedConfigurable(given: Members | undefined, limits: ServingLimits): Members {
  if (given === undefined) return {};
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const field = `config.configurable.${key.slice(0, 60)}`;
    if (key.startsWith('__')) throw new CountersignError('input.invalid', 'Keys that begin with __ are not accepted', { field });
    if (value !== null && typeof value === 'object')
      throw new CountersignError('input.invalid', 'Only JSON scalars are accepted here', { field });
    if (!reserved.has(key)) kept[key] = value;
  }
  if (JSON.stringify(kept).length > limits.configurableBytes)
    throw new CountersignError('input.too_large', `config.configurable is larger than ${limits.configurableBytes} bytes`, {
      field: 'config.configurable',
    });
  return kept;
}

/** Places and identities come from the path, the key and the checkpoint members, never from here. */
const reserved = new Set([
  'thread_id',
  'run_id',
  'assistant_id',
  'graph_id',
  'checkpoint_id',
  'checkpoint_ns',
  'checkpoint_map',
  'thread_ts',
]);

/** The request as it is kept and shown: input as it entered, the names the protocol has for it. */
export async function keptRequest(
  served: ServedGraph,
  run: ServedRun,
  request: RunRequest,
  command: GraphCommand | undefined,
  limits: ServingLimits,
): Promise<Members> {
  const size = JSON.stringify([request.input, request.command, request.context])?.length ?? 0;
  if (size > limits.inputBytes)
    throw new CountersignError('input.too_large', `The input is larger than ${limits.inputBytes} bytes`, { field: 'input' });
  const input = request.input === undefined || request.input === null ? null : await served.hooks.enter(run, request.input);
  if ((request.recursionLimit ?? 0) > limits.recursionLimit)
    throw new CountersignError('input.invalid', `A run may take at most ${limits.recursionLimit} steps`, {
      field: 'config.recursion_limit',
    });
  return compact({
    input,
    command,
    config: compact({
      tags: request.tags,
      recursion_limit: request.recursionLimit,
      configurable: checkedConfigurable(request.configurable, limits),
    }),
    context: request.context,
    stream_mode: request.streamModes ?? ['values'],
    subgraphs: request.streamSubgraphs ?? false,
    interrupt_before: request.interruptBefore,
    interrupt_after: request.interruptAfter,
    checkpoint: request.checkpoint && checkpointConfig(request.checkpoint),
    webhook: request.webhook,
    on_completion: request.onCompletion,
    durability: request.durability,
  });
}

/** What LangGraph is given, from what was kept. */
export function graphInput(kwargs: Members): unknown {
  // Written by keptRequest above.
  const command = kwargs['command'] as GraphCommand | undefined;
  if (!command) return kwargs['input'] ?? null;
  return new Command({
    ...(command.resume === undefined ? {} : { resume: command.resume }),
    // A record or a list of pairs, checked at the edge.
    ...(command.update === undefined ? {} : { update: command.update as Record<string, unknown> }),
    ...(command.goto === undefined
      ? {}
      : { goto: command.goto.map((each) => (typeof each === 'string' ? each : new Send(each.node, each.input))) }),
  });
}

export function graphConfig(served: ServedGraph, run: ServedRun, assistant: AssistantRow, kwargs: Members, attempt: number): Members {
  // Written by keptRequest above.
  const config = kwargs['config'] as { tags?: string[]; recursion_limit?: number; configurable?: Members };
  const own = assistant.config['configurable'];
  const ids = { thread_id: run.threadId, run_id: run.runId, assistant_id: assistant.id, graph_id: served.id };
  return compact({
    tags: config.tags,
    recursionLimit: config.recursion_limit ?? ownLimit(assistant),
    context: { ...assistant.context, ...(kwargs['context'] as Members | undefined) },
    configurable: {
      ...(typeof own === 'object' && own !== null ? own : {}),
      ...config.configurable,
      ...ids,
      ...(kwargs['checkpoint'] as Members | undefined),
      ...served.hooks.configurable(run),
    },
    metadata: { run_id: run.runId, assistant_id: assistant.id, graph_id: served.id, run_attempt: attempt },
    interruptBefore: kwargs['interrupt_before'],
    interruptAfter: kwargs['interrupt_after'],
    durability: kwargs['durability'] ?? served.durability,
    signal: run.signal,
  });
}

export function checkpointConfig(checkpoint: CheckpointRef | undefined): Members {
  if (!checkpoint) return {};
  return compact({
    checkpoint_id: checkpoint.checkpointId,
    checkpoint_ns: checkpoint.checkpointNs,
    checkpoint_map: checkpoint.checkpointMap,
  });
}

function compact(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function ownLimit(assistant: AssistantRow): number | undefined {
  const limit = assistant.config['recursion_limit'];
  return typeof limit === 'number' && limit >= 1 ? Math.min(limit, 100) : undefined;
}
