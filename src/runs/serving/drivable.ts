import type { ServedGraph } from '../../contracts/served.ts';

/** What of a compiled LangGraph graph the engine drives. */
export type Drivable = {
  stream(input: unknown, options: object): Promise<AsyncIterable<unknown>>;
  streamEvents(input: unknown, options: object): AsyncIterable<Record<string, unknown>>;
  getState(config: object, options?: { subgraphs?: boolean }): Promise<Snapshot>;
  getStateHistory(config: object, options?: object): AsyncIterable<Snapshot>;
  updateState(config: object, values: unknown, asNode?: string): Promise<SnapshotConfig>;
  bulkUpdateState(config: object, supersteps: readonly object[]): Promise<SnapshotConfig>;
  getGraphAsync(config: object): Promise<{ toJSON(): unknown }>;
  getSubgraphsAsync(namespace?: string, recurse?: boolean): AsyncIterable<[string, unknown]>;
  readonly checkpointer?: {
    getTuple(config: object): Promise<{ pendingWrites?: readonly (readonly [string, string, unknown])[] } | undefined>;
  };
};

export type SnapshotConfig = { readonly configurable?: Readonly<Record<string, unknown>> };
export type SnapshotInterrupt = { readonly id?: string; readonly value?: unknown };
export type SnapshotTask = {
  readonly id: string;
  readonly name: string;
  readonly path?: unknown;
  readonly error?: unknown;
  readonly interrupts: readonly SnapshotInterrupt[];
  readonly state?: SnapshotConfig | Snapshot;
  readonly result?: unknown;
};
export type Snapshot = {
  readonly values: unknown;
  readonly next: readonly string[];
  readonly tasks: readonly SnapshotTask[];
  readonly metadata?: unknown;
  readonly createdAt?: string;
  readonly config: SnapshotConfig;
  readonly parentConfig?: SnapshotConfig;
};

/** Contracts know no LangGraph, so the graph comes opaque; whoever built it compiled it with this library. */
export const drivable = (served: ServedGraph): Drivable => served.graph as Drivable;

/**
 * The state of a thread. LangGraph goes on showing the interrupt of a task that was answered while another one of its step
 * still waits; here only what waits is shown.
 */
export async function stateOf(served: ServedGraph, config: object, options?: { subgraphs?: boolean }): Promise<Snapshot> {
  const graph = drivable(served);
  const state = await graph.getState(config, options);
  if (state.tasks.filter((task) => task.interrupts.length > 0).length < 2) return state;
  const writes = (await graph.checkpointer?.getTuple(state.config))?.pendingWrites ?? [];
  // Error, interrupt and resume are written by tasks that have not ended.
  const ended = new Set(writes.flatMap(([taskId, channel]) => (/^__(error|interrupt|resume)/.test(channel) ? [] : [taskId])));
  return { ...state, tasks: state.tasks.map((task) => (ended.has(task.id) ? { ...task, interrupts: [] } : task)) };
}

/** Interrupts that wait, of the graph and of the subgraphs below it. */
export function parkedIn(state: Snapshot): { id: string; value: unknown }[] {
  return state.tasks.flatMap((task) =>
    task.interrupts.flatMap((each) => (each.id === undefined ? [] : [{ id: each.id, value: each.value }])),
  );
}

/** Task id → its interrupts, as a thread shows them. */
export function interruptsByTask(state: Snapshot): Record<string, unknown> {
  const waiting = state.tasks.filter((task) => task.interrupts.length > 0);
  return Object.fromEntries(waiting.map((task) => [task.id, task.interrupts.map(({ id, value }) => ({ id, value }))]));
}
