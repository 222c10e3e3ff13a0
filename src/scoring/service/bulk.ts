import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { JobAnswer, JobView, ModelService, PredictOptions } from '../../contracts/model-services.ts';
import type { ModelJob, Refusal } from '../../contracts/model-store.ts';
import type { ServiceParts, Guard } from './create-service.ts';

/** Rows of one batch, of one job, and jobs that may wait: beyond, the sender is asked to come back. */
export const bulkLimits = { batch: 1000, job: 50_000, waiting: 20 } as const;

type Bulk = Pick<ModelService, 'batch' | 'submit' | 'job' | 'answers' | 'cancel'>;

/** Row `n` of a job or a batch has a request id of its own, so that it is answered once however often it is tried. */
const rowId = (requestId: string, row: number): string => `${requestId}#${row}`;

/** Bulk work. A job is on record before it is answered and goes on after a restart from the row it had reached. */
export function bulk(parts: ServiceParts, guard: Guard): Bulk {
  const { store, predictor } = parts;
  const mine = async (id: string, by: Parameters<Guard>[0]): Promise<ModelJob> => {
    guard(by, 'models.predict');
    const job = await store.job(id);
    if (!job || (job.by !== by.id && !parts.may(by, 'models.train')))
      throw new CountersignError('resource.not_found', 'There is no job of this id', { field: 'id' });
    return job;
  };
  return {
    async batch(model, bodies, options, by) {
      guard(by, 'models.predict');
      predictor.definition(model);
      if (bodies.length > bulkLimits.batch)
        throw new CountersignError('input.too_large', `A batch has at most ${bulkLimits.batch} rows; send more as a job`, {
          field: 'rows',
        });
      const answers: JobAnswer[] = [];
      for (const [row, body] of bodies.entries()) answers.push(await answerRow(parts, { ...options, model, body, row, by: by.id }));
      return answers;
    },
    async submit(model, bodies, requestId, by) {
      guard(by, 'models.predict');
      predictor.definition(model);
      return submit(parts, model, bodies, requestId, by.id);
    },
    async job(id, by) {
      return viewOf(await mine(id, by));
    },
    async answers(id, { after, limit }, by) {
      const job = await mine(id, by);
      const rows = Array.from({ length: Math.min(limit, Math.max(0, job.done - after)) }, (_, index) => after + index);
      return Promise.all(rows.map((row) => answerOnRecord(parts, job, row)));
    },
    async cancel(id, by) {
      const job = await mine(id, by);
      if (job.status === 'waiting') await store.moveJob(id, { done: job.done, status: 'cancelled' });
      return viewOf(await mine(id, by));
    },
  };
}

async function submit(parts: ServiceParts, model: string, bodies: readonly Json[], requestId: string, by: string): Promise<JobView> {
  if (bodies.length === 0) throw new CountersignError('input.invalid', 'A job has at least one row', { field: 'rows' });
  if (bodies.length > bulkLimits.job)
    throw new CountersignError('input.too_large', `A job has at most ${bulkLimits.job} rows`, { field: 'rows' });
  if ((await parts.store.waitingJobs()).length >= bulkLimits.waiting)
    throw new CountersignError('run.limit', `${bulkLimits.waiting} jobs are waiting already; send this one again in a minute`, {
      retry: 'later',
      retryAfterMs: 60_000,
    });
  const [id, createdAt] = [parts.ids.next('job'), parts.clock.now().toISOString()];
  const job = await parts.store.addJob(
    { id, model, requestId, rows: bodies.length, done: 0, refused: {}, status: 'waiting', by, createdAt },
    bodies,
  );
  // Somebody else's id tells nothing of what was asked under it.
  if (job.by !== by) throw new CountersignError('input.invalid', 'This requestId is taken; choose another', { field: 'requestId' });
  return viewOf(job);
}

const viewOf = ({ refused, ...job }: ModelJob): JobView => ({ ...job, refused: Object.keys(refused).length });

/** A row is answered once: what was refused stays refused, whatever the systems would say by now. */
async function answerOnRecord({ store }: ServiceParts, job: ModelJob, row: number): Promise<JobAnswer> {
  const refusal = job.refused[String(row)];
  if (refusal) return { row, error: refusal };
  const prediction = await store.byRequest(job.model, rowId(job.id, row), job.by);
  if (prediction) return { row, prediction };
  return { row, error: { code: 'resource.not_found', message: 'The answer to this row is no longer on record' } };
}

async function answerRow(
  { predictor }: ServiceParts,
  { model, body, row, ...asked }: { readonly model: string; readonly body: unknown; readonly row: number } & PredictOptions,
): Promise<JobAnswer> {
  try {
    const { requestId, ...options } = asked;
    const own = requestId === undefined ? {} : { requestId: rowId(requestId, row) };
    return { row, prediction: await predictor.predict(model, body, { ...options, ...own }) };
  } catch (thrown) {
    const { code, message, field } = asCountersignError(thrown);
    return { row, error: { code, message, ...(field === undefined ? {} : { field }) } };
  }
}

/** Rows between two looks at whether the job was cancelled or the process is to end. */
const stride = 50;

/** Works through what waits, oldest first, until there is nothing left or the signal aborts. Answers how many rows were done. */
export async function workJobs(parts: ServiceParts, signal: AbortSignal, tell: (job: JobView) => void = () => undefined): Promise<number> {
  let rows = 0;
  for (const waiting of await parts.store.waitingJobs()) {
    const bodies = await parts.store.bodiesOf(waiting.id);
    let job: ModelJob | undefined = waiting;
    while (job?.status === 'waiting' && !signal.aborted) {
      const to: number = Math.min(job.done + stride, job.rows);
      const refused: Record<string, Refusal> = {};
      for (let row = job.done; row < to && !signal.aborted; row += 1) {
        const answer = await answerRow(parts, { model: job.model, body: bodies[row], row, requestId: job.id, by: job.by });
        if ('error' in answer) refused[String(row)] = answer.error;
        rows += 1;
      }
      if (signal.aborted) break;
      const now = await parts.store.job(job.id);
      if (now?.status === 'waiting') await parts.store.moveJob(job.id, { done: to, status: to === job.rows ? 'done' : 'waiting', refused });
      job = await parts.store.job(job.id);
      if (job) tell(viewOf(job));
    }
  }
  return rows;
}
