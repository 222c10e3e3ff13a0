import type { CheckpointView } from '../../contracts/serving.ts';

type Members = Readonly<Record<string, unknown>>;

/** A place in a thread's history, from the config LangGraph gives for it. */
export function placeOf(config: unknown): CheckpointView | null {
  const configurable = member(config, 'configurable');
  const threadId = member(configurable, 'thread_id');
  if (typeof threadId !== 'string') return null;
  const checkpointId = member(configurable, 'checkpoint_id');
  const ns = member(configurable, 'checkpoint_ns');
  return {
    thread_id: threadId,
    checkpoint_id: typeof checkpointId === 'string' ? checkpointId : null,
    checkpoint_ns: typeof ns === 'string' ? ns : '',
    checkpoint_map: member(configurable, 'checkpoint_map') ?? null,
  };
}

/** A `debug` event as clients know it: places beside the configs, snake case for the parent. */
export function debugPayload(chunk: unknown): unknown {
  const payload = member(chunk, 'payload');
  if (!isMembers(chunk) || !isMembers(payload)) return chunk;
  if (chunk['type'] === 'checkpoint') return { ...chunk, payload: checkpointPayload(payload) };
  if (chunk['type'] === 'task_result') return { ...chunk, payload: taskPayload(payload) };
  return chunk;
}

function checkpointPayload(payload: Members): Members {
  const { parentConfig, tasks, config, ...rest } = payload;
  return {
    ...rest,
    config: withoutCallbacks(config),
    tasks: Array.isArray(tasks) ? tasks.map(taskPayload) : [],
    checkpoint: placeOf(config),
    parent_checkpoint: placeOf(parentConfig),
    parent_config: withoutCallbacks(parentConfig),
  };
}

/** What the `checkpoints` mode sends. */
export function checkpointView(payload: object): Members {
  return { values: member(payload, 'values'), metadata: member(payload, 'metadata'), next: member(payload, 'next') };
}

export function taskPayload(task: unknown): unknown {
  if (!isMembers(task)) return task;
  const checkpoint = placeOf(task['state']);
  if (checkpoint === null) return task;
  const { state: _, ...rest } = task;
  return { ...rest, checkpoint };
}

function withoutCallbacks(config: unknown): unknown {
  if (!isMembers(config)) return config;
  const { callbacks: _, signal: __, store: ___, ...rest } = config;
  return rest;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(value: unknown, name: string): unknown {
  return isMembers(value) ? value[name] : undefined;
}
