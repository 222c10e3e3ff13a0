import type { Principal } from './principal.ts';

/**
 * A graph the Agent Server serves: conversations, not workflows of events. The engine in src/runs drives it; what enters and
 * leaves its state passes these hooks, so that the engine needs to know neither privacy nor approvals.
 */
export type ServedGraph = {
  readonly id: string;
  readonly description: string;
  /** A LangGraph graph, compiled with the installation's checkpointer. Opaque here: contracts know no LangGraph. */
  readonly graph: unknown;
  /** How often its runs are written to disk unless the request says otherwise; LangGraph's own default without it. */
  readonly durability?: 'sync' | 'async' | 'exit';
  readonly hooks: ServedHooks;
};

export type ServedRun = {
  readonly runId: string;
  readonly threadId: string;
  readonly by: Principal;
  readonly signal: AbortSignal;
};

/** An interrupt as it stands in a thread's state. */
export type ParkedInterrupt = { readonly id: string; readonly value: unknown };

export type ServedHooks = {
  /** The input as it may enter state: sizes checked, what is personal a token. Throws input.* for what it does not take. */
  enter(run: ServedRun, input: unknown): Promise<unknown>;
  /** For the thread's own authorised user: tokens become values in every string of the tree. Chunks never split a token. */
  reveal(threadId: string, tree: unknown): Promise<unknown>;
  /** What the nodes find in `config.configurable` besides the thread's id. */
  configurable(run: ServedRun): Readonly<Record<string, unknown>>;
  /** The form of an interrupt as it is shown, for the inbox the client asked for; `value` as it is unless given. */
  showInterrupt?(value: unknown, inbox: 'agent-inbox' | 'agent-chat-ui' | undefined): unknown;
  /**
   * A resume of gated interrupts: turns what the client sent into decisions of `run.by` and carries them out. Answers with what
   * the graph is resumed with, as a map of interrupt ids. Rejects with approval.* or auth.* where it is no valid decision.
   * Without it a resume is passed on as it came.
   */
  decide?(run: ServedRun, parked: readonly ParkedInterrupt[], resume: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** Throws where a client may not write this state: a gated interrupt waits, or the values are not its to set. */
  mayUpdate?(run: ServedRun, parked: readonly ParkedInterrupt[], values: unknown, asNode: string | undefined): Promise<void>;
  /** The thread is deleted, with everything kept beside its state. */
  forget?(threadId: string): Promise<void>;
};
