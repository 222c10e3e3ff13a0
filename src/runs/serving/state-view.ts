import type { StateView, TaskView } from '../../contracts/serving.ts';
import { placeOf } from './debug-view.ts';
import type { Snapshot, SnapshotTask } from './drivable.ts';
import { plain } from './plain.ts';

/** A LangGraph snapshot as the protocol shows it. */
export function stateView(state: Snapshot): StateView {
  return {
    values: plain(state.values),
    next: state.next,
    tasks: state.tasks.map(taskView),
    metadata: plain(state.metadata) ?? {},
    createdAt: state.createdAt ?? null,
    checkpoint: placeOf(state.config),
    parentCheckpoint: state.parentConfig ? placeOf(state.parentConfig) : null,
  };
}

function taskView(task: SnapshotTask): TaskView {
  const inner = task.state;
  const isSnapshot = inner !== undefined && 'values' in inner && 'next' in inner;
  return {
    id: task.id,
    name: task.name,
    error: task.error === undefined || task.error === null ? null : sentence(task.error),
    interrupts: task.interrupts.map(({ id, value }) => ({ id, value: plain(value) })),
    path: plain(task.path),
    checkpoint: inner !== undefined && !isSnapshot && inner.configurable ? placeOf(inner) : null,
    state: isSnapshot ? stateView(inner) : null,
    result: plain(task.result) ?? null,
  };
}

/** The saver keeps of an error only its kind and code; a live one may say more than may be shown. */
function sentence(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'the step failed';
  return 'message' in error && typeof error.message === 'string' && error.message.length < 80 && !('stack' in error)
    ? error.message
    : 'the step failed';
}
