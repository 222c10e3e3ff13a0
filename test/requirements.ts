import type { Requirement } from './requirement.ts';
import { flowRequirements } from './requirements-flows.ts';
import { modelRequirements } from './requirements-models.ts';

/**
 * Every promise of the project as data. `kept` and `partial` name the tests that show it; coverage.test.ts fails on a
 * promise without a test, a test that is not there, and a test that cites an unknown promise.
 */
const shown: Readonly<Record<string, Requirement>> = {
  'run.durable': {
    state: 'kept',
    promise: 'A run survives kill -9 at any instant and finishes without losing or repeating a business write',
    tests: ['test/crash/harness.test.ts'],
  },
  'run.idempotent': {
    state: 'kept',
    promise: 'The same event delivered ten times, late or out of order, has the effect of one',
    tests: ['test/e2e/order-status.test.ts', 'test/flow.test.ts'],
  },
  'run.triggers': {
    state: 'partial',
    promise:
      'Webhooks, polling by change cursor, schedules, vendor event buses (Salesforce Pub/Sub and CDC with replay, SAP Event Mesh, Infor ION), SOAP outbound …',
    missing: 'webhook, CloudEvents, polling, schedule and chat start runs; vendor event buses, SOAP and brokers are missing',
    tests: [
      'test/src/app/schedules.test.ts',
      'test/src/http/bad-input.test.ts',
      'test/e2e/order-status.test.ts',
      'test/graphs/assistant/approvals.test.ts',
    ],
  },
  'run.links': {
    state: 'kept',
    promise: 'Linked records are known by external id in both systems and by a link table;',
    tests: [
      'test/e2e/integrity.test.ts',
      'test/src/connectors/sap-s4/writing.test.ts',
      'test/flow-trouble.test.ts',
      'test/e2e/order-status.test.ts',
    ],
  },
  'run.exceptions': {
    state: 'kept',
    promise: 'What cannot finish lands in an exception queue with cause and payload, and can be retried, edited or discarded',
    tests: ['test/flow-trouble.test.ts', 'test/src/http/bad-input.test.ts'],
  },
  'run.outbound': {
    state: 'kept',
    promise:
      'Predictions, proposals, decisions and results go out as signed CloudEvents from an outbox to webhooks and brokers: retried, ordered per record, with a …',
    tests: [
      'test/e2e/outbound.test.ts',
      'test/e2e/outbound-crash.test.ts',
      'test/e2e/broker.test.ts',
      'test/src/events/outbound/sign.test.ts',
      'test/src/events/outbound/broker.test.ts',
      'test/src/connectors/amqp/publisher.test.ts',
      'test/src/connectors/core/guarded-post.test.ts',
    ],
  },
  'run.channels': {
    state: 'kept',
    promise:
      'Approvals and notices reach Slack, Teams and Salesforce Chatter, decisions in Slack and Teams by a button, and the same decision rules hold',
    tests: [
      'test/e2e/channels-slack.test.ts',
      'test/e2e/channels-teams.test.ts',
      'test/e2e/digest.test.ts',
      'test/src/connectors/slack',
      'test/src/connectors/teams',
      'test/src/connectors/smtp',
    ],
  },
  'run.phases': {
    state: 'kept',
    promise: 'Each workflow runs read-only, assisted or automatic;',
    tests: ['test/phases.test.ts', 'test/src/approvals/evidence.test.ts', 'test/flow-trouble.test.ts'],
  },
  'gate.diff': {
    state: 'kept',
    promise: "The approver sees field by field what will change in which system, read live, with the model's reasons and evidence",
    tests: ['test/flow.test.ts'],
  },
  'gate.bound': {
    state: 'kept',
    promise: 'A decision is bound to exactly that proposal and those record versions;',
    tests: ['test/flow.test.ts'],
  },
  'gate.rules': {
    state: 'kept',
    promise: 'Approve, edit, reject with reason, ask, forward;',
    tests: ['test/src/approvals/settle.test.ts', 'test/flow.test.ts'],
  },
  'audit.chain': {
    state: 'kept',
    promise: 'Every step leaves a record: who, what, source event, payload sent, response, time, correlation id;',
    tests: ['test/src/audit/chain.test.ts', 'test/e2e/order-status.test.ts'],
  },
  'access.rbac': {
    state: 'partial',
    promise: 'OAuth 2.0 / OIDC tokens or API keys;',
    missing: 'API keys and roles re-read at decision time; OIDC and group mapping are missing',
    tests: ['test/src/http/bad-input.test.ts'],
  },
  'access.least': {
    state: 'kept',
    promise: 'Each connection uses its own scoped service account;',
    tests: ['test/src/connectors/salesforce', 'test/src/connectors/sap-s4'],
  },
  'access.transport': {
    state: 'partial',
    promise: 'TLS verified on every connection, private CA and mTLS, correct behind a proxy, runs with no route to the internet',
    missing: 'TLS verified, private CA, mTLS and proxy on connections; the server itself speaks plain HTTP behind a proxy',
    tests: ['test/src/connectors/core'],
  },
  'llm.providers': {
    state: 'kept',
    promise:
      'OpenAI and any compatible server (Azure OpenAI, Claude through a compatible endpoint, vLLM), Ollama, and a built-in deterministic narrator that needs no model',
    tests: ['test/src/llm', 'test/wire'],
  },
  'llm.faithful': {
    state: 'kept',
    promise: 'Every number, date and identifier in generated text comes from the facts;',
    tests: ['test/src/llm', 'test/evals/faithfulness.test.ts'],
  },
  'run.replay': {
    state: 'partial',
    promise: 'Any run can be inspected step by step, replayed without writing, and forked',
    missing:
      'a run becomes an evaluation case and is played again from its record without writing; runs themselves are not replayed or forked',
    tests: ['test/evals/from-run.test.ts'],
  },
  'eval.gate': {
    state: 'kept',
    promise: 'Prompt and workflow regressions fail CI, with a report a person can read',
    tests: [
      'test/evals.test.ts',
      'test/evals/gate-files.test.ts',
      'test/evals/from-run.test.ts',
      'test/src/evaluating',
      'test/src/cli/evals.test.ts',
    ],
  },
  'pii.before-model': {
    state: 'kept',
    promise:
      'Personal and confidential data is replaced before any model call and put back only where it belongs, in tool calls and streams too',
    tests: [
      'test/e2e/egress.test.ts',
      'test/src/llm/conversation-egress.test.ts',
      'test/src/llm/conversation-tools.test.ts',
      'test/src/privacy',
    ],
  },
  'pii.proof': {
    state: 'kept',
    promise: 'What left the machine is on record, byte for byte, and shows no raw value',
    tests: ['test/e2e/egress.test.ts', 'test/e2e/canaries.test.ts', 'test/e2e/erasure.test.ts', 'test/src/llm/conversation-egress.test.ts'],
  },
  'prompt.versions': {
    state: 'kept',
    promise: 'Prompts are versioned files with a lock, labels, diff and rollback',
    tests: ['test/src/prompting', 'test/src/app/prompts.test.ts', 'test/src/cli/prompts.test.ts'],
  },
  'prompt.metrics': {
    state: 'kept',
    promise: 'Per prompt version in production: approval rate, edit distance, faithfulness failures, fallback, cost, latency;',
    tests: ['test/src/app/prompt-metrics.test.ts', 'test/src/flow/edit-distance.test.ts', 'test/src/telemetry/otlp.test.ts'],
  },
  'use.author': {
    state: 'partial',
    promise: "A customer's own repository adds a typed tool, agent, workflow, prompt or model with defineTool and its siblings;",
    missing: 'tools, agents, workflows, prompts and models work and are checked in CI; a scaffold command is missing',
    tests: ['examples/acme-credit/check.mjs', 'test/examples.test.ts'],
  },
  'use.chat': {
    state: 'kept',
    promise: 'Ask in plain words about orders, stock, credit, invoices, deals, risk;',
    tests: [
      'test/graphs/assistant/questions.test.ts',
      'test/graphs/assistant/sandbox.test.ts',
      'test/graphs/assistant/northwind.test.ts',
      'test/graphs/assistant/planned.test.ts',
      'test/graphs/assistant/planned-faults.test.ts',
      'test/graphs/assistant/approvals.test.ts',
      'test/graphs/assistant/errands.test.ts',
      'test/e2e/errands.test.ts',
      'test/src/cli/chat.test.ts',
    ],
  },
  'use.console': {
    state: 'partial',
    promise: 'A web console: chat, approvals, runs, exceptions, models, prompts, audit, what the model saw',
    missing: 'chat and approvals are there; the other pages come with their issue',
    tests: ['test/console'],
  },
  'use.clients': {
    state: 'kept',
    promise: 'Clients written by others work: the LangGraph SDK, MCP hosts, OpenAI-compatible chat front ends',
    tests: ['test/src/http/agent-server', 'test/src/http/faces', 'test/peers/agent-server.ts'],
  },
  'use.start': {
    state: 'kept',
    promise: 'Two commands on a fresh machine: one runs the main job with nothing else installed, one passes the tests',
    tests: ['test/e2e/start.test.ts'],
  },
  'use.deploy': {
    state: 'partial',
    promise: 'A container image and a compose file with PostgreSQL;',
    missing: 'backup and restore are there; image and compose file are missing',
    tests: ['test/e2e/backup.test.ts'],
  },
  'sys.sap-s4': { state: 'kept', promise: 'SAP S/4HANA over OData V2', tests: ['test/src/connectors/sap-s4', 'test/peers/sap.ts'] },
  'sys.salesforce': {
    state: 'kept',
    promise: 'Salesforce over REST',
    tests: ['test/src/connectors/salesforce', 'test/peers/salesforce.ts'],
  },
  'sys.slack': {
    state: 'kept',
    promise: 'works as a connected system: slack',
    tests: ['test/src/connectors/slack', 'test/e2e/channels-slack.test.ts'],
  },
  'sys.teams': {
    state: 'kept',
    promise: 'works as a connected system: teams',
    tests: ['test/src/connectors/teams', 'test/e2e/channels-teams.test.ts'],
  },
};

