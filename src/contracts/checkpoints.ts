/** Rows of LangGraph checkpoints behind our saver. Values are JSON text; see src/runs/saver.ts for what goes in. */
export type CheckpointRow = {
  readonly threadId: string;
  readonly ns: string;
  readonly id: string;
  readonly parentId?: string;
  /** The checkpoint without its channel values. */
  readonly body: string;
  readonly metadata: string;
  /** channel → version, of every channel the checkpoint has a value for. */
  readonly versions: Readonly<Record<string, string | number>>;
};

export type ChannelRow = { readonly channel: string; readonly version: string | number; readonly value: string };
export type PendingWriteRow = {
  readonly taskId: string;
  readonly index: number;
  readonly channel: string;
  readonly value: string;
  readonly taskPath: string;
};

export interface CheckpointStore {
  /** Durable when the promise resolves; writes of concurrent runs share a transaction. */
  put(row: CheckpointRow, changed: readonly ChannelRow[]): Promise<void>;
  putWrites(key: { threadId: string; ns: string; checkpointId: string }, writes: readonly PendingWriteRow[]): Promise<void>;
  get(
    threadId: string,
    ns: string,
    id: string | undefined,
  ): Promise<{ row: CheckpointRow; channels: readonly ChannelRow[]; writes: readonly PendingWriteRow[] } | undefined>;
  list(filter: { threadId?: string; ns?: string; before?: string; limit?: number }): Promise<readonly CheckpointRow[]>;
  deleteThread(threadId: string): Promise<void>;
  /** Drops all but the newest checkpoint of a thread. */
  prune(threadId: string): Promise<number>;
  close(): Promise<void>;
}
