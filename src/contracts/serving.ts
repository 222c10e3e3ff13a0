import type { Principal } from './principal.ts';
import type {
  AssistantRow,
  CronRow,
  Found,
  ItemRow,
  Members,
  MultitaskStrategy,
  Page,
  RunRow,
  ServedRunStatus,
  ThreadFilter,
  ThreadRow,
} from './serving-store.ts';

/** What the Agent Server protocol, the OpenAI endpoint, MCP and the commands ask of the engine in src/runs/serving. */
export const streamModes = [
  'values',
  'updates',
  'messages',
  'messages-tuple',
  'custom',
  'events',
  'tasks',
  'checkpoints',
  'debug',
  'tools',
] as const;
export type StreamMode = (typeof streamModes)[number];
export const inboxes = ['agent-inbox', 'agent-chat-ui'] as const;
export type Inbox = (typeof inboxes)[number];

/** How somebody wants to see a thread: values or tokens, and interrupts in the form of which inbox. */
export type Viewer = { readonly by: Principal; readonly reveal?: boolean | undefined; readonly inbox?: Inbox | undefined };

export type CheckpointRef = {
  readonly checkpointId?: string | undefined;
  readonly checkpointNs?: string | undefined;
  readonly checkpointMap?: Readonly<Record<string, string>> | undefined;
};
export type GraphCommand = {
  readonly resume?: unknown;
  readonly update?: unknown;
  readonly goto?: readonly (string | { readonly node: string; readonly input?: unknown })[] | undefined;
};
export type Durability = 'sync' | 'async' | 'exit';

export type RunRequest = {
  /** An assistant's id, or the id of a graph for its default assistant. */
  readonly assistantId: string;
  readonly input?: unknown;
  readonly command?: GraphCommand | undefined;
  readonly configurable?: Members | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly recursionLimit?: number | undefined;
  readonly context?: Members | undefined;
  readonly metadata?: Members | undefined;
  readonly checkpoint?: CheckpointRef | undefined;
  readonly streamModes?: readonly StreamMode[] | undefined;
  readonly streamSubgraphs?: boolean | undefined;
  readonly multitaskStrategy?: MultitaskStrategy | undefined;
  readonly interruptBefore?: '*' | readonly string[] | undefined;
  readonly interruptAfter?: '*' | readonly string[] | undefined;
  readonly webhook?: string | undefined;
  readonly onCompletion?: 'delete' | 'keep' | undefined;
  readonly afterSeconds?: number | undefined;
  readonly ifNotExists?: 'create' | 'reject' | undefined;
  readonly durability?: Durability | undefined;
  /** Its client stays on the line until it ends, and nobody else is told of it. */
  readonly isAttended?: boolean | undefined;
};

/** One event of a run as it is sent: `data` is JSON text, `id` is what a client names to go on after it. */
export type ServingEvent = { readonly id: string; readonly event: string; readonly data: string };
export type EventBatches = AsyncIterable<readonly ServingEvent[]>;