const planned: Readonly<Record<string, string>> = {
  'model.text-signals':
    'Opt-in: themes and sentiment of exit interviews and survey comments as group-level features (at least 10 people), after redaction;',
  'run.scale': 'Several workers on several machines share the work through PostgreSQL;',
  'gate.native': "A proposal can wait in the ERP's or CRM's own inbox (Salesforce queue, SAP workflow inbox, NetSuite portlet);",
  'use.embed':
    "Order status, stock and availability answers inside the CRM's own screens (Salesforce component and quote line, HubSpot card, Dynamics pane) from one …",
  'use.erp-scripts':
    'Ready-made caller scripts (SuiteScript 2.1, ABAP, PL/SQL, Apex) with timeout, fail-open or fail-closed choice and correlation id, checked in CI',
  'use.knowledge':
    'Answers may draw on documents, tickets and product sheets (local full-text index), cite the passage, show only what the asker may read, and treat their text …',
  'sys.sap-ecc': 'works as a connected system: sap-ecc',
  'sys.sap-sales-cloud': 'works as a connected system: sap-sales-cloud',
  'sys.successfactors': 'works as a connected system: successfactors',
  'sys.ariba': 'works as a connected system: ariba',
  'sys.netsuite': 'works as a connected system: netsuite',
  'sys.oracle-fusion': 'works as a connected system: oracle-fusion',
  'sys.infor': 'works as a connected system: infor',
  'sys.coupa': 'works as a connected system: coupa',
  'sys.hubspot': 'works as a connected system: hubspot',
  'sys.dynamics-365': 'works as a connected system: dynamics-365',
  'sys.dnb': 'works as a connected system: dnb',
  'sys.kafka': 'works as a connected system: kafka',
  'sys.sqs': 'works as a connected system: sqs',
  'sys.service-bus': 'works as a connected system: service-bus',
  'sys.rabbitmq': 'works as a connected system: rabbitmq',
  'sys.tryton': 'works as a connected system: tryton',
};

export const requirements: Readonly<Record<string, Requirement>> = {
  ...shown,
  ...flowRequirements,
  ...modelRequirements,
  ...Object.fromEntries(Object.entries(planned).map(([id, promise]): [string, Requirement] => [id, { state: 'planned', promise }])),
};
