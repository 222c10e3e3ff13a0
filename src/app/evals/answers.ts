import type { Prediction } from '../../contracts/model-store.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { defined } from '../../contracts/defined.ts';
import type { Json } from '../../contracts/json.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { CopiedAnswer, WorkflowCase } from '../../evaluating/cases.ts';
import type { Observed } from '../../evaluating/evaluated.ts';
import { createDecisionAudit, decisionAuditWorkflow as workflow } from '../decision-audit.ts';
import { doneWrites, proposedBy, waitFor } from './run-trace.ts';
import type { World } from './world.ts';

const erp: Principal = { id: 'service:erp', name: 'erp', roles: ['source'] };

/** The built-in ERP's, as its other clients know them. */
const authorization = `Basic ${Buffer.from('COUNTERSIGN:sandbox').toString('base64')}`;
const service = '/sap/opu/odata/sap/YY1_DECISIONAUDIT_CDS';
const table = `${service}/YY1_DECISIONAUDIT`;

/**
 * Answers of numeric models are logged, handed over as the server does it, and copied by the workflow. What came of it is
 * what was proposed, field by field, and how many rows the ERP's table holds of each answer, read as any client reads it.
 */
export async function copyAnswers(world: World, { answers = [], trouble }: WorkflowCase, signal: AbortSignal): Promise<Observed> {
  const { core, storage } = world.installation;
  const started = performance.now();
  const before = new Set((await runsOf(world)).map(({ id }) => id));
  await storage.models.log(answers.map(predictionOf));
  if (trouble === 'row-is-there') await writeAlready(world, answers);
  await createDecisionAudit(core).handOver();
  if (trouble === 'handed-over-twice') {
    await settled(world, before, signal);
    await tellAgain(world, before);
  }
  const runs = await settled(world, before, signal);
  const proposed = await Promise.all(runs.map(({ id }) => proposedBy(world, id)));
  const writes = await Promise.all(runs.map(({ id }) => doneWrites(world, id)));
  return {
    text: '',
    locale: 'en',
    engine: 'none',
    json: {
      status: runs.length === 0 ? 'none' : runs.map(({ status }) => status).join(' '),
      outcome: runs.map(({ outcome }) => outcome ?? '').join(' '),
    },
    intents: [],
    calls: [],
    writes: writes.flat(),
    state: { ...Object.assign({}, ...proposed), ...(await rowsOf(world, answers)) },
    sent: [],
    personal: world.personal,
    tokens: 0,
    latencyMs: performance.now() - started,
  };
}

function predictionOf({ confidence, interval, entity, version = 0, ...answer }: CopiedAnswer): Prediction {
  return {
    definition: '1.0.0',
    environment: 'production',
    correlationId: `for ${answer.id}`,
    notes: [],
    tookMs: 1,
    version,
    ...defined({ confidence, interval, entity }),
    ...answer,
  };
}

/** Oldest first. */
async function runsOf({ installation }: World) {
  return (await installation.storage.runs.list({ workflow, limit: 500 })).toReversed();
}

async function settled(world: World, before: ReadonlySet<string>, signal: AbortSignal) {
  const own = (await runsOf(world)).filter(({ id }) => !before.has(id));
  for (const { id } of own) await waitFor(world, id, ['done', 'exception', 'cancelled', 'awaiting_approval'], signal);
  return (await runsOf(world)).filter(({ id }) => !before.has(id));
}

/** Somebody else hands in events about the same ranges. */
async function tellAgain(world: World, before: ReadonlySet<string>): Promise<void> {
  for (const { record } of (await runsOf(world)).filter(({ id }) => !before.has(id)))
    await world.services.intake.events([{ source: 'outside', type: 'predictions.logged', record, hint: {} }], Buffer.from('{}'), erp);
}

/** Rows of the same answers that came another way: another program of the company posts them to the ERP, as it would there. */
async function writeAlready({ sapUrl }: World, answers: readonly CopiedAnswer[]): Promise<void> {
  const opened = await fetch(`${sapUrl}${service}/`, { headers: { authorization, 'x-csrf-token': 'Fetch' } });
  const cookie = opened.headers.getSetCookie().map((one) => one.split(';', 1)[0]);
  const headers = {
    authorization,
    'x-csrf-token': opened.headers.get('x-csrf-token') ?? '',
    cookie: cookie.join('; '),
    'content-type': 'application/json',
  };
  for (const { id } of answers) {
    const answer = await fetch(sapUrl + table, { method: 'POST', headers, body: JSON.stringify({ PredictionId: id }) });
    if (!answer.ok) throw new CountersignError('internal', `The ERP did not take the row: ${answer.status}`);
  }
}

async function rowsOf({ sapUrl }: World, answers: readonly CopiedAnswer[]): Promise<Readonly<Record<string, Json>>> {
  const counts = new Map<string, number>();
  for (let next: string | undefined = sapUrl + table; next !== undefined;) {
    const answer: Response = await fetch(next, { headers: { authorization } });
    // The built-in ERP, which speaks OData V2.
    const { d } = (await answer.json()) as { d: { results: readonly { PredictionId: string }[]; __next?: string } };
    for (const { PredictionId: id } of d.results) counts.set(id, (counts.get(id) ?? 0) + 1);
    next = d.__next;
  }
  return Object.fromEntries(answers.flatMap(({ id }) => (counts.has(id) ? [[`erp DecisionAudit ${id} rows`, counts.get(id) ?? 0]] : [])));
}
