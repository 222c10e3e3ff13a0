import { createHash } from 'node:crypto';
import type { Content, Workflow } from '../contracts/authoring.ts';
import type { ApprovalStore } from '../contracts/approvals.ts';
import { asCountersignError, CountersignError } from '../contracts/errors.ts';
import type { Gateway } from '../contracts/llm.ts';
import type { Log } from '../contracts/log.ts';
import type { Connection } from '../contracts/ports.ts';
import type { Principal, RoleDefinition } from '../contracts/principal.ts';
import type { Privacy, Vault } from '../contracts/privacy.ts';
import type { Run } from '../contracts/runs.ts';
import type { Clock, Ids, Sleep } from '../contracts/time.ts';
import type { Trace } from '../contracts/trace.ts';
import type { Config } from '../config/schema.ts';
import { raise as raiseEvent, type IntakeParts } from '../events/intake.ts';
import { threadIdOf } from '../events/thread-id.ts';
import type { FlowParts, Probe } from '../flow/parts.ts';
import { workflowVersion, type CompiledGraph } from '../flow/gated.ts';
import type { Runnable } from '../runs/execute.ts';
import type { PromptShelf } from '../prompting/index.ts';
import { createPruning, type Pruning } from '../runs/prune.ts';
import { CountersignSaver } from '../runs/saver.ts';
import { Worker, type WorkerParts } from '../runs/worker.ts';
import type { SqliteStorage } from '../storage/sqlite/open.ts';
import { approvalNotices } from './approval-notices.ts';
import { companyLookup, profileOf } from './company-lookup.ts';
import { contactLinkage } from './contact-linkage.ts';
import { customerLinkage } from './linkage.ts';
import { loggedPredictions } from './logged-predictions.ts';
import { lateDetector } from './detector.ts';
import { unservedBy } from './unserved.ts';
import type { HeldLabels } from './prompt-labels.ts';
import type { PromptWatch } from './prompt-watch.ts';
import { holdWorkflowSettings, type WorkflowSettings } from './workflow-settings.ts';

export type CoreParts = {
  readonly config: Config;
  readonly storage: SqliteStorage;
  readonly vault: Vault;
  readonly privacy: Privacy;
  readonly gateway: Gateway;
  readonly prompts: PromptShelf;
  readonly promptLabels: HeldLabels;
  readonly promptWatch: PromptWatch;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly content: Content;
  /** The mapping of each workflow, read from its folder and checked. */
  readonly mappings: ReadonlyMap<string, unknown>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sleep: Sleep;
  readonly log: Log;
  readonly probe?: Probe;
  readonly trace?: Trace;
  readonly owner: string;
  readonly onFinished?: WorkerParts['onFinished'];
};

/** Everything one process shares: the composed engine, without any way in. HTTP and commands stand on top of it. */
export type Core = CoreParts & {
  readonly roles: Readonly<Record<string, RoleDefinition>>;
  readonly flow: FlowParts;
  readonly worker: Worker;
  readonly saver: CountersignSaver;
  /** Drops old checkpoints of finished threads by itself; flush before the process ends. */
  readonly pruning: Pruning;
  readonly intake: IntakeParts;
  workflow(id: string): Workflow | undefined;
  runnable(id: string): Runnable | undefined;
  isPaused(id: string): boolean;
  /** Operations a workflow requires and the connections do not serve, as `crm: mirrors.find`; with any it rests. */
  unserved(id: string): readonly string[];
  /** Phases and pauses in force. */
  readonly standing: WorkflowSettings;
  /** Call after a phase or pause was changed. */
  reloadSettings(): Promise<void>;
  /** The person or service behind an id, with the roles the config gives them now. */
  principal(id: string): Principal;
  lentRoles(id: string): readonly string[];
  resolveEffect(
    runId: string,
    key: string,
    found: { verdict: 'applied'; recordId: string } | { verdict: 'absent' },
    by: string,
  ): Promise<void>;
  /** Adds a connection the installation itself serves; it comes before those of the config. */
  serve(connection: Connection): void;
  wake(): void;
  /** Calls back whenever a run came to rest. */
  onRunFinished(listener: (run: Run) => Promise<void>): void;
};

