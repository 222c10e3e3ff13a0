import type { PromptAlert } from '../../../src/contracts/prompt-metrics.ts';
import type { PromptView } from '../../../src/contracts/prompts.ts';
import type { Approval, Decision } from '../../../src/contracts/approvals.ts';
import type { AuditRecord } from '../../../src/contracts/audit.ts';
import type { CaseFeedback } from '../../../src/contracts/feedback.ts';
import { CountersignError } from '../../../src/contracts/errors.ts';
import { PromotionThresholds, type Promotion, type PromotionEvidence } from '../../../src/contracts/phases.ts';
import type { Delivery } from '../../../src/contracts/outbound.ts';
import { runStatuses, type ExceptionItem, type Run, type RunStatus } from '../../../src/contracts/runs.ts';
import type { ApprovalView, KeyView, Page, PageQuery, Services, WorkflowView } from '../../../src/contracts/services.ts';
import { createHttpApp, listen } from '../../../src/http/index.ts';
import { countedIds } from '../../../src/testing/index.ts';
import { approval, effect, egress, exception, run, view } from './examples.ts';

export type Data = {
  approvals: Approval[];
  view: ApprovalView;
  runs: Run[];
  exceptions: ExceptionItem[];
  /** What was asked of the services that change something. */
  readonly heard: unknown[];
  /** Called whenever the counts are read: how a test lets work go on. */
  onCounts: () => void;
  /** The runs that starting since a moment makes. */
  since: Run[];
  ready: boolean;
};

export type TestServer = { readonly url: string; readonly key: string; readonly data: Data; close(): Promise<void> };

export const key = 'csk_test';
const workflow: WorkflowView = {
  id: 'order-status',
  version: '1.0.0',
  description: '',
  phase: 'assisted',
  paused: false,
  triggers: ['event sales-order.changed'],
  tools: [{ id: 'crm.post-note', kind: 'notify', offered: false, missing: 'write.FeedItem.create' }],
  policyVersion: '1',
  rules: [{ name: 'otherwise', effect: 'ask', phase: 'assisted' }],
};
const evidence: PromotionEvidence = {
  workflow: 'order-status',
  version: '1.0.0',
  since: '2024-05-01T00:00:00.000Z',
  firstCaseAt: '2024-05-02T00:00:00.000Z',
  lastCaseAt: '2024-05-17T00:00:00.000Z',
  seen: 30,
  isCapped: false,
  decided: 25,
  unchanged: 24,
  edited: 1,
  rejected: 0,
  byVerdict: 0,
  thumbs: { up: 2, down: 0 },
  undecided: 5,
  agreement: 0.96,
  openExceptions: 1,
  effects: { applied: 96, refused: 0, inDoubt: 0 },
  thresholds: PromotionThresholds.parse({}),
  blockers: ['1 exceptions are open, at most 0 may be'],
};
const promotion: Promotion = {
  id: 'prm_1',
  workflow: 'order-status',
  rule: 'small deals',
  from: 'assisted',
  to: 'automatic',
  reason: 'people change nothing',
  evidence,
  status: 'waiting',
  askedBy: 'person:ada',
  askedAt: '2024-05-17T16:00:00.000Z',
};
const feedback: CaseFeedback = {
  id: 'fbk_1',
  at: '2024-05-17T16:00:00.000Z',
  by: 'person:carl',
  kind: 'override',
  reason: 'wrong tone for <PERSON_1>',
  source: 'given',
  about: { type: 'proposal', id: 'prp_1' },
  threadId: 'thread',
  runId: 'run_1',
  workflow: 'order-status',
  version: '1.0.0',
  texts: [{ prompt: 'order-status.summary@1.0.1#abc', engine: 'narrator', model: 'countersign-narrator' }],
  counts: true,
};
const delivery: Delivery = {
  id: 'cs-1-bi',
  target: 'bi',
  eventId: 'cs-1',
  type: 'effect.applied',
  subject: 'SalesOrder/SO-1',
  status: 'dead',
  attempts: 10,
  dueAt: '2024-05-17T16:00:00.000Z',
  lastStatus: 503,
  lastProblem: 'answered 503',
  createdAt: '2024-05-17T16:00:00.000Z',
  updatedAt: '2024-05-17T16:00:00.000Z',
};
const keyView: KeyView = { id: 'key_1', name: 'ci', principal: 'service:ci', roles: ['source'], createdAt: '2024-05-17T16:00:00.000Z' };
const row: AuditRecord = {
  seq: 1,
  at: '2024-05-17T16:00:00.000Z',
  actor: 'system',
  action: 'run.started',
  runId: 'run_1',
  body: {},
  previous: '0',
  hash: '1',
};

