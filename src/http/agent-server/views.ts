import type { AssistantRow, CronRow, Found, ItemRow, RunRow, ServedRunStatus, ThreadRow } from '../../contracts/serving-store.ts';
import type { GraphSchemas, RunResult, StateView } from '../../contracts/serving.ts';

/** Our rows in the protocol's words. */
type Members = Record<string, unknown>;

export const assistantView = (row: AssistantRow): Members => ({
  assistant_id: row.id,
  graph_id: row.graphId,
  name: row.name,
  description: row.description ?? null,
  version: row.version,
  config: row.config,
  context: row.context,
  metadata: row.metadata,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

export const threadView = (row: ThreadRow): Members => ({
  thread_id: row.id,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
  state_updated_at: row.updatedAt,
  metadata: row.metadata,
  status: row.status,
  config: row.config,
  values: row.values,
  interrupts: row.interrupts,
  ...(row.error === undefined ? {} : { error: row.error }),
});

/** A run that waits for a person has done its part, as clients of the protocol see it. */
const shownStatus = (status: ServedRunStatus): string => (status === 'awaiting_approval' ? 'success' : status);

export const runView = (row: RunRow): Members => ({
  run_id: row.id,
  thread_id: row.threadId,
  assistant_id: row.assistantId,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
  status: shownStatus(row.status),
  metadata: row.metadata,
  kwargs: row.kwargs,
  multitask_strategy: row.multitask,
});

export const cronView = (row: CronRow): Members => ({
  cron_id: row.id,
  assistant_id: row.assistantId,
  thread_id: row.threadId ?? null,
  user_id: row.owner.id,
  schedule: row.schedule,
  timezone: row.timeZone,
  end_time: row.endTime ?? null,
  enabled: row.enabled,
  on_run_completed: row.onRunCompleted,
  payload: row.payload,
  metadata: row.metadata,
  next_run_date: null,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

export const itemView = (row: ItemRow): Members => ({
  namespace: row.namespace,
  key: row.key,
  value: row.value,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

export const stateView = (view: StateView): Members => ({
  values: view.values,
  next: view.next,
  tasks: view.tasks.map((task) => ({ ...task, state: task.state && stateView(task.state) })),
  metadata: view.metadata,
  created_at: view.createdAt,
  checkpoint: view.checkpoint,
  parent_checkpoint: view.parentCheckpoint,
});

export const schemasView = (schemas: GraphSchemas): Members => ({
  input: schemas.input,
  output: schemas.output,
  state: schemas.state,
  config: schemas.config,
});

/** What `/wait` and `/join` answer: the values, with what the run waits for, or what went wrong. */
export function resultView(result: RunResult): unknown {
  if (result.error) return { __error__: result.error };
  if (result.interrupts.length === 0) return result.values ?? {};
  return { ...(typeof result.values === 'object' ? result.values : {}), __interrupt__: result.interrupts };
}

/** Only the members asked for; all of them when none was named. */
export function selected(view: Members, select: readonly string[] | undefined): Members {
  if (select === undefined || select.length === 0) return view;
  const chosen = Object.entries(view).filter(([key]) => select.includes(key));
  const inner = select.filter((each) => each.startsWith('values.')).map((each) => each.slice('values.'.length));
  const { values } = view;
  if (inner.length > 0 && typeof values === 'object' && values !== null)
    chosen.push(['values', Object.fromEntries(Object.entries(values).filter(([key]) => inner.includes(key)))]);
  return Object.fromEntries(chosen);
}

export function pagination({ rows, total }: Found<unknown>, offset: number): Record<string, string> {
  const next = offset + rows.length;
  return { 'X-Pagination-Total': String(total), ...(next < total ? { 'X-Pagination-Next': String(next) } : {}) };
}
