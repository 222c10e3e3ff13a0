import type { Approval, ApprovalStatus, Decision } from './approvals.ts';
import type { AuditHead, AuditRecord } from './audit.ts';
import type { Phase } from './authoring.ts';
import type { ChannelService } from './channels.ts';
import type { Effect, EffectState } from './effects.ts';
import type { BusinessEvent } from './events.ts';
import type { JsonObject } from './json.ts';
import type { ModelService } from './model-services.ts';
import type { EgressRecord } from './llm.ts';
import type { Promotion, PromotionDecision, PromotionEvidence, PromotionRequest, PromotionStatus } from './phases.ts';
import type { Principal, RoleDefinition } from './principal.ts';
import type { Delivery, DeliveryAttempt, DeliveryStatus } from './outbound.ts';
import type { PromptService } from './prompts.ts';
import type { FieldChange, Proposal } from './proposals.ts';
import type { CaseFeedback, FeedbackFilter, FeedbackRequest } from './feedback.ts';
import type { ErasureService } from './erasure.ts';
import type { RedactionService } from './redaction.ts';
import type { ExceptionItem, Run, RunStatus } from './runs.ts';

/**
 * What the HTTP layer and the commands are given. Every method takes the person it acts for and authorises that person
 * itself; a missing right is auth.forbidden. Lists answer newest first unless they say otherwise.
 */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };
export type PageQuery = { readonly limit: number; readonly after?: string };

export type Accepted = { readonly eventId: string; readonly duplicate: boolean; readonly runIds: readonly string[] };

export interface IntakeService {
  /** A webhook's raw body and headers (lower case names). Verifies signature or key as the connection says. */
  hook(connection: string, body: Uint8Array, headers: Readonly<Record<string, string>>, by: Principal | undefined): Promise<Accepted>;
  /** Events from CloudEvents, already parsed; `raw` is the body they came in. */
  events(events: readonly BusinessEvent[], raw: Uint8Array, by: Principal): Promise<readonly Accepted[]>;
}

/** A write as an approver sees it: read live at the moment of looking, values restored for those who may see them. */
export type WriteView = {
  readonly slot: string;
  readonly tool: string;
  readonly title: string;
  readonly kind: 'write' | 'notify';
  readonly connection: string;
  readonly operation: 'create' | 'update';
  readonly target: { readonly type: string; readonly id?: string };
  readonly key: string;
  /** `now` is the live value; `moved` when it is no longer the `before` the proposal was made with. */
  readonly changes: readonly (FieldChange & { readonly now: FieldChange['before']; readonly moved: boolean })[];
  readonly input: Readonly<Record<string, unknown>>;
  readonly effect?: EffectState;
};

export type ApprovalView = {
  readonly approval: Approval;
  readonly proposal: Pick<
    Proposal,
    'id' | 'hash' | 'title' | 'reasons' | 'evidence' | 'traits' | 'record' | 'workflow' | 'workflowVersion' | 'createdAt'
  >;
  readonly writes: readonly WriteView[];
  /** What this person may say now; empty when they may only look. `why` names what stands in the way. */
  readonly may: readonly Decision['verdict'][];
  readonly why?: string;
};

export interface ApprovalService {
  list(query: PageQuery & { status?: ApprovalStatus }, by: Principal): Promise<Page<Approval>>;
  get(id: string, by: Principal): Promise<ApprovalView>;
  decide(id: string, decision: Decision, by: Principal): Promise<Approval>;
}

export type RunStep = { readonly at: string; readonly action: string; readonly actor: string; readonly body: AuditRecord['body'] };

export type RunView = {
  readonly run: Run;
  readonly steps: readonly RunStep[];
  readonly effects: readonly Effect[];
  readonly approval?: Approval;
  readonly exception?: ExceptionItem;
};