/** The real HTTP interface on a free port, over a handful of records. */
export async function startServer(change: Partial<Data> = {}): Promise<TestServer> {
  const data: Data = {
    approvals: [approval],
    view,
    runs: [run],
    exceptions: [exception],
    heard: [],
    onCounts: () => {},
    since: [],
    ready: true,
    ...change,
  };
  const app = createHttpApp({
    services: { ...reading(data), ...changing(data) },
    limits: { bodyLimitBytes: 65_536, depthLimit: 20 },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    ids: countedIds(),
    version: '1.2.3',
    isDraining: () => false,
  });
  const listening = await listen(app, '127.0.0.1', 0);
  return { url: listening.url, key, data, close: () => listening.close() };
}

function page<T extends { id: string }>(all: readonly T[], query: PageQuery): Page<T> {
  const from = query.after === undefined ? 0 : all.findIndex((each) => each.id === query.after) + 1;
  const items = all.slice(from, from + query.limit);
  return { items, next: from + query.limit < all.length ? (items.at(-1)?.id ?? null) : null };
}

function found<T extends { id: string }>(all: readonly T[], id: string): T {
  const item = all.find((each) => each.id === id);
  if (!item) throw new CountersignError('resource.not_found', `There is no ${id}`, { field: 'id' });
  return item;
}

type Reading = 'redaction' | 'authenticate' | 'roles' | 'effects' | 'audit' | 'egress' | 'readiness' | 'metrics' | 'intake';

function reading(data: Data): Pick<Services, Reading> {
  return {
    authenticate: async (given) => (given === key ? { id: 'person:carl', name: 'Carl', roles: ['controller'] } : undefined),
    roles: {},
    effects: {
      list: async () => ({ items: [effect], next: null }),
      get: async (wanted) => ({ ...effect, key: wanted }),
    },
    audit: { list: async () => ({ items: [row], next: null }), head: async () => ({ publicKey: '', rows: 1 }) },
    egress: { list: async ({ runId }) => ({ items: runId === 'run_1' ? [egress] : [], next: null }) },
    readiness: async () => ({
      ready: data.ready,
      draining: false,
      checks: [{ name: 'vault', ok: data.ready, detail: 'the vault does not answer' }],
    }),
    metrics: async () => '',
    redaction: { redact: () => Promise.reject(new Error('not asked')) },
    intake: { hook: () => Promise.reject(new Error('not asked')), events: () => Promise.reject(new Error('not asked')) },
  };
}

const prompt: PromptView = {
  id: 'order-status.summary',
  role: 'narrator',
  locales: ['en', 'de'],
  speaks: '1.0.1',
  inFolder: '1.0.1',
  labels: {},
  versions: [
    { version: '1.0.0', hash: 'a'.repeat(64), isReleased: true },
    { version: '1.0.1', hash: 'b'.repeat(64), isReleased: true },
  ],
};

const promptFigures = [
  { version: '1.0.0', uses: 40, decided: 40, approved: 38, edited: 4, meanEditDistance: 0.25, unfaithful: 0, fallbacks: 1 },
  { version: '1.0.1', uses: 40, decided: 40, approved: 20, edited: 0, meanEditDistance: 0, unfaithful: 2, fallbacks: 0 },
].map((row) => ({ ...row, costMicros: 120_000, meanLatencyMs: 850.4 }));
const promptAlert: PromptAlert = {
  measure: 'approval',
  version: '1.0.1',
  before: '1.0.0',
  now: { count: 20, of: 40, share: 0.5, low: 0.35, high: 0.65 },
  was: { count: 38, of: 40, share: 0.95, low: 0.84, high: 0.99 },
  rollback: { label: 'production', to: '1.0.0' },
};

