import { z } from 'zod';
import { defined } from '../../contracts/defined.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { ModelService, PredictOptions } from '../../contracts/model-services.ts';
import { environments, feedbackKinds, stages, type Prediction } from '../../contracts/model-store.ts';
import { parseJson } from './body.ts';
import { PageInput, parse, type Given, type Route } from './route.ts';

const Id = z.string().min(1).max(200);
const Reason = z.string().min(1).max(2000);
const Environment = z.enum(environments).default('production');
const Rows = z.strictObject({ requestId: Id.optional(), rows: z.array(z.unknown()).min(1) });
const JobBody = z.strictObject({ requestId: Id, rows: z.array(z.json()).min(1) });
const ChangeBody = z.strictObject({ environment: Environment, version: z.int().positive(), to: z.enum(stages), reason: Reason });
const DecideBody = z.strictObject({ verdict: z.enum(['approve', 'reject']), reason: Reason });
const FeedbackBody = z.strictObject({ kind: z.enum(feedbackKinds), reason: Reason.optional(), value: z.json().optional() });
const Moment = z.iso.datetime({ offset: true });
const Value = z.union([z.number(), z.string().max(200), z.boolean(), z.null()]);
const OutcomeBody = z.strictObject({
  outcomes: z
    .array(z.strictObject({ entity: Id, asOf: Moment, at: Moment, targets: z.record(z.string(), Value) }))
    .min(1)
    .max(1000),
});
const PredictionQuery = PageInput.extend({
  model: Id.optional(),
  role: z.enum(['champion', 'shadow', 'rule']).optional(),
  version: z.coerce.number().int().min(0).optional(),
  correlationId: Id.optional(),
  since: Moment.optional(),
});
const AnswerQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
const RetrainBody = z.strictObject({
  models: z.array(Id).max(200).default([]),
  due: z.boolean().default(false),
  since: Moment.optional(),
});
const WhereQuery = z.object({ environment: Environment });
const ChangeQuery = z.object({ status: z.enum(['waiting', 'approved', 'rejected']).optional() });

const json = (given: Given): unknown => parseJson(given.body, given.limits.depthLimit);
const ok = (body: unknown): { status: number; body: unknown } => ({ status: 200, body });
const name = (given: Given, parameter = 'model'): string => given.params[parameter] ?? '';

function modelsOf({ services, by }: Given): ModelService {
  if (services.models) return services.models;
  // Whoever may do nothing is not told what there is.
  if (!by.roles.some((role) => services.roles[role]))
    throw new CountersignError('auth.forbidden', 'Your roles do not include models.read', { field: 'models.read' });
  throw new CountersignError('capability.missing', 'This installation has no numeric models');
}

/** A header wins over the body: what a proxy or a queue repeats is repeated with its headers. */
function optionsOf(given: Given, body: unknown): PredictOptions {
  const within = (member: string): unknown => (typeof body === 'object' && body !== null ? Reflect.get(body, member) : undefined);
  const read = (header: string, member: string): string | undefined => {
    const value = given.headers[header] ?? within(member);
    return value === undefined || value === null ? undefined : parse(Id, value, member);
  };
  return defined({ requestId: read('idempotency-key', 'requestId'), correlationId: read('x-correlation-id', 'correlationId') });
}

/** The model's own outputs stand at the top, under their own names; everything else beside them, in ours. */
export function answerOf(prediction: Prediction): Record<string, unknown> {
  const { output, version, role, ...rest } = prediction;
  return {
    ...output,
    ...rest,
    version: role === 'rule' ? null : version,
    decidedBy: role === 'rule' ? 'business rule' : 'model',
    ...output,
  };
}

