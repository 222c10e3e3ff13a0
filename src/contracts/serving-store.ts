/**
 * What the Agent Server keeps beside checkpoints: assistants, threads, runs, crons, items and webhooks that are still to be sent.
 * Everything answers after it is stored for good. What a client who waits for the run would see break off anyway (the run's own row,
 * how it ended) has to outlive the process; the rest outlives a power cut too.
 */
export type Members = Readonly<Record<string, unknown>>;

/** On whose behalf: the id and the roles the key had; the name is looked up when it is needed. */
export type Owner = { readonly id: string; readonly roles: readonly string[] };

export type AssistantRow = {
  readonly id: string;
  readonly graphId: string;
  readonly name: string;
  readonly description?: string;
  readonly version: number;
  readonly config: Members;
  readonly context: Members;
  readonly metadata: Members;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export const threadStatuses = ['idle', 'busy', 'interrupted', 'error'] as const;
export type ThreadStatus = (typeof threadStatuses)[number];

export type ThreadRow = {
  readonly id: string;
  readonly owner: Owner;
  readonly status: ThreadStatus;
  readonly metadata: Members;
  readonly config: Members;
  /** The state's values after the newest run, with tokens; null before the first. */
  readonly values: unknown;
  /** Task id → interrupts. */
  readonly interrupts: Members;
  /** The code of what ended the newest run, when it failed. */
  readonly error?: string;
  /** Made for one run without a thread and deleted with it. */
  readonly isTemporary: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** `awaiting_approval` is ours: the run ended at an interrupt. At the edge it is `success`, as clients know it. */
export const servedRunStatuses = ['pending', 'running', 'success', 'error', 'timeout', 'interrupted', 'awaiting_approval'] as const;
export type ServedRunStatus = (typeof servedRunStatuses)[number];
export const multitaskStrategies = ['reject', 'enqueue', 'interrupt', 'rollback'] as const;
export type MultitaskStrategy = (typeof multitaskStrategies)[number];

export type RunRow = {
  readonly id: string;
  readonly threadId: string;
  readonly assistantId: string;
  readonly by: Owner;
  readonly status: ServedRunStatus;
  /** What the run was asked to do, as it may be kept: input with tokens. */
  readonly kwargs: Members;
  readonly metadata: Members;
  readonly multitask: MultitaskStrategy;
  /** How many processes have begun it. */
  readonly attempts: number;
  /** The thread's newest checkpoint before the run; where a rollback goes, and how a restart sees whether it had begun. */
  readonly base?: string;
  readonly availableAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type CronRow = {
  readonly id: string;
  readonly owner: Owner;
  readonly assistantId: string;
  readonly threadId?: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly endTime?: string;
  readonly enabled: boolean;
  readonly onRunCompleted: 'delete' | 'keep';
  readonly payload: Members;
  readonly metadata: Members;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type ItemRow = {
  readonly namespace: readonly string[];
  readonly key: string;
  readonly value: Members;
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type DeliveryRow = {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly attempts: number;
  readonly dueAt: string;
};

export type Page = {
  readonly limit: number;
  readonly offset: number;
  readonly sortBy?: string | undefined;
  readonly ascending?: boolean | undefined;
};
export type Found<T> = { readonly rows: readonly T[]; readonly total: number };

export interface AssistantStore {
  get(id: string): Promise<AssistantRow | undefined>;
  /** False when the id is taken. */
  add(row: AssistantRow): Promise<boolean>;
  /** Stores a new version and makes it the latest. */
  save(row: AssistantRow): Promise<void>;
  version(id: string, version: number): Promise<AssistantRow | undefined>;
  versions(id: string, filter: { metadata?: Members | undefined; limit: number; offset: number }): Promise<readonly AssistantRow[]>;
  newestVersion(id: string): Promise<number>;
  setLatest(row: AssistantRow): Promise<void>;
  delete(id: string): Promise<void>;
  search(filter: AssistantFilter, page: Page): Promise<Found<AssistantRow>>;
}
export type AssistantFilter = {
  readonly graphId?: string | undefined;
  readonly name?: string | undefined;
  readonly metadata?: Members | undefined;
};

export type ThreadFilter = {
  /** Absent for those who see all. */
  readonly owner?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly status?: ThreadStatus | undefined;
  readonly metadata?: Members | undefined;
  readonly values?: Members | undefined;
};

export interface ThreadStore {
  get(id: string): Promise<ThreadRow | undefined>;
  /** False when the id is taken. */
  add(row: ThreadRow): Promise<boolean>;
  patch(
    id: string,
    change: Partial<Pick<ThreadRow, 'metadata' | 'status' | 'values' | 'interrupts' | 'config'>>,
    at: string,
  ): Promise<void>;
  /** With its runs. */
  delete(id: string): Promise<void>;
  /** The same for a thread made for one run alone; what a power cut leaves of it is found by `leftBehind`. */
  discard(id: string): Promise<void>;
  /** Threads made for one run alone that has ended, unless it was to be kept. */
  leftBehind(): Promise<readonly { readonly id: string; readonly assistantId: string }[]>;
  search(filter: ThreadFilter, page: Page): Promise<Found<ThreadRow>>;
}

export type Admitted = { readonly isAdmitted: boolean; readonly isRunning: boolean; readonly inflight: readonly RunRow[] };
export type RunEnding = {
  readonly status: ServedRunStatus;
  readonly at: string;
  /** What the thread looks like afterwards; absent leaves values and interrupts as they are. */
  readonly thread?: { readonly status: ThreadStatus; readonly values?: unknown; readonly interrupts?: Members; readonly error?: string };
};

export interface ServedRunStore {
  get(id: string): Promise<RunRow | undefined>;
  list(filter: {
    threadId: string;
    statuses?: readonly ServedRunStatus[] | undefined;
    metadata?: Members | undefined;
    limit: number;
    offset: number;
  }): Promise<readonly RunRow[]>;
  /**
   * Stores the run unless the thread has one at work and it is to be refused then, or a thread that is to be made is there
   * already. A run that comes as `running` is so only on a free thread, otherwise it is pending. Marks the thread busy and
   * merges `metadata` into it. An attended run need not outlive a power cut: its client is waiting and sees it break off.
   */
  admit(
    run: RunRow,
    how: { rejectBusy: boolean; metadata: Members; newThread?: ThreadRow | undefined; isAttended?: boolean | undefined },
  ): Promise<Admitted>;
  /** Due runs of threads where none is at work become running. */
  take(at: string, limit: number): Promise<readonly RunRow[]>;
  setBase(id: string, base: string): Promise<void>;
  /** False when the run is no longer pending or running. */
  finish(id: string, ending: RunEnding): Promise<boolean>;
  /** Back to pending, for another process; `countsAttempt` false gives the attempt back. */
  release(id: string, at: string, countsAttempt: boolean): Promise<void>;
  active(): Promise<readonly RunRow[]>;
  delete(id: string): Promise<void>;
}

export type CronFilter = {
  readonly owner?: string | undefined;
  readonly assistantId?: string | undefined;
  readonly threadId?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly metadata?: Members | undefined;
};

export interface CronStore {
  get(id: string): Promise<CronRow | undefined>;
  put(row: CronRow): Promise<void>;
  delete(id: string): Promise<void>;
  search(filter: CronFilter, page: Page): Promise<Found<CronRow>>;
}

export interface ItemStore {
  put(owner: string, item: ItemRow): Promise<void>;
  get(owner: string, namespace: readonly string[], key: string, at: string): Promise<ItemRow | undefined>;
  delete(owner: string, namespace: readonly string[], key: string): Promise<void>;
  /** Every item below the prefix, oldest first. */
  below(owner: string, prefix: readonly string[], at: string): Promise<readonly ItemRow[]>;
  namespaces(owner: string, at: string): Promise<readonly (readonly string[])[]>;
}

export interface DeliveryStore {
  put(row: DeliveryRow): Promise<void>;
  delete(id: string): Promise<void>;
  all(): Promise<readonly DeliveryRow[]>;
}

/** What LangGraph's saver has no word for. */
export interface ThreadCheckpoints {
  newest(threadId: string): string | undefined;
  /** Drops every checkpoint after `base`; all of them without one. */
  rollback(threadId: string, base: string | undefined): Promise<void>;
  copy(fromThreadId: string, toThreadId: string): Promise<void>;
}

export type ServingStores = {
  readonly assistants: AssistantStore;
  readonly threads: ThreadStore;
  readonly runs: ServedRunStore;
  readonly crons: CronStore;
  readonly items: ItemStore;
  readonly deliveries: DeliveryStore;
  readonly checkpoints: ThreadCheckpoints;
};