function changing(data: Data): Omit<Services, Reading> {
  const heard = <T>(what: unknown, answer: T): T => {
    data.heard.push(what);
    return answer;
  };
  return {
    prompts: {
      list: async () => [prompt],
      get: async () => ({ ...prompt, figures: promptFigures, alerts: [promptAlert] }),
      text: async (id, version) => ({ version: version ?? '1.0.1', source: `text of ${id}` }),
      label: async (id, to) => heard({ id, ...to }, { ...prompt, speaks: to.version, labels: { production: to.version } }),
      rollback: async (id, of) => heard({ id, ...of }, { ...prompt, speaks: '1.0.0', labels: { production: '1.0.0' } }),
    },
    erasures: {
      erase: async (request) => heard(request, { id: 'era_1', at: '2024-05-20T09:00:00.000Z', threads: 2, tokens: 5, bodies: 1 }),
    },
    approvals: {
      list: async ({ status, ...query }) =>
        page(
          data.approvals.filter((each) => status === undefined || each.status === status),
          query,
        ),
      get: async (id) => ({ ...data.view, approval: found(data.approvals, id) }),
      decide: async (id, decision: Decision) => heard({ id, ...decision }, { ...found(data.approvals, id), status: 'approved' as const }),
    },
    runs: {
      list: async ({ status, workflow: only, ...query }) =>
        page(
          data.runs.filter((each) => (status ?? each.status) === each.status && (only ?? each.workflow) === each.workflow),
          query,
        ),
      get: async (id) => ({
        run: found(data.runs, id),
        steps: [{ at: run.createdAt, action: 'run.started', actor: 'person:olivia', body: { order: 'SO-78911' } }],
        effects: [effect],
        approval,
      }),
      start: async (name, record) => heard({ start: name, record }, { eventId: 'evt_1', duplicate: false, runIds: ['run_2'] }),
      async startSince(name, since) {
        data.runs.unshift(...data.since);
        return heard({ start: name, since }, { seen: data.since.length, started: data.since.length });
      },
      cancel: async (id, reason) => heard({ cancel: id, reason }, { ...found(data.runs, id), status: 'cancelled' as const }),
      async counts() {
        data.onCounts();
        // Every status starts at nothing.
        const counts = Object.fromEntries(runStatuses.map((status) => [status, 0])) as Record<RunStatus, number>;
        for (const each of data.runs) counts[each.status] += 1;
        return counts;
      },
    },
    exceptions: {
      list: async ({ status, ...query }) =>
        page(
          data.exceptions.filter((each) => (status ?? each.status) === each.status),
          query,
        ),
      get: async (id) => found(data.exceptions, id),
      retry: async (id) => heard({ retry: id }, { ...found(data.exceptions, id), status: 'retried' as const }),
      edit: () => Promise.reject(new Error('not asked')),
      discard: async (id, reason) => heard({ discard: id, reason }, { ...found(data.exceptions, id), status: 'discarded' as const }),
      link: async (id, target) => heard({ link: id, ...target }, { ...found(data.exceptions, id), status: 'resolved' as const }),
      resolveEffect: async (id, verdict) =>
        heard({ resolve: id, ...verdict }, { ...found(data.exceptions, id), status: 'resolved' as const }),
    },
    keys: {
      list: async () => [keyView],
      create: async (request) => heard(request, { key: 'csk_new', view: keyView }),
      revoke: async (id) => heard({ revoke: id }, { ...keyView, revokedAt: run.updatedAt }),
    },
    feedback: {
      give: async (request) => heard(request, { ...feedback, kind: request.kind }),
      list: async (query) => page([feedback], query),
    },
    deliveries: {
      list: async (query) => page([delivery], query),
      get: async () => ({
        delivery,
        body: '{"id":"cs-1"}',
        log: [{ at: delivery.createdAt, tookMs: 12, status: 503, problem: 'answered 503' }],
      }),
      redeliver: async (id) => heard({ redeliver: id }, { ...delivery, status: 'waiting' as const }),
    },
    workflows: {
      list: async () => [workflow],
      get: async () => ({ workflow, evidence, promotions: [promotion] }),
      demote: async (id, to) => heard({ id, ...to }, { ...workflow, phase: to.to }),
      setAllPaused: async (paused, reason) => heard({ all: paused, reason }, { paused, workflows: [workflow] }),
      evidence: async () => evidence,
      askPromotion: async (id, request) => heard({ ask: id, ...request }, promotion),
      promotions: async (query) => page([promotion], query),
      decidePromotion: async (id, decision) =>
        heard({ decide: id, ...decision }, { ...promotion, status: 'confirmed' as const, decidedBy: 'person:cora' }),
      setPaused: async (id, paused, reason) => heard({ id, paused, reason }, { ...workflow, paused }),
    },
  };
}
