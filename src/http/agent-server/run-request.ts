import type { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { CheckpointRef, GraphCommand, NewCron, RunRequest } from '../../contracts/serving.ts';
import type { Checkpoint, CronCreate, CronPatch, RunCreate } from './schemas.ts';

export function checkpointRef(given: z.infer<typeof Checkpoint> | undefined, id?: string): CheckpointRef | undefined {
  if (!given && id === undefined) return undefined;
  return { checkpointId: given?.checkpoint_id ?? id, checkpointNs: given?.checkpoint_ns, checkpointMap: given?.checkpoint_map };
}

export function runRequest(given: RunCreate): RunRequest {
  return {
    ...common(given),
    assistantId: given.assistant_id,
    command: command(given.command),
    checkpoint: checkpointRef(given.checkpoint, given.checkpoint_id),
    onCompletion: given.on_completion,
    afterSeconds: given.after_seconds,
    ifNotExists: given.if_not_exists,
  };
}

/** An input and a command in one request would leave open which of the two is meant. */
function command(given: RunCreate['command']): GraphCommand | undefined {
  if (!given) return undefined;
  const isEmpty = given.resume === undefined && given.update === undefined && given.goto === undefined;
  if (isEmpty) throw new CountersignError('input.invalid', 'A command has resume, update or goto', { field: 'body.command' });
  return {
    ...('resume' in given && given.resume !== undefined ? { resume: given.resume } : {}),
    ...(given.update === undefined ? {} : { update: given.update }),
    ...(given.goto === undefined ? {} : { goto: given.goto }),
  };
}

type Common = Omit<
  RunCreate,
  'assistant_id' | 'command' | 'checkpoint' | 'checkpoint_id' | 'on_disconnect' | 'on_completion' | 'after_seconds' | 'if_not_exists'
>;

function common(given: Common): Omit<RunRequest, 'assistantId'> {
  return {
    input: given.input,
    configurable: given.config?.configurable,
    tags: given.config?.tags,
    recursionLimit: given.config?.recursion_limit,
    context: given.context,
    metadata: given.metadata,
    streamModes: given.stream_mode,
    streamSubgraphs: given.stream_subgraphs,
    multitaskStrategy: given.multitask_strategy,
    interruptBefore: given.interrupt_before,
    interruptAfter: given.interrupt_after,
    webhook: given.webhook,
    // The older word for the same: false writes only at the end.
    durability: given.durability ?? (given.checkpoint_during === undefined ? undefined : given.checkpoint_during ? 'async' : 'exit'),
  };
}

export function cronInput(given: z.infer<typeof CronCreate>): NewCron {
  return {
    schedule: given.schedule,
    timeZone: given.timezone,
    endTime: given.end_time,
    enabled: given.enabled,
    onRunCompleted: given.on_run_completed,
    metadata: given.metadata,
    request: { ...common(given), assistantId: given.assistant_id },
  };
}

export function cronChange(given: z.infer<typeof CronPatch>): Partial<Omit<NewCron, 'request'>> & { request: Partial<RunRequest> } {
  const { schedule } = given;
  const request = Object.fromEntries(Object.entries(common(given)).filter(([, value]) => value !== undefined));
  return {
    ...(schedule === undefined ? {} : { schedule }),
    timeZone: given.timezone,
    endTime: given.end_time,
    enabled: given.enabled,
    onRunCompleted: given.on_run_completed,
    metadata: given.metadata,
    request,
  };
}
