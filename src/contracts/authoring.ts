import type { z } from 'zod';
import type { PollPort } from './bridge-ports.ts';
import type { JsonObject } from './json.ts';
import type { Log } from './log.ts';
import type { ModelDefinition } from './models.ts';
import type { LiveRecord, ReadPorts, WriteOutcome, WriteRequest } from './ports.ts';
import type { Principal } from './principal.ts';
import type { FieldChange, PlannedWrite } from './proposals.ts';
import type { Clock, Ids } from './time.ts';

/** What a tool or a node is given. Ports are read ports; write ports reach the commit node alone. */
export type ToolContext = {
  readonly ports: ReadPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly principal: Principal;
  readonly signal: AbortSignal;
};

/** `erp`, `crm`, … bound to a connection in the config, or a connection's own name. */
export type SystemName = string;

type ToolBase<I extends z.ZodType> = {
  readonly id: string;
  /** One sentence; what a model and a person read. */
  readonly description: string;
  readonly system: SystemName;
  readonly input: I;
  /** Operations the connection must serve (`orders.get`, `write.Task.create`); otherwise the tool is not offered. */
  readonly needs: readonly string[];
};

export type ReadTool<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = ToolBase<I> & {
  readonly kind: 'read';
  readonly output: O;
  run(ctx: ToolContext, input: z.infer<I>): Promise<z.infer<O>>;
};

/** What a write tool says it would do, before anything is done. */
export type Description = {
  readonly title: string;
  readonly operation: 'create' | 'update';
  readonly changes: readonly FieldChange[];
};

export type WriteTool<I extends z.ZodType = z.ZodType> = ToolBase<I> & {
  readonly kind: 'write' | 'notify';
  /** The vendor's record type and, for an update, its id. */
  target(input: z.infer<I>): { readonly type: string; readonly id?: string };
  /** Vendor fields to read before describing; their live values arrive as `before`. */
  readonly reads: readonly string[];
  /** Vendor fields whose live values are codes, dates or ids; every other text is a token before anyone sees it. */
  readonly plain: readonly string[];
  /**
   * Vendor fields by the input they are written from as it is. Needed where what stood in them may have to be written back: a value from
   * before is of the class of the input it would come from.
   */
  readonly fields?: Readonly<Record<string, string>>;
  /** Pure: what would change. `before` is undefined for a create. No change at all means there is nothing to propose. */
  describe(ctx: ToolContext, before: LiveRecord | undefined, input: z.infer<I>): Description | Promise<Description>;
  /** Sends the approved write. Left out, the changes go as they are. */
  send?(ctx: SendContext, write: PlannedWrite): Promise<WriteOutcome>;
};

/** Only the commit node has one. `request` carries the restored values and the key. */
export type SendContext = ToolContext & {
  readonly request: WriteRequest;
  send(request: WriteRequest): Promise<WriteOutcome>;
};

export type Tool = ReadTool | WriteTool;

export type Agent = {
  readonly id: string;
  readonly role: string;
  /** Prompt ids this agent writes with. */
  readonly prompts: readonly string[];
  readonly tools: readonly Tool[];
  readonly limits: { readonly maxModelCalls: number; readonly maxTokens: number; readonly timeoutMs: number };
};

export type Trigger =
  | { readonly on: 'event'; readonly types: readonly string[] }
  | {
      readonly on: 'poll';
      readonly connection: SystemName;
      readonly port: PollPort;
      readonly everyMs: number;
      readonly eventType: string;
      readonly recordType: string;
      /** Whose records the ids name, where a change here is one of a record over there; runs of one record never go side by side. */
      readonly recordOf?: SystemName;
    }
  | {
      readonly on: 'schedule';
      /** Minute, hour, day, month, weekday. The config may have another, or none. */
      readonly cron: string;
      /** IANA; the installation's own where it is left out. */
      readonly timeZone?: string;
      readonly eventType: string;
    };

export const phases = ['read-only', 'assisted', 'automatic'] as const;
/** read-only proposes and stops; assisted asks a person for every write; automatic writes what policy allows. */
export type Phase = (typeof phases)[number];

/** A rule of a workflow's policy; the first that matches decides. Data, so that an auditor can read it. */
export type PolicyRule = {
  readonly name: string;
  readonly reason: string;
  readonly when: {
    /** Any of these tags. */
    readonly tags?: readonly string[];
    readonly tools?: readonly string[];
    /** Amount at or above, per currency; a currency that is not listed matches. */
    readonly amountAtLeast?: Readonly<Record<string, string>>;
  };
  readonly verdict:
    | { readonly effect: 'allow' }
    | { readonly effect: 'deny' }
    | {
        readonly effect: 'ask';
        readonly role: string;
        readonly needed?: number;
        readonly expiresInMs?: number;
        readonly escalateAfterMs?: number;
        readonly escalateTo?: string;
        readonly editorCounts?: boolean;
      };
};

export type Policy = { readonly version: string; readonly rules: readonly PolicyRule[]; readonly otherwise: PolicyRule['verdict'] };

export type Workflow = {
  readonly id: string;
  readonly version: string;
  readonly description: string;
  readonly triggers: readonly Trigger[];
  /** The record type its thread is about. */
  readonly recordType: string;
  /** The system whose record it is, for runs started by name; that of its poll, or the ERP, where it is left out. */
  readonly recordSystem?: SystemName;
  readonly phase: Phase;
  readonly policy: Policy;
  readonly agents: readonly Agent[];
  readonly tools: readonly Tool[];
  /** Started only where the connections serve all of these; elsewhere it rests, and `doctor` says what is missing. */
  readonly requires?: readonly Tool[];
  /** Shape of `mapping.yaml` beside the workflow; checked at start. */
  readonly mapping?: z.ZodType;
  /** Id of the workflow beside which the mapping lies, where two halves of one matter must never disagree; its overrides count for both. */
  readonly mappingOf?: string;
  /** Keeps the same facts in both systems: letting it write more than before asks for a clean report of what both say. */
  readonly isTwoWay?: true;
  /** From `countersign/flow`: `gated({ prepare })`. */
  readonly graph: GraphBuilder;
};

/** Makes the compiled graph for one process. Opaque here, so that tools and agents never load LangGraph. */
export type GraphBuilder = { readonly kind: 'gated'; readonly build: (workflow: Workflow, parts: never, checkpointer: never) => unknown };

/** A conversation people hold with the installation, served under its id. */
export type Assistant = {
  readonly id: string;
  readonly version: string;
  readonly description: string;
  readonly agents: readonly Agent[];
  /** Whether a word belongs to the assistant's own language, so that it is never taken for a misspelt name. */
  readonly isOwnWord: (word: string, alsoSlips?: boolean) => boolean;
  /** From `countersign/flow`: `conversation(build)`. */
  readonly graph: ConversationBuilder;
};

/** Makes the compiled graph for one process. Opaque here, like a workflow's. */
export type ConversationBuilder = {
  readonly kind: 'conversation';
  readonly build: (assistant: Assistant, parts: never, checkpointer: never) => unknown;
};

/** Everything a repository of content registers. */
export type Content = {
  readonly tools: readonly Tool[];
  readonly agents: readonly Agent[];
  readonly workflows: readonly Workflow[];
  readonly assistants?: readonly Assistant[];
  readonly models?: readonly ModelDefinition[];
};

export type IdentityFacts = JsonObject;