export function createCore(parts: CoreParts): Core {
  const workflows = new Map(parts.content.workflows.map((workflow) => [workflow.id, workflow]));
  const standing = holdWorkflowSettings({ ...parts, settings: parts.storage.settings, workflows });
  const saver = new CountersignSaver(parts.storage.checkpoints);
  const own = new Map<string, Connection>();
  const flow = flowParts(parts, standing, own, (event, by) => raiseEvent(intake, event, by));
  const runnables = new Map([...workflows.values()].map((workflow) => [workflow.id, compile(workflow, flow, saver)]));
  const principal = (id: string): Principal => principalOf(parts.config, id);
  const pruning = createPruning({ approvals: parts.storage.approvals, saver, log: parts.log });
  const listeners: ((run: Run) => Promise<void>)[] = [];
  const worker = new Worker({
    runs: parts.storage.runs,
    exceptions: parts.storage.exceptions,
    approvals: parts.storage.approvals,
    runnable: (id) => runnables.get(id),
    principalOf: principal,
    clock: parts.clock,
    sleep: parts.sleep,
    log: parts.log,
    probe: flow.probe,
    owner: parts.owner,
    concurrency: parts.config.worker.concurrency,
    leaseMs: parts.config.worker.leaseMs,
    idleMs: 250,
    runTimeoutMs: parts.config.worker.runTimeoutMs,
    maxRecoveries: parts.config.worker.maxRecoveries,
    onFinished: (run, executed) => {
      pruning.finished(run, executed);
      tell(listeners, run, parts.log);
      parts.onFinished?.(run, executed);
    },
  });
  const unserved = (id: string): readonly string[] => unservedBy(parts, workflows.get(id));
  const intake = intakeParts(
    parts,
    () => [...runnables.values()].flatMap((each) => (unserved(each.workflowId).length > 0 ? [] : workflowRow(workflows, each))),
    () => worker.wake(),
  );
  return {
    ...parts,
    roles: parts.config.roles,
    flow,
    worker,
    saver,
    pruning,
    workflow: (id) => workflows.get(id),
    runnable: (id) => runnables.get(id),
    isPaused: (id) => standing.isPaused(id),
    unserved,
    standing,
    principal,
    lentRoles: (id) => lentRoles(parts.config, id, parts.clock),
    serve: (connection) => void own.set(connection.name, connection),
    wake: () => worker.wake(),
    onRunFinished: (listener) => void listeners.push(listener),
    intake,
    reloadSettings: () => reload(standing, parts),
    resolveEffect: (runId, key, found, by) => resolveEffect(parts, runId, key, found, by),
  };
}

function intakeParts(parts: CoreParts, rows: IntakeParts['workflows'], wake: () => void): IntakeParts {
  return {
    events: parts.storage.events,
    vault: parts.vault,
    clock: parts.clock,
    ids: parts.ids,
    log: parts.log,
    isHarmless: (value) => lateDetector.detect(value).length === 0,
    wake,
    workflows: rows,
  };
}

function tell(listeners: readonly ((run: Run) => Promise<void>)[], run: Run, log: CoreParts['log']): void {
  for (const listener of listeners)
    listener(run).catch((thrown: unknown) =>
      log.error({ runId: run.id, code: asCountersignError(thrown).code }, 'nobody could be told of a run'),
    );
}

async function reload(standing: WorkflowSettings, { promptLabels }: CoreParts): Promise<void> {
  await standing.reload();
  await promptLabels.reload();
}

function workflowRow(workflows: ReadonlyMap<string, Workflow>, runnable: Runnable) {
  const workflow = workflows.get(runnable.workflowId);
  return workflow ? [{ workflow, version: runnable.version }] : [];
}

function compile(workflow: Workflow, flow: FlowParts, saver: CountersignSaver): Runnable {
  // The builder came from countersign/flow, which is where these types live; contracts cannot name them.
  const graph = workflow.graph.build(workflow, flow as never, saver as never) as CompiledGraph;
  return { workflowId: workflow.id, version: workflowVersion(workflow, graph), graph };
}