export interface RunService {
  list(query: PageQuery & { status?: RunStatus; workflow?: string }, by: Principal): Promise<Page<Run>>;
  get(id: string, by: Principal): Promise<RunView>;
  /** Starts a workflow on one record, as if an event had named it. */
  start(workflow: string, recordId: string, by: Principal): Promise<Accepted>;
  /** Looks for every record changed since a moment and starts a run for each. Progress comes through `onProgress`. */
  startSince(
    workflow: string,
    since: string,
    by: Principal,
    onProgress?: (seen: number, total: number | undefined) => void,
  ): Promise<{ seen: number; started: number }>;
  cancel(id: string, reason: string, by: Principal): Promise<Run>;
  counts(by: Principal): Promise<Readonly<Record<RunStatus, number>>>;
}

export interface ExceptionService {
  list(query: PageQuery & { status?: ExceptionItem['status'] }, by: Principal): Promise<Page<ExceptionItem>>;
  get(id: string, by: Principal): Promise<ExceptionItem>;
  /** Sends the run back through the queue; effects keep their keys. */
  retry(id: string, by: Principal): Promise<ExceptionItem>;
  /** Replaces the event an unmapped payload should have been and takes it in. */
  edit(id: string, event: BusinessEvent, by: Principal): Promise<Accepted>;
  discard(id: string, reason: string, by: Principal): Promise<ExceptionItem>;
  /** For a missing, double or broken link: a person names the record it stands for; the run starts again. */
  link(id: string, target: { type: string; id: string }, by: Principal): Promise<ExceptionItem>;
  /** For an effect a person looked up: `applied` adopts record `recordId`, `absent` lets it be sent again. */
  resolveEffect(id: string, found: { verdict: 'applied'; recordId: string } | { verdict: 'absent' }, by: Principal): Promise<ExceptionItem>;
}

export interface EffectService {
  list(query: PageQuery & { state?: EffectState; runId?: string }, by: Principal): Promise<Page<Effect>>;
  get(key: string, by: Principal): Promise<Effect>;
}

export interface AuditService {
  /** Oldest first; `after` is a sequence number as text. */
  list(query: PageQuery & { runId?: string; action?: string; actor?: string }, by: Principal): Promise<Page<AuditRecord>>;
  head(by: Principal): Promise<{ head?: AuditHead; publicKey: string; rows: number }>;
}

export interface EgressService {
  /** Oldest first. */
  list(query: PageQuery & { runId?: string }, by: Principal): Promise<Page<EgressRecord>>;
}

export type KeyView = {
  readonly id: string;
  readonly name: string;
  readonly principal: string;
  readonly roles: readonly string[];
  readonly createdAt: string;
  readonly revokedAt?: string;
};

export interface KeyService {
  list(by: Principal): Promise<readonly KeyView[]>;
  /** The key itself is in the answer this once and never again. */
  create(request: { name: string; principal: string; roles: readonly string[] }, by: Principal): Promise<{ key: string; view: KeyView }>;
  revoke(id: string, by: Principal): Promise<KeyView>;
}

export type WorkflowView = {
  readonly id: string;
  readonly version: string;
  readonly description: string;
  readonly phase: Phase;
  readonly paused: boolean;
  readonly triggers: readonly string[];
  readonly tools: readonly { readonly id: string; readonly kind: string; readonly offered: boolean; readonly missing?: string }[];
  readonly policyVersion: string;
  /** Rules of its policy in their order, each with the phase in force for it: never wider than the workflow's. */
  readonly rules: readonly { readonly name: string; readonly effect: 'allow' | 'deny' | 'ask'; readonly phase: Phase }[];
};

export type WorkflowDetail = {
  readonly workflow: WorkflowView;
  /** What is on record for the next wider phase; absent where there is none. */
  readonly evidence?: PromotionEvidence;
  /** Requests for a wider phase, newest first. */
  readonly promotions: readonly Promotion[];
};

export type PauseView = { readonly paused: boolean; readonly workflows: readonly WorkflowView[] };