export type FollowOptions = {
  /** The id of the last event that arrived; `-1` or nothing starts at the beginning. */
  readonly after?: string | undefined;
  readonly modes?: readonly StreamMode[] | undefined;
  readonly cancelOnLeave?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type Pending = { readonly id: string; readonly value: unknown };
/** How a run ended, for who waits for it. */
export type RunResult = {
  readonly status: ServedRunStatus;
  readonly values: unknown;
  readonly interrupts: readonly Pending[];
  readonly error?: { readonly error: string; readonly message: string; readonly code: string };
};

export type StateView = {
  readonly values: unknown;
  readonly next: readonly string[];
  readonly tasks: readonly TaskView[];
  readonly metadata: unknown;
  readonly createdAt: string | null;
  readonly checkpoint: CheckpointView | null;
  readonly parentCheckpoint: CheckpointView | null;
};
export type CheckpointView = {
  readonly thread_id: string;
  readonly checkpoint_id: string | null;
  readonly checkpoint_ns: string;
  readonly checkpoint_map: unknown;
};
export type TaskView = {
  readonly id: string;
  readonly name: string;
  readonly error: string | null;
  readonly interrupts: readonly unknown[];
  readonly path: unknown;
  readonly checkpoint: unknown;
  readonly state: StateView | null;
  readonly result: unknown;
};

export interface ServingAssistants {
  create(input: NewAssistant, by: Principal): Promise<AssistantRow>;
  get(id: string, by: Principal): Promise<AssistantRow>;
  update(id: string, change: Partial<NewAssistant>, by: Principal): Promise<AssistantRow>;
  delete(id: string, deleteThreads: boolean, by: Principal): Promise<void>;
  search(
    filter: { graphId?: string | undefined; name?: string | undefined; metadata?: Members | undefined },
    page: Page,
    by: Principal,
  ): Promise<Found<AssistantRow>>;
  versions(
    id: string,
    filter: { metadata?: Members | undefined; limit: number; offset: number },
    by: Principal,
  ): Promise<readonly AssistantRow[]>;
  setLatest(id: string, version: number, by: Principal): Promise<AssistantRow>;
  graph(id: string, xray: boolean | number, by: Principal): Promise<unknown>;
  schemas(id: string, by: Principal): Promise<{ graphId: string } & GraphSchemas>;
  subgraphs(id: string, namespace: string | undefined, recurse: boolean, by: Principal): Promise<Readonly<Record<string, GraphSchemas>>>;
}
export type GraphSchemas = { readonly input: unknown; readonly output: unknown; readonly state: unknown; readonly config: unknown };
export type NewAssistant = {
  readonly id?: string | undefined;
  readonly graphId: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly config?: Members | undefined;
  readonly context?: Members | undefined;
  readonly metadata?: Members | undefined;
  readonly ifExists?: 'raise' | 'do_nothing' | undefined;
};

export type StateWrite = {
  readonly values: unknown;
  readonly asNode?: string | undefined;
  readonly checkpoint?: CheckpointRef | undefined;
};
export type Superstep = { readonly updates: readonly { readonly values?: unknown; readonly asNode: string }[] };

export interface ServingThreads {
  create(
    input: {
      id?: string | undefined;
      metadata?: Members | undefined;
      ifExists?: 'raise' | 'do_nothing' | undefined;
      supersteps?: readonly Superstep[] | undefined;
    },
    viewer: Viewer,
  ): Promise<ThreadRow>;
  get(id: string, viewer: Viewer): Promise<ThreadRow>;
  patch(id: string, metadata: Members, viewer: Viewer): Promise<ThreadRow>;
  delete(id: string, by: Principal): Promise<void>;
  search(filter: Omit<ThreadFilter, 'owner'>, page: Page, viewer: Viewer): Promise<Found<ThreadRow>>;
  copy(id: string, viewer: Viewer): Promise<ThreadRow>;
  prune(ids: readonly string[], strategy: 'delete' | 'keep_latest', by: Principal): Promise<number>;
  state(id: string, at: CheckpointRef | undefined, subgraphs: boolean, viewer: Viewer): Promise<StateView>;
  update(id: string, write: StateWrite, by: Principal): Promise<CheckpointView | null>;
  history(
    id: string,
    options: { limit: number; before?: string | undefined; metadata?: Members | undefined; checkpoint?: CheckpointRef | undefined },
    by: Principal,
  ): Promise<readonly StateView[]>;
  /** Events of every run of the thread, from now on or after an id. */
  follow(id: string, options: FollowOptions, viewer: Viewer): Promise<EventBatches>;
}

export interface ServingRuns {
  /** On a thread, or without one on a thread of its own that goes when the run ends. */
  create(threadId: string | undefined, request: RunRequest, viewer: Viewer): Promise<RunRow>;
  list(
    threadId: string,
    filter: { status?: string | undefined; metadata?: Members | undefined; limit: number; offset: number },
    by: Principal,
  ): Promise<readonly RunRow[]>;
  get(threadId: string, runId: string, by: Principal): Promise<RunRow>;
  delete(threadId: string, runId: string, by: Principal): Promise<void>;
  /** Rejects where there is no such run; `ended` waits for its end. `threadId` undefined looks the run up by itself. */
  join(threadId: string | undefined, runId: string, viewer: Viewer): Promise<{ readonly ended: Promise<RunResult> }>;
  follow(threadId: string | undefined, runId: string, options: FollowOptions, viewer: Viewer): Promise<EventBatches>;
  cancel(threadId: string, runId: string, options: { action: 'interrupt' | 'rollback'; wait: boolean }, by: Principal): Promise<void>;
  cancelMany(
    filter: { threadId?: string | undefined; runIds?: readonly string[] | undefined; status?: 'pending' | 'running' | 'all' | undefined },
    action: 'interrupt' | 'rollback',
    by: Principal,
  ): Promise<number>;
}

export type NewCron = {
  readonly schedule: string;
  readonly timeZone?: string | undefined;
  readonly endTime?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly onRunCompleted?: 'delete' | 'keep' | undefined;
  readonly metadata?: Members | undefined;
  readonly request: RunRequest;
};
export interface ServingCrons {
  create(threadId: string | undefined, input: NewCron, by: Principal): Promise<CronRow>;
  update(
    id: string,
    change: Partial<Omit<NewCron, 'request'>> & { request?: Partial<RunRequest> | undefined },
    by: Principal,
  ): Promise<CronRow>;
  delete(id: string, by: Principal): Promise<void>;
  search(
    filter: {
      assistantId?: string | undefined;
      threadId?: string | undefined;
      enabled?: boolean | undefined;
      metadata?: Members | undefined;
    },
    page: Page,
    by: Principal,
  ): Promise<Found<CronRow>>;
}

export interface ServingItems {
  put(namespace: readonly string[], key: string, value: Members, ttlMinutes: number | undefined, by: Principal): Promise<void>;
  get(namespace: readonly string[], key: string, by: Principal): Promise<ItemRow | undefined>;
  delete(namespace: readonly string[], key: string, by: Principal): Promise<void>;
  search(
    prefix: readonly string[],
    filter: { filter?: Members | undefined; query?: string | undefined; limit: number; offset: number },
    by: Principal,
  ): Promise<readonly ItemRow[]>;
  namespaces(
    filter: {
      prefix?: readonly string[] | undefined;
      suffix?: readonly string[] | undefined;
      maxDepth?: number | undefined;
      limit: number;
      offset: number;
    },
    by: Principal,
  ): Promise<readonly (readonly string[])[]>;
}

export type TurnRequest = Omit<RunRequest, 'assistantId'> & {
  readonly assistantId: string;
  /** Continued when given and made when there is none of that id; a new thread otherwise. */
  readonly threadId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};
/** `namespace` is empty for the graph itself; `data` holds values where the viewer may see them. */
export type TurnEvent = { readonly id: string; readonly mode: string; readonly namespace: readonly string[]; readonly data: unknown };
export type Turn = {
  readonly threadId: string;
  readonly runId: string;
  readonly events: AsyncIterable<TurnEvent>;
  /** How it ended; never rejects for what the graph did. */
  readonly result: Promise<RunResult>;
  cancel(): Promise<void>;
};

export interface Serving {
  readonly graphs: readonly { readonly id: string; readonly description: string }[];
  readonly assistants: ServingAssistants;
  readonly threads: ServingThreads;
  readonly runs: ServingRuns;
  readonly crons: ServingCrons;
  readonly items: ServingItems;
  /** One turn of a conversation without HTTP. */
  turn(request: TurnRequest, viewer: Viewer): Promise<Turn>;
  /**
   * Something the thread waits for has been decided elsewhere: resumes it with nothing, as its owner, so that the graph looks
   * for itself. Answers with the run, or undefined when the thread waits for nothing.
   */
  followUp(threadId: string): Promise<string | undefined>;
  /** Takes up what an earlier process left, then fires crons and sends webhooks. */
  start(): Promise<void>;
  /** Takes no new runs; what is still at work after the grace goes back to the queue for the next process. */
  stop(graceMs: number): Promise<void>;
}