function flowParts(
  parts: CoreParts,
  standing: WorkflowSettings,
  own: ReadonlyMap<string, Connection>,
  raise: FlowParts['raise'],
): FlowParts {
  const { storage, config } = parts;
  const connection: FlowParts['connection'] = (system) => own.get(system) ?? connectionOf(parts, system);
  const lookup = { connection, companyData: () => providerOf(parts)?.ports.companyData, log: parts.log };
  return {
    connection,
    notices: approvalNotices(storage, config.http.publicUrl),
    own: {
      predictions: loggedPredictions(storage.models, lateDetector),
      linkage: customerLinkage({ connection, profileOf: profileOf(lookup), clock: parts.clock }),
      companies: companyLookup(lookup),
      people: contactLinkage({ connection }),
    },
    effects: storage.effects,
    approvals: storage.approvals satisfies ApprovalStore,
    proposals: storage.proposals,
    links: storage.links,
    audit: storage.audit,
    privacy: parts.privacy,
    gateway: parts.gateway,
    clock: parts.clock,
    ids: parts.ids,
    log: parts.log,
    probe: parts.probe ?? (() => undefined),
    ...(parts.trace ? { trace: parts.trace } : {}),
    roles: config.roles,
    phase: (id, rule) => standing.phase(id, rule),
    held: (id) => standing.held(id),
    mapping: (id) => parts.mappings.get(id),
    assistedRole: config.assistedRole,
    personOf: (system, user) => personOf(config, connectionOf(parts, system).name, user),
    payloadOf: (runId) => payloadOf(parts, runId),
    threadOf: threadIdOf,
    raise,
  };
}

/** The raw body behind a run's event. */
async function payloadOf({ storage, vault }: CoreParts, runId: string): Promise<unknown> {
  const run = await storage.runs.get(runId);
  const event = run?.eventId === undefined ? undefined : await storage.events.get(run.eventId);
  if (event?.payloadRef === undefined) return undefined;
  const body = await vault.getBlob(event.payloadRef);
  return body && JSON.parse(Buffer.from(body).toString('utf8'));
}

function connectionOf(parts: CoreParts, system: string): Connection {
  const name = parts.config.systems[system] ?? system;
  const connection = parts.connections.get(name);
  if (!connection)
    throw new CountersignError('capability.missing', `No connection plays the part ${system}; set systems.${system} in the config`, {
      field: `systems.${system}`,
    });
  return connection;
}

/** The connection that plays the company-data provider; an installation does without one. */
const providerOf = ({ config, connections }: CoreParts): Connection | undefined =>
  connections.get(config.systems['company-data'] ?? 'company-data');

function personOf(config: Config, connection: string, user: string): string | undefined {
  const found = Object.entries(config.people).find(([, person]) => person.users[connection] === user);
  return found && `person:${found[0]}`;
}

/** Roles are read from the config at the moment they are needed, so a role taken away is gone at the next decision. */
export function principalOf(config: Config, id: string): Principal {
  const [kind, name = id] = id.split(':', 2);
  const person = kind === 'person' ? config.people[name] : undefined;
  if (person) return { id, name: person.name, roles: person.roles };
  // Connected systems and the calendar may start work; nobody else has a right that no config gives.
  return { id, name, roles: kind === 'service' || id === 'system' ? ['source'] : [] };
}

function lentRoles(config: Config, id: string, clock: Clock): readonly string[] {
  const today = clock.now().toISOString().slice(0, 10);
  return Object.values(config.people).flatMap((person) =>
    person.delegations.some((each) => `person:${each.to}` === id && each.from <= today && today <= each.until) ? person.roles : [],
  );
}

async function resolveEffect(
  parts: CoreParts,
  runId: string,
  key: string,
  found: { verdict: 'applied'; recordId: string } | { verdict: 'absent' },
  by: string,
): Promise<void> {
  const at = parts.clock.now().toISOString();
  const receipt =
    found.verdict === 'applied'
      ? { id: found.recordId, status: 0, responseHash: createHash('sha256').update(`decided by ${by}`).digest('hex') }
      : undefined;
  const to = found.verdict === 'applied' ? 'applied' : 'reserved';
  const changed = await parts.storage.effects.resolve(key, to, receipt, at, [
    {
      at,
      actor: by,
      action: `effect.${to}`,
      runId,
      body: { key, decidedBy: by, ...(receipt === undefined ? {} : { record: receipt.id }) },
    },
  ]);
  if (!changed) throw new CountersignError('exception.closed', 'This effect no longer waits for a person', { field: 'key' });
}
