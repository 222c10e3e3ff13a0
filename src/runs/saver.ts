import type { RunnableConfig } from '@langchain/core/runnables';
import {
  BaseCheckpointSaver,
  compareWritesSortKeys,
  maxChannelVersion,
  TASKS,
  WRITES_IDX_MAP,
  writesSortKey,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointPendingWrite,
  type CheckpointTuple,
  type PendingWrite,
} from '@langchain/langgraph-checkpoint';
import type { ChannelRow, CheckpointRow, CheckpointStore, PendingWriteRow } from '../contracts/checkpoints.ts';
import { CountersignError } from '../contracts/errors.ts';
import { StateCodec } from './state-codec.ts';

type Versions = Record<string, number | string>;

/**
 * LangGraph checkpoints over our CheckpointStore. Against the stock SQLite saver it stores each channel once per version
 * instead of the whole state per step, shares transactions between concurrent runs, and refuses values that would not
 * come back as they went in.
 */
export class CountersignSaver extends BaseCheckpointSaver {
  readonly #store: CheckpointStore;
  readonly #codec: StateCodec;

  constructor(store: CheckpointStore) {
    super();
    this.#store = store;
    this.#codec = new StateCodec(this.serde);
  }

  async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { threadId, ns, id } = place(config);
    if (threadId === undefined) return undefined;
    const found = await this.#store.get(threadId, ns, id);
    return found && this.#tuple(found.row, found.channels, found.writes);
  }

  async *list(config: RunnableConfig, options?: CheckpointListOptions): AsyncGenerator<CheckpointTuple> {
    const { id } = place(config);
    const filter = Object.entries(options?.filter ?? {}).filter(([, value]) => value !== undefined);
    // What is sifted out here does not count, so the limit can only go to the store where nothing is.
    const rows = await this.#store.list(rangeOf(config, options, filter.length === 0 && id === undefined));
    let left = options?.limit ?? Number.POSITIVE_INFINITY;
    for (const row of rows) {
      if (left <= 0) return;
      if (id !== undefined && row.id !== id) continue;
      const found = await this.#store.get(row.threadId, row.ns, row.id);
      if (!found) continue;
      const tuple = await this.#tuple(found.row, found.channels, found.writes);
      const metadata: Record<string, unknown> = { ...tuple.metadata };
      if (!filter.every(([key, value]) => JSON.stringify(metadata[key]) === JSON.stringify(value))) continue;
      left -= 1;
      yield tuple;
    }
  }

  async put(config: RunnableConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata, newVersions: Versions): Promise<RunnableConfig> {
    const { threadId, ns, id: parentId } = place(config);
    if (threadId === undefined)
      throw new CountersignError('state.invalid', 'A checkpoint needs a thread_id', { field: 'configurable.thread_id' });
    const { channel_values: values, channel_versions: versions, ...rest } = checkpoint;
    const changed: ChannelRow[] = [];
    for (const [channel, version] of Object.entries(newVersions)) {
      if (!Object.hasOwn(values, channel)) continue;
      const value = this.#codec.encode(values[channel], channel);
      changed.push({ channel, version, value: typeof value === 'string' ? value : await value });
    }
    const body = this.#codec.encode(rest, 'checkpoint');
    const about = this.#codec.encode(metadata, 'metadata');
    const row: CheckpointRow = {
      threadId,
      ns,
      id: checkpoint.id,
      ...(parentId === undefined ? {} : { parentId }),
      body: typeof body === 'string' ? body : await body,
      metadata: typeof about === 'string' ? about : await about,
      versions,
    };
    await this.#store.put(row, changed);
    return { configurable: { thread_id: threadId, checkpoint_ns: ns, checkpoint_id: checkpoint.id } };
  }

  async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string, taskPath = ''): Promise<void> {
    const { threadId, ns, id } = place(config);
    if (threadId === undefined || id === undefined)
      throw new CountersignError('state.invalid', 'Pending writes need a thread_id and a checkpoint_id');
    const rows: PendingWriteRow[] = [];
    for (const [position, [channel, value]] of writes.entries()) {
      const encoded = this.#codec.encode(channel === errorChannel ? withoutWords(value) : value, channel);
      const text = typeof encoded === 'string' ? encoded : await encoded;
      rows.push({ taskId, index: WRITES_IDX_MAP[channel] ?? position, channel, value: text, taskPath });
    }
    await this.#store.putWrites({ threadId, ns, checkpointId: id }, rows);
  }

  async deleteThread(threadId: string): Promise<void> {
    await this.#store.deleteThread(threadId);
  }

  /** Keeps only the newest checkpoint of a thread; returns how many went. */
  async prune(threadId: string): Promise<number> {
    return this.#store.prune(threadId);
  }

  async #tuple(row: CheckpointRow, channels: readonly ChannelRow[], writes: readonly PendingWriteRow[]): Promise<CheckpointTuple> {
    const channelValues: Record<string, unknown> = {};
    for (const channel of channels) channelValues[channel.channel] = await this.#codec.decode(channel.value);
    // Written by put above from a Checkpoint without these two members.
    const rest = (await this.#codec.decode(row.body)) as Omit<Checkpoint, 'channel_values' | 'channel_versions'>;
    const checkpoint: Checkpoint = { ...rest, channel_values: channelValues, channel_versions: { ...row.versions } };
    if (checkpoint.v < 4 && row.parentId !== undefined) await this.#bringPendingSends(checkpoint, row, row.parentId);
    const pendingWrites: CheckpointPendingWrite[] = [];
    for (const write of inOrder(writes)) pendingWrites.push([write.taskId, write.channel, await this.#codec.decode(write.value)]);
    return {
      config: { configurable: { thread_id: row.threadId, checkpoint_ns: row.ns, checkpoint_id: row.id } },
      checkpoint,
      // Written by put above.
      metadata: (await this.#codec.decode(row.metadata)) as CheckpointMetadata,
      ...(row.parentId === undefined
        ? {}
        : { parentConfig: { configurable: { thread_id: row.threadId, checkpoint_ns: row.ns, checkpoint_id: row.parentId } } }),
      pendingWrites,
    };
  }

  /** Checkpoints older than format 4 kept Send packets with the parent; newer ones keep them in a channel. */
  async #bringPendingSends(checkpoint: Checkpoint, row: CheckpointRow, parentId: string): Promise<void> {
    const parent = await this.#store.get(row.threadId, row.ns, parentId);
    const sends = inOrder(parent?.writes ?? []).filter((write) => write.channel === TASKS);
    const decoded: unknown[] = [];
    for (const send of sends) decoded.push(await this.#codec.decode(send.value));
    checkpoint.channel_values[TASKS] = decoded;
    const versions = Object.values(checkpoint.channel_versions);
    checkpoint.channel_versions[TASKS] = versions.length > 0 ? maxChannelVersion(...versions) : this.getNextVersion(undefined);
  }
}

function rangeOf(config: RunnableConfig, options: CheckpointListOptions | undefined, mayLimit: boolean) {
  const { threadId } = place(config);
  const ns = text(config.configurable?.['checkpoint_ns']);
  const before = text(options?.before?.configurable?.['checkpoint_id']);
  return {
    ...(threadId === undefined ? {} : { threadId }),
    ...(ns === undefined ? {} : { ns }),
    ...(before === undefined ? {} : { before }),
    ...(options?.limit === undefined || !mayLimit ? {} : { limit: options.limit }),
  };
}

/** The order in which live execution applies a superstep's writes. */
function inOrder(writes: readonly PendingWriteRow[]): PendingWriteRow[] {
  return writes.toSorted((a, b) =>
    compareWritesSortKeys(writesSortKey(a.taskPath, a.taskId, a.index), writesSortKey(b.taskPath, b.taskId, b.index)),
  );
}

function place(config: RunnableConfig): { threadId: string | undefined; ns: string; id: string | undefined } {
  const configurable = config.configurable ?? {};
  return {
    threadId: text(configurable['thread_id']),
    ns: text(configurable['checkpoint_ns']) ?? '',
    id: text(configurable['checkpoint_id']),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Where LangGraph keeps what a node threw. */
const errorChannel = '__error__';

/** Of a thrown error only its kind is kept: its sentence may repeat what a business system said about somebody. */
function withoutWords(error: unknown): { readonly name: string; readonly message: string } {
  const isNamed = typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string';
  return { name: isNamed ? String(error.name) : 'Error', message: error instanceof CountersignError ? error.code : 'the step failed' };
}