const predicting: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/predict/{model}',
    tag: 'models',
    access: 'key',
    summary: 'A prediction from features, or from a record id alone; the same request id gives the same answer',
    body: z.record(z.string(), z.unknown()),
    async handle(given) {
      const body = json(given);
      return ok(answerOf(await modelsOf(given).predict(name(given), body, optionsOf(given, body), given.by)));
    },
  },
  {
    method: 'POST',
    path: '/v1/predict/{model}/batch',
    tag: 'models',
    access: 'key',
    summary: 'Up to 1,000 predictions at once; a row that is refused says why',
    body: Rows,
    async handle(given) {
      const body = parse(Rows, json(given), 'body');
      const answers = await modelsOf(given).batch(name(given), body.rows, optionsOf(given, body), given.by);
      return ok({
        items: answers.map((each) => ('prediction' in each ? { row: each.row, ...answerOf(each.prediction) } : each)),
        next: null,
      });
    },
  },
  {
    method: 'POST',
    path: '/v1/predict/{model}/jobs',
    tag: 'models',
    access: 'key',
    summary: 'Up to 50,000 predictions in the background; sent again with the same request id it is the same job',
    status: 202,
    body: JobBody,
    async handle(given) {
      const { rows, requestId } = parse(JobBody, json(given), 'body');
      return { status: 202, body: await modelsOf(given).submit(name(given), rows, requestId, given.by) };
    },
  },
  {
    method: 'GET',
    path: '/v1/jobs/{id}',
    tag: 'models',
    access: 'key',
    summary: 'How far a job is',
    handle: async (given) => ok(await modelsOf(given).job(name(given, 'id'), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/jobs/{id}/answers',
    tag: 'models',
    access: 'key',
    summary: 'The answers of a job that are there already, by row',
    query: AnswerQuery,
    async handle(given) {
      const { after, limit } = parse(AnswerQuery, given.query, 'query');
      const answers = await modelsOf(given).answers(name(given, 'id'), { after, limit }, given.by);
      const last = answers.at(-1);
      return ok({
        items: answers.map((each) => ('prediction' in each ? { row: each.row, ...answerOf(each.prediction) } : each)),
        next: answers.length === limit && last ? String(last.row + 1) : null,
      });
    },
  },
  {
    method: 'DELETE',
    path: '/v1/jobs/{id}',
    tag: 'models',
    access: 'key',
    summary: 'Stop a job; what was answered stays',
    handle: async (given) => ok(await modelsOf(given).cancel(name(given, 'id'), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/predictions',
    tag: 'models',
    access: 'key',
    summary: 'Predictions with inputs and factors, newest first',
    query: PredictionQuery,
    async handle(given) {
      const page = await modelsOf(given).predictions(defined(parse(PredictionQuery, given.query, 'query')), given.by);
      return ok({ items: page.items.map((each) => ({ ...answerOf(each), role: each.role })), next: page.next });
    },
  },
  {
    method: 'POST',
    path: '/v1/predictions/{id}/feedback',
    tag: 'models',
    access: 'key',
    summary: 'What a person made of a prediction',
    status: 201,
    body: FeedbackBody,
    async handle(given) {
      const { value, ...body } = parse(FeedbackBody, json(given), 'body');
      return {
        status: 201,
        body: await modelsOf(given).addFeedback(name(given, 'id'), defined({ ...body, value }), given.by),
      };
    },
  },
];

const governing: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/models',
    tag: 'models',
    access: 'key',
    summary: 'The numeric models, their features and what is in use',
    handle: async (given) => ok({ items: await modelsOf(given).list(given.by), next: null }),
  },
  {
    method: 'GET',
    path: '/v1/models/changes',
    tag: 'models',
    access: 'key',
    summary: 'Changes of stage, newest first',
    query: ChangeQuery,
    handle: async (given) =>
      ok({ items: await modelsOf(given).changes(parse(ChangeQuery, given.query, 'query').status, given.by), next: null }),
  },
  {
    method: 'POST',
    path: '/v1/models/changes/{id}',
    tag: 'models',
    access: 'key',
    summary: 'Approve or reject a change somebody else asked for',
    body: DecideBody,
    handle: async (given) => ok(await modelsOf(given).decide(name(given, 'id'), parse(DecideBody, json(given), 'body'), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/models/retrainings',
    tag: 'models',
    access: 'key',
    summary: 'Train models again, those in use unless named; a version it makes enters as shadow at most',
    status: 202,
    body: RetrainBody,
    async handle(given) {
      const { models, due, since } = parse(RetrainBody, given.body.length === 0 ? {} : json(given), 'body');
      const order = { models, isDueOnly: due, ...(since === undefined ? {} : { since: new Date(since).toISOString() }) };
      return { status: 202, body: await modelsOf(given).retrain(order, given.by) };
    },
  },
  {
    method: 'GET',
    path: '/v1/models/retrainings/{id}',
    tag: 'models',
    access: 'key',
    summary: 'How far a retraining is, and what came of each model',
    handle: async (given) => ok(await modelsOf(given).retraining(name(given, 'id'), given.by)),
  },
  {
    method: 'GET',
    path: '/v1/models/{model}',
    tag: 'models',
    access: 'key',
    summary: 'One model with its versions, their reports and stages',
    handle: async (given) => ok(await modelsOf(given).get(name(given), given.by)),
  },
  {
    method: 'POST',
    path: '/v1/models/{model}/changes',
    tag: 'models',
    access: 'key',
    summary: 'Ask for a version to become shadow or champion, or to be retired; somebody else decides',
    status: 201,
    body: ChangeBody,
    async handle(given) {
      const { version, ...change } = parse(ChangeBody, json(given), 'body');
      return { status: 201, body: await modelsOf(given).askForStage(name(given), { ...change, number: version }, given.by) };
    },
  },
  {
    method: 'POST',
    path: '/v1/models/{model}/outcomes',
    tag: 'models',
    access: 'key',
    summary: 'What really happened; joined to predictions by record and moment',
    status: 201,
    body: OutcomeBody,
    async handle(given) {
      const { outcomes } = parse(OutcomeBody, json(given), 'body');
      return { status: 201, body: await modelsOf(given).addOutcomes(name(given), outcomes, given.by) };
    },
  },
  {
    method: 'GET',
    path: '/v1/models/{model}/comparison',
    tag: 'models',
    access: 'key',
    summary: 'The shadow beside the champion or the business rule, on outcomes',
    query: WhereQuery,
    handle: async (given) => ok(await modelsOf(given).compare(name(given), parse(WhereQuery, given.query, 'query').environment, given.by)),
  },
  {
    method: 'GET',
    path: '/v1/models/{model}/drift',
    tag: 'models',
    access: 'key',
    summary: 'Whether inputs, scores or calibration have moved since training',
    query: WhereQuery,
    handle: async (given) => ok(await modelsOf(given).drift(name(given), parse(WhereQuery, given.query, 'query').environment, given.by)),
  },
];

export const modelRoutes: readonly Route[] = [...predicting, ...governing];
