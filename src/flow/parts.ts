import type { Agent, Phase, ReadTool, SystemName, ToolContext, Workflow, WriteTool } from '../contracts/authoring.ts';
import type { ApprovalStore } from '../contracts/approvals.ts';
import type { ApprovalNotices } from '../contracts/channels.ts';
import type { AuditEntry, AuditStore } from '../contracts/audit.ts';
import type { BusinessEvent } from '../contracts/events.ts';
import type { EffectStore, Fence } from '../contracts/effects.ts';
import type { Json, JsonObject } from '../contracts/json.ts';
import type { FactSheet, Gateway } from '../contracts/llm.ts';
import type { Log } from '../contracts/log.ts';
import type { Connection, ReadPorts } from '../contracts/ports.ts';
import type { Principal, RoleDefinition } from '../contracts/principal.ts';
import type { Privacy } from '../contracts/privacy.ts';
import type { FieldChange, PlannedLink, Proposal, ProposalStore } from '../contracts/proposals.ts';
import type { LinkStore } from '../contracts/runs.ts';
import type { Clock, Ids } from '../contracts/time.ts';
import type { Trace } from '../contracts/trace.ts';
import type { z } from 'zod';

/** Called at labelled boundaries. Does nothing in production; a crash test stops the world there. */
export type Probe = (label: ProbeLabel) => void | Promise<void>;

/** Every boundary of propose, gate and commit at which a process can die. The crash harness visits each. */
export const probeLabels = [
  'run.claimed',
  'prepare.gathered',
  'propose.keyed',
  'propose.saved',
  'gate.opened',
  'gate.parked',
  'gate.passed',
  'commit.reserved',
  'effect.sending',
  'effect.sent',
  'effect.settled',
  'commit.done',
  'run.finished',
] as const;
export type ProbeLabel = (typeof probeLabels)[number];

/** What a process gives to every workflow. Write ports stay inside: authors see FlowContext only. */
export type FlowParts = {
  readonly connection: (system: SystemName) => Connection;
  /** Read ports of the installation itself; given to the prepare step, beside no connection's. */
  readonly own: Pick<ReadPorts, 'predictions' | 'linkage' | 'companies' | 'people'>;
  /** Approvals as channels are told of them. */
  readonly notices?: ApprovalNotices;
  readonly effects: EffectStore;
  readonly approvals: ApprovalStore;
  readonly proposals: ProposalStore;
  readonly links: LinkStore;
  readonly audit: AuditStore;
  readonly privacy: Privacy;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly probe: Probe;
  readonly trace?: Trace;
  /** What each role grants; a run may use only the tools the roles of the one it acts for grant. */
  readonly roles: Readonly<Record<string, RoleDefinition>>;
  /** Of the workflow; of one rule of its policy where named, and then never wider than the workflow's. */
  readonly phase: (workflowId: string, rule?: string) => Promise<Phase>;
  /** Why no write of this workflow may begin now; undefined when it may. Asked before every effect, so it has to be cheap. */
  readonly held: (workflowId: string) => Promise<string | undefined>;
  /** The workflow's mapping data, checked against its schema at start. */
  readonly mapping: (workflowId: string) => unknown;
  /** Who is asked in the assisted phase. */
  readonly assistedRole: string;
  /** Our person for a user name of a connected system, if known; a requester never approves. */
  readonly personOf: (system: SystemName, user: string) => string | undefined;
  /** The thread of a workflow's runs about a record. */
  readonly threadOf: (workflowId: string, record: RunInput['record']) => string;
  /** Leaves an event to the workflows that listen to it; how many they are. */
  readonly raise: (event: BusinessEvent, principal: string) => Promise<number>;
  /** The raw body a run was started with, parsed; undefined where it came without one. Only for what the engine put there itself. */
  readonly payloadOf: (runId: string) => Promise<unknown>;
};

/** The run a node works for; travels in configurable under `__run`, never in state. */
export type RunContext = { readonly runId: string; readonly fence: Fence; readonly principal: Principal; readonly signal: AbortSignal };

export type RunInput = {
  readonly runId: string;
  readonly threadId: string;
  readonly record: { readonly connection: string; readonly type: string; readonly id: string };
  readonly principal: string;
  readonly hint: Readonly<Record<string, string>>;
  readonly receivedAt: string;
};

/** Where a run stands when its graph ends. */
export type FlowResult =
  | { readonly kind: 'done'; readonly outcome: string }
  | { readonly kind: 'exception'; readonly code: string; readonly message: string; readonly details: JsonObject };

/** A system refused a write for good: `details` name the slot, the slots applied before it and those not attempted. */
export type Stopped = Extract<FlowResult, { kind: 'exception' }>;

/** How a workflow's prepare step ends. */
export type Prepared = FlowResult | { readonly kind: 'look-again'; readonly inMs: number; readonly reason: string } | ProposalPlan;

export type Evidence = Proposal['evidence'][number];

