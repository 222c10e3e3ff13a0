import { z } from 'zod';
import { defined } from '../../contracts/defined.ts';
import { FeedbackRequest } from '../../contracts/feedback.ts';
import { feedbackKinds } from '../../contracts/model-store.ts';
import { parseJson } from './body.ts';
import { PageInput, parse, type Route } from './route.ts';

const FeedbackQuery = PageInput.extend({
  workflow: z.string().max(100).optional(),
  kind: z.enum(feedbackKinds).optional(),
  runId: z.string().max(100).optional(),
});

export const feedbackRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/feedback',
    tag: 'feedback',
    access: 'key',
    summary: 'What people made of proposals and answers, newest first',
    query: FeedbackQuery,
    handle: async (given) => ({
      status: 200,
      body: await given.services.feedback.list(defined(parse(FeedbackQuery, given.query, 'query')), given.by),
    }),
  },
  {
    method: 'POST',
    path: '/v1/feedback',
    tag: 'feedback',
    access: 'key',
    status: 201,
    summary: 'Accept, edit, override with a reason, or a thumb, on a proposal or on an answer of your own',
    body: FeedbackRequest,
    handle: async (given) => ({
      status: 201,
      body: await given.services.feedback.give(parse(FeedbackRequest, parseJson(given.body, given.limits.depthLimit), 'body'), given.by),
    }),
  },
];
