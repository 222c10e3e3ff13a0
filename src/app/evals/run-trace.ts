import type { Approval } from '../../contracts/approvals.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Proposal } from '../../contracts/proposals.ts';
import type { RunStatus } from '../../contracts/runs.ts';
import type { WorkflowCase } from '../../evaluating/cases.ts';
import type { DoneWrite, Observed } from '../../evaluating/evaluated.ts';
import { accept } from '../../events/intake.ts';
import { sleep } from '../system.ts';
import { setUp } from './set-up.ts';
import { ada, carl, type World } from './world.ts';

type Decided = WorkflowCase['decide'];
const settled: readonly RunStatus[] = ['awaiting_approval', 'done', 'exception', 'cancelled', 'superseded'];

/** Hands a record to a workflow, lets a person decide as the case says, and reads from the record of the run what came of it. */
export async function runWorkflow(world: World, workflow: string, one: WorkflowCase, signal: AbortSignal): Promise<Observed> {
  const { storage } = world.installation;
  const names = await setUp(world, one.setup, (step) => carry(world, step, signal));
  const started = performance.now();
  const { runId, waiting } = await carry(world, { run: workflow, ...one, record: names.resolve(one.record) }, signal);
  const run = await storage.runs.get(runId);
  const sent = await storage.egress.list({ runId, limit: 100 });
  const state = names.call(await proposedBy(world, runId));
  const told = names.callIn(await toldOf(world, runId));
  const texts = Object.values(state).filter((value): value is string => typeof value === 'string' && value.length > 60);
  return {
    text: texts.join('\n\n'),
    locale: 'en',
    engine: sent.at(-1)?.provider ?? 'none',
    ...(run ? { threadId: run.threadId } : {}),
    json: { status: run?.status ?? 'gone', outcome: run?.outcome ?? '' },
    intents: [],
    calls: [],
    writes: (await doneWrites(world, runId)).map((write) => ({ ...write, record: names.callIn(write.record) })),
    state,
    told,
    ...(waiting ? { waitsFor: waiting.asked.role } : {}),
    sent: sent.map(({ body }) => body),
    personal: world.personal,
    tokens: sent.reduce((sum, { usage }) => sum + (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0), 0),
    latencyMs: performance.now() - started,
  };
}

/** What stands before the person who has to act: why the run stopped, or what it proposes and why. */
async function toldOf({ installation: { storage } }: World, runId: string): Promise<string> {
  const [stopped] = await storage.exceptions.list({ runId, limit: 1 });
  const proposal = await newestProposal(storage, runId);
  return [stopped?.message ?? '', proposal?.title ?? '', ...(proposal?.reasons ?? [])].join('\n');
}

type Carried = { readonly runId: string; readonly waiting: Approval | undefined };

/** Starts a workflow on a record and carries it as far as it goes, with a person's decision where the case says one. */
async function carry(
  world: World,
  { run: workflow, record, connection, decide }: { run: string; record: string; connection?: string | undefined; decide?: Decided },
  signal: AbortSignal,
): Promise<Carried> {
  const runId = await start(world, workflow, record, connection);
  await waitFor(world, runId, settled, signal);
  const asked = await world.installation.storage.approvals.list({ status: 'waiting', limit: 500 });
  const waiting = asked.find((approval) => approval.runId === runId);
  if (decide === undefined || !waiting) return { runId, waiting };
  const hash = waiting.proposalHash;
  await world.services.approvals.decide(
    waiting.id,
    decide === 'approve' ? { verdict: 'approve', hash } : { verdict: 'reject', hash, reason: 'the case says no' },
    carl,
  );
  await waitFor(world, runId, ['done', 'exception', 'cancelled', 'superseded'], signal);
  return { runId, waiting };
}

async function start(world: World, workflow: string, id: string, connection: string | undefined): Promise<string> {
  const { core } = world.installation;
  const started =
    connection === undefined
      ? await world.services.runs.start(workflow, id, ada)
      : await accept(
          { ...core.intake, workflows: () => core.intake.workflows().filter((each) => each.workflow.id === workflow) },
          {
            source: 'command',
            type: core.workflow(workflow)?.triggers.flatMap((each) => (each.on === 'event' ? each.types : []))[0] ?? '',
            record: { connection, type: core.workflow(workflow)?.recordType ?? '', id },
            hint: {},
          },
          ada.id,
          undefined,
        );
  const [runId] = started.runIds;
  if (runId === undefined) throw new CountersignError('input.invalid', `${workflow} was not started on ${id}`, { field: 'record' });
  return runId;
}

/** Resolves when the run has one of these states; rejects after a minute. */
export async function waitFor(world: World, runId: string, states: readonly RunStatus[], signal: AbortSignal): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    const run = await world.installation.storage.runs.get(runId);
    if (run && states.includes(run.status)) return;
    if (performance.now() > until) throw new CountersignError('internal', `The run did not settle: it is ${run?.status ?? 'gone'}`);
    await sleep(5, signal);
  }
}

async function newestProposal({ audit, proposals }: World['installation']['storage'], runId: string): Promise<Proposal | undefined> {
  const made = await audit.list({ runId, action: 'proposal.made', limit: 20 });
  const id = made.at(-1)?.body['proposal'];
  return typeof id === 'string' ? proposals.get(id) : undefined;
}

/** The newest proposal of a run, field by field. */
export async function proposedBy(world: World, runId: string): Promise<Readonly<Record<string, Json>>> {
  const proposal = await newestProposal(world.installation.storage, runId);
  return Object.fromEntries(
    (proposal?.writes ?? []).flatMap(({ connection, target, slot, changes }) =>
      changes.map(({ field, after }) => [`${connection} ${target.type} ${target.id ?? `new ${slot}`} ${field}`, after as Json]),
    ),
  );
}

/** Writes that were applied, and whether policy or people had said yes before. */
export async function doneWrites(world: World, runId: string): Promise<readonly DoneWrite[]> {
  const { storage } = world.installation;
  const effects = await storage.effects.list({ runId, state: 'applied', limit: 200 });
  const said = await storage.audit.list({ runId, limit: 500 });
  const isApproved = said.some(({ action }) => action === 'policy.allowed' || action === 'approval.approved');
  return effects
    .map(({ tool, target, slot }) => ({ tool, record: `${target.type} ${target.id ?? `new ${slot}`}`, isApproved }))
    .toSorted((a, b) => (a.tool + a.record < b.tool + b.record ? -1 : 1));
}
