import type { Approval } from '../../../src/contracts/approvals.ts';
import type { Effect } from '../../../src/contracts/effects.ts';
import type { EgressRecord } from '../../../src/contracts/llm.ts';
import type { ExceptionItem, Run } from '../../../src/contracts/runs.ts';
import type { ApprovalView, WriteView } from '../../../src/contracts/services.ts';

export const approval: Approval = {
  id: 'apr_1',
  proposalId: 'prp_1',
  proposalHash: 'f00d',
  runId: 'run_1',
  threadId: 'thread-1',
  workflow: 'order-status',
  status: 'waiting',
  revision: 1,
  asked: { rule: 'bad-news', reason: 'delays are reviewed', role: 'controller', needed: 1, editorCounts: false },
  requesters: ['person:olivia'],
  votes: [],
  editors: [],
  notes: [],
  title: 'Order SO-78911 is late',
  amount: { amount: '22294.44', currency: 'USD' },
  createdAt: '2024-05-17T16:00:00.000Z',
  expiresAt: '2024-05-20T16:00:00.000Z',
};

export const write: WriteView = {
  slot: 'opportunity',
  tool: 'crm.update-opportunity',
  title: 'Update the opportunity',
  kind: 'write',
  connection: 'crm',
  operation: 'update',
  target: { type: 'Opportunity', id: '006A' },
  key: 'CS-1',
  changes: [
    { field: 'StageName', label: 'Stage', before: 'Proposal', after: 'Closed Won', now: 'Proposal', moved: false },
    { field: 'NextStep', before: 'call', after: 'invoice', now: 'visit', moved: true },
  ],
  input: {},
};

export const view: ApprovalView = {
  approval,
  proposal: {
    id: 'prp_1',
    hash: 'f00d',
    title: 'Order SO-78911 is late',
    reasons: ['The ERP says so'],
    evidence: [{ label: 'Order', connection: 'erp', type: 'SalesOrder', id: 'SO-78911', version: 'v7' }],
    traits: { tags: ['delayed'] },
    record: { connection: 'erp', type: 'SalesOrder', id: 'SO-78911' },
    workflow: 'order-status',
    workflowVersion: '1.0.0',
    createdAt: '2024-05-17T16:00:00.000Z',
  },
  writes: [write],
  may: ['approve', 'reject'],
};

export const run: Run = {
  id: 'run_1',
  workflow: 'order-status',
  workflowVersion: '1.0.0',
  threadId: 'thread-1',
  orderingKey: 'erp/SalesOrder/SO-78911',
  record: { connection: 'erp', type: 'SalesOrder', id: 'SO-78911' },
  principal: 'person:olivia',
  status: 'awaiting_approval',
  input: {},
  outcome: 'waiting for a person',
  resume: 'decision',
  fence: 1,
  recoveries: 0,
  availableAt: '2024-05-17T16:00:00.000Z',
  createdAt: '2024-05-17T16:00:00.000Z',
  updatedAt: '2024-05-17T16:00:01.000Z',
};

export const exception: ExceptionItem = {
  id: 'exc_1',
  code: 'effect.uncertain',
  message: 'The CRM never answered',
  status: 'open',
  runId: 'run_1',
  details: { key: 'CS-1' },
  createdAt: '2024-05-17T16:00:00.000Z',
};

export const effect: Effect = {
  key: 'CS-1',
  proposalId: 'prp_1',
  runId: 'run_1',
  workflow: 'order-status',
  slot: 'opportunity',
  tool: 'crm.update-opportunity',
  connection: 'crm',
  target: { type: 'Opportunity', id: '006A' },
  state: 'applied',
  requestHash: 'beef',
  attempts: 1,
  lookups: 0,
  updatedAt: '2024-05-17T16:00:02.000Z',
};

export const egress: EgressRecord = {
  id: 'egr_1',
  at: '2024-05-17T16:00:00.000Z',
  runId: 'run_1',
  threadId: 'thread-1',
  provider: 'openai',
  model: 'm',
  url: 'https://api.example/v1',
  prompt: 'order-status.summary@1',
  policyVersion: '1',
  sha256: 'cafe',
  bytes: 42,
  body: '{"messages":["Dear <PERSON_1>, <PERSON_2> and <PERSON_1b> of <ORG_1>,\\n  ünï  \u009b31m"]}',
  tokenCounts: { PERSON: 3, ORG: 1 },
  outcome: 'sent',
  status: 200,
};