export type ProposalPlan = {
  /**
   * Only this run's own effects count as done: a person may want again what an earlier run of theirs did, and what somebody changed
   * back is put right again. The records themselves say whether there is anything to write.
   */
  readonly repeats?: true;
  readonly kind: 'propose';
  /** What makes this transition of the record what it is; see src/effects/key.ts. */
  readonly identity: JsonObject;
  /** Everything the words and the decision rest on; the same facts reuse the same words. */
  readonly facts: Json;
  readonly title: string;
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly traits: Proposal['traits'];
  /** Vendor user names that made the change, besides the run's own principal. */
  readonly requestedBy: readonly { readonly system: SystemName; readonly user: string }[];
  /** The slots this transition will write, known before any word is: when all are applied there is nothing to do. */
  readonly slots: readonly { readonly slot: string; readonly tool: WriteTool }[];
  /** Links noted when all of it is applied; an id may be that of a record a slot creates, see created(). */
  readonly links?: readonly PlannedLink[];
  /** Slots whose fields quote other writes by written(). Their texts hold nothing but the author's words and tokens. */
  readonly quoting?: readonly string[];
  /** The run ends with this exception, whatever becomes of the proposal: it only tells people, or takes something back. */
  readonly ends?: Omit<Stopped, 'kind'>;
  /** Makes the inputs. Called only when the words are needed; a slot left out is not written. */
  write(draft: Draft): Promise<void>;
};

export type Draft = {
  /** Only use of a write tool: says what it would do. */
  propose<I extends z.ZodType>(slot: string, tool: WriteTool<I>, input: z.infer<I>): Promise<void>;
  narrate(request: { agent: Agent; prompt: string; locale: string; sheet: FactSheet; required: readonly string[] }): Promise<string>;
};

/** What the author of a workflow works with. */
export type FlowContext = ToolContext & {
  /** Runs a read tool and lets its personal values become tokens before anything else sees them. */
  read<I extends z.ZodType, O extends z.ZodType>(agent: Agent, tool: ReadTool<I, O>, input: z.infer<I>): Promise<z.infer<O>>;
  readonly notices: ApprovalNotices | undefined;
  readonly links: LinkStore;
  connectionName(system: SystemName): string;
  /** The workflow's mapping.yaml with the config's overrides. */
  mapping<S extends z.ZodType>(schema: S): z.infer<S>;
  audit(action: string, body: JsonObject, subject?: { type: string; id: string }): void;
  /** Since when this run knows of the event. */
  readonly receivedAt: string;
  /** What stands in a text, as data of the prompt's schema; undefined where no model answers. It decides nothing by itself. */
  assess(request: { agent: Agent; prompt: string; locale: string; view: JsonObject }): Promise<Json | undefined>;
  /** What a workflow wrote for this run's record, newest first, in this run's own tokens; its tools have to be this workflow's too. */
  earlier(workflow: string): Promise<readonly EarlierProposal[]>;
  /**
   * Leaves something to another workflow: an event of this type about a record, once a run. False where no workflow listens to it
   * here: then the caller says what has to be done instead.
   */
  raise(type: string, record: { readonly type: string; readonly id: string }, hint?: Readonly<Record<string, string>>): Promise<boolean>;
  /** What a person asked for in a conversation: the tool and its input, checked by its schema, in this run's own tokens. */
  requested(): Promise<RequestedChange>;
};

/** Writes of an earlier proposal that were applied. */
export type EarlierProposal = {
  readonly id: string;
  readonly tags: readonly string[];
  readonly at: string;
  /** Whether all of it was. */
  readonly isWhole: boolean;
  /** None where their values were erased or are not kept any more. */
  readonly writes: readonly EarlierWrite[];
};
export type EarlierWrite = {
  readonly slot: string;
  readonly tool: string;
  readonly target: { readonly type: string; readonly id?: string | undefined };
  readonly changes: readonly FieldChange[];
  /** Fields whose value before or after was erased since: nobody knows any more what they said. */
  readonly forgotten: readonly string[];
};

export type RequestedChange = {
  readonly tool: WriteTool;
  readonly input: JsonObject;
  readonly title: string;
  readonly reasons: readonly string[];
  readonly amount?: { readonly amount: string; readonly currency: string };
};

export type Session = {
  readonly parts: FlowParts;
  readonly workflow: Workflow;
  readonly run: RunContext;
  readonly input: RunInput;
  readonly pendingAudit: AuditEntry[];
  /** When this step began, as the writes of this process count; see targets.ts. */
  readonly since: number;
  /** How often an agent asked a model in this step. */
  readonly asked: Map<string, number>;
};

/** Thrown by a node that has to wait; the worker parks the run and looks again. Not a failure. */
export class LookAgain extends Error {
  readonly at: string;
  constructor(at: string, reason: string) {
    super(reason);
    this.name = 'LookAgain';
    this.at = at;
  }
}