/** Widening a phase takes evidence and two people; narrowing it and stopping take one, and act at once. */
export interface WorkflowService {
  list(by: Principal): Promise<readonly WorkflowView[]>;
  get(id: string, by: Principal): Promise<WorkflowDetail>;
  /** To a narrower phase; a wider one is refused with the way to ask for it. */
  demote(id: string, change: PromotionRequest, by: Principal): Promise<WorkflowView>;
  setPaused(id: string, paused: boolean, reason: string, by: Principal): Promise<WorkflowView>;
  /** The stop for all of them; what is paused by itself stays so when it ends. */
  setAllPaused(paused: boolean, reason: string, by: Principal): Promise<PauseView>;
  evidence(id: string, wanted: Pick<PromotionRequest, 'to' | 'rule'>, by: Principal): Promise<PromotionEvidence>;
  askPromotion(id: string, request: PromotionRequest, by: Principal): Promise<Promotion>;
  promotions(query: PageQuery & { status?: PromotionStatus; workflow?: string }, by: Principal): Promise<Page<Promotion>>;
  decidePromotion(id: string, decision: PromotionDecision, by: Principal): Promise<Promotion>;
}

export interface FeedbackService {
  give(request: FeedbackRequest, by: Principal): Promise<CaseFeedback>;
  list(query: PageQuery & FeedbackFilter, by: Principal): Promise<Page<CaseFeedback>>;
}

export type DeliveryView = {
  readonly delivery: Delivery;
  /** The CloudEvent, byte for byte as it is signed and sent. */
  readonly body: string;
  /** Every attempt, oldest first. */
  readonly log: readonly DeliveryAttempt[];
};

export interface DeliveryService {
  list(query: PageQuery & { status?: DeliveryStatus; target?: string }, by: Principal): Promise<Page<Delivery>>;
  get(id: string, by: Principal): Promise<DeliveryView>;
  /** Sends it again with the same id, whether it arrived or was given up. */
  redeliver(id: string, by: Principal): Promise<Delivery>;
}

export type Readiness = {
  readonly ready: boolean;
  readonly draining: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
};

/** A tool as programs outside are offered it. `inputSchema` is JSON schema. */
export type OfferedTool = {
  readonly name: string;
  readonly kind: 'read' | 'propose';
  readonly description: string;
  readonly inputSchema: JsonObject;
};

export interface ToolService {
  /** Those the caller's roles grant and the connections serve. */
  list(by: Principal): Promise<readonly OfferedTool[]>;
  /** Reads at once, or proposes. Names come as tokens of the caller's own thread; `reveal` wants the right to see values. */
  call(name: string, given: unknown, by: Principal, options: { readonly reveal: boolean; readonly signal: AbortSignal }): Promise<unknown>;
}

export type Services = {
  /** Tools for programs; there with an assistant whose desks have them. */
  readonly tools?: ToolService;
  /** The principal behind an API key, roles read now; undefined for an unknown or revoked key. */
  authenticate(apiKey: string): Promise<Principal | undefined>;
  readonly roles: Readonly<Record<string, RoleDefinition>>;
  readonly intake: IntakeService;
  readonly approvals: ApprovalService;
  readonly runs: RunService;
  readonly exceptions: ExceptionService;
  readonly effects: EffectService;
  readonly audit: AuditService;
  readonly egress: EgressService;
  readonly keys: KeyService;
  readonly workflows: WorkflowService;
  readonly feedback: FeedbackService;
  readonly deliveries: DeliveryService;
  /** Callbacks of channels, where any is configured. */
  readonly channels?: ChannelService;
  readonly prompts: PromptService;
  readonly redaction: RedactionService;
  readonly erasures: ErasureService;
  /** Numeric models; absent where a part of the house serves none. */
  readonly models?: ModelService;
  readiness(): Promise<Readiness>;
  /** OpenMetrics text. */
  metrics(): Promise<string>;
};

/** What the console's sessions ask instead of `authenticate`: they keep no key, only its SHA-256 in hex. */
export interface KeyLookup {
  authenticateHash(sha256: string): Promise<Principal | undefined>;
}
