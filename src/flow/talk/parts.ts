import type { Agent, ReadTool, ToolContext, WriteTool } from '../../contracts/authoring.ts';
import type { AnswerEvent, ProposalBlock } from '../../contracts/answer.ts';
import type { Json, JsonObject } from '../../contracts/json.ts';
import type { Findings } from './tool-facts.ts';
import type { ConversationAnswer, ConversationRequest, FactSheet, Narration, ToldFact } from '../../contracts/llm.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { FlowParts } from '../parts.ts';
import type { z } from 'zod';

/** A name the engine found in what somebody typed: which records it may mean, and where it stands in the redacted text. */
export type Mention = {
  readonly kind: 'customer' | 'material';
  readonly keys: readonly string[];
  readonly start: number;
  readonly end: number;
};

/** Where names of records are looked up. Names stay inside; ids come out. */
export interface Directory {
  /** Mentions in a raw text, before anything personal is taken out of it. */
  find(text: string, signal: AbortSignal): Promise<readonly Mention[]>;
  /** The CRM's account of an ERP customer, and the other way round. */
  accountOf(customer: string, signal: AbortSignal): Promise<string | undefined>;
  customerOf(account: string, signal: AbortSignal): Promise<string | undefined>;
}

export type ChangeRequest = {
  readonly tool: WriteTool;
  /** In the thread's tokens; becomes values again inside the engine. */
  readonly input: JsonObject;
  /** What it is about, for the gate's list: ids and words of business, no name. */
  readonly title: string;
  readonly record: { readonly type: string; readonly id: string };
  readonly amount?: { readonly amount: string; readonly currency: string };
  readonly reasons: readonly string[];
};

/** A change somebody asked for in a conversation, as it stands now; texts in the tokens of that conversation. */
export type ChangeState = Omit<ProposalBlock, 'type'> & { readonly isOpen: boolean };

export interface ChangeRequests {
  /** Hands it to propose → gate → commit and waits a moment for the gate. */
  start(threadId: string, request: ChangeRequest, by: Principal, signal: AbortSignal): Promise<ChangeState>;
  state(threadId: string, run: string): Promise<ChangeState>;
  /** Waits until the run has come to an end or a while has passed. */
  settled(threadId: string, run: string, withinMs: number, signal: AbortSignal): Promise<ChangeState>;
  withdraw(run: string, reason: string, by: Principal): Promise<void>;
}

/** A workflow to be set going on a record, by its id. */
export type Errand = { readonly workflow: string; readonly record: string };
/** How it stands; `told` says in words of the workflow why it ended without a write. */
export type ErrandState = ChangeState & { readonly told?: string };

export interface Errands {
  /** Ids of the workflows that run here and this person may start. */
  offered(by: Principal): readonly string[];
  /** Starts it for the person and waits a moment for the gate. */
  start(threadId: string, errand: Errand, by: Principal, signal: AbortSignal): Promise<ErrandState>;
}

/** What a process gives to conversations, besides what it gives to workflows. */
export type TalkParts = {
  readonly flow: FlowParts;
  readonly directory: Directory;
  readonly changes: ChangeRequests;
  readonly errands: Errands;
  /** IANA name; what "Friday" means where the asker's own zone is not known. */
  readonly timeZone: string;
};

/** A turn for the nodes of a conversation's graph; travels in configurable under `__talk`, never in state. */
export type TalkRun = {
  readonly runId: string;
  readonly threadId: string;
  readonly by: Principal;
  readonly signal: AbortSignal;
};

/** What the author of a conversation works with. */
export type Talk = ToolContext & {
  readonly threadId: string;
  readonly runId: string;
  /** The asker's day. */
  readonly today: string;
  readonly directory: Pick<Directory, 'accountOf' | 'customerOf'>;
  readonly changes: Pick<ChangeRequests, 'state' | 'settled'>;
  connectionName(system: string): string;
  /** Runs a read tool for a desk; its personal values are tokens. Told as an event when it starts and ends. */
  read<I extends z.ZodType, O extends z.ZodType>(desk: Agent, tool: ReadTool<I, O>, input: z.infer<I>): Promise<z.infer<O>>;
  /** Whether the connection serves what the tool needs and the asker's roles grant it. */
  mayUse(tool: { readonly id: string; readonly system: string; readonly needs: readonly string[] }): boolean;
  narrate(request: { agent: Agent; prompt: string; locale: string; sheet: FactSheet; required: readonly string[] }): Promise<Narration>;
  converse(request: Omit<ConversationRequest, 'runId' | 'threadId' | 'signal'>): Promise<ConversationAnswer>;
  check(text: string, sheet: FactSheet, locale: string): { readonly failures: readonly string[]; readonly told: readonly ToldFact[] };
  readonly hasPlanner: boolean;
  /** What a tool answered, as a planner may see it; its facts are added to the findings. */
  forPlanner(tool: ReadTool, output: unknown, locale: string, findings: Findings): Promise<Json>;
  request(request: ChangeRequest): Promise<ChangeState>;
  /** Ids of the workflows the asker may set going. */
  readonly offeredErrands: readonly string[];
  run(errand: Errand): Promise<ErrandState>;
  withdraw(run: string, reason: string): Promise<void>;
  /** A value as a token of this thread, for a model that must not see it. */
  hide<S extends z.ZodType>(schema: S, value: z.infer<S>): Promise<z.infer<S>>;
  emit(event: AnswerEvent): void;
  audit(action: string, body: JsonObject): Promise<void>;
};
