/**
 * Every promise of the project as data. `kept` and `partial` name the tests that show it; coverage.test.ts fails on a
 * promise without a test, a test that is not there, and a test that cites an unknown promise.
 */
export type Requirement =
  | { readonly state: 'planned'; readonly promise: string }
  | { readonly state: 'partial'; readonly promise: string; readonly missing: string; readonly tests: readonly string[] }
  | { readonly state: 'kept'; readonly promise: string; readonly tests: readonly string[] };

const shown: Readonly<Record<string, Requirement>> = {
  'flow.order-status': {
    state: 'kept',
    promise: 'An ERP order changes (confirmed, allocated, in production, picked, shipped, delivered, invoiced, paid, delayed, rejected;',
    tests: ['test/e2e/order-status.test.ts', 'test/graphs/order-status.test.ts', 'test/flow.test.ts'],
  },
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
    tests: ['test/src/http/bad-input.test.ts', 'test/e2e/order-status.test.ts', 'test/graphs/assistant/approvals.test.ts'],
  },
  'run.links': {
    state: 'partial',
    promise: 'Linked records are known by external id in both systems and by a link table;',
    missing: 'the CRM carries the ERP number and the link table both; the ERP does not yet carry the id of the CRM record',
    tests: ['test/flow-trouble.test.ts', 'test/e2e/order-status.test.ts'],
  },
  'run.exceptions': {
    state: 'kept',
    promise: 'What cannot finish lands in an exception queue with cause and payload, and can be retried, edited or discarded',
    tests: ['test/flow-trouble.test.ts', 'test/src/http/bad-input.test.ts'],
  },
  'run.phases': {
    state: 'partial',
    promise: 'Each workflow runs read-only, assisted or automatic;',
    missing: 'read-only, assisted and automatic work and limits decide; promotion does not yet ask for evidence',
    tests: ['test/flow-trouble.test.ts'],
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
    tests: ['test/src/llm'],
  },
  'llm.faithful': {
    state: 'kept',
    promise: 'Every number, date and identifier in generated text comes from the facts;',
    tests: ['test/src/llm'],
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
    state: 'partial',
    promise: 'Prompts are versioned files with a lock, labels, diff and rollback',
    missing: 'versioned files with a lock; labels, diff and rollback are missing',
    tests: ['test/src/prompting'],
  },
  'use.author': {
    state: 'partial',
    promise: "A customer's own repository adds a typed tool, agent, workflow, prompt or model with defineTool and its siblings;",
    missing: 'tools, agents, workflows and prompts work and are checked in CI; models come with their issue, a scaffold command is missing',
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
  'model.attrition': {
    state: 'partial',
    promise: 'Score 6-month flight risk from tenure, ratings, promotions, pay, absence, surveys;',
    missing:
      'it is scored with factors, a confidence and a subgroup report; the tasks, the flag and the plan of its workflow come with the workflows',
    tests: ['test/classic-models/models.test.ts', 'test/src/scoring/card/subgroups.test.ts'],
  },
  'model.price': {
    state: 'partial',
    promise:
      "Recommend a price for an order line from cost, inventory, competitor index, segment, deal history: POST /v1/predict/optimal-price answers the ERP's own script;",
    missing:
      'the endpoint answers both bodies of the ERP script with bounds; writing prices to fields and the weekly sweep come with the workflows',
    tests: ['test/classic-models/models.test.ts'],
  },
  'model.quality': {
    state: 'partial',
    promise: 'Machine parameters, lots and environment predict a defect;',
    missing: 'defects are predicted from sensor windows; holds and reports come with the workflows',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/windows/window-features.test.ts'],
  },
  'model.maintenance': {
    state: 'partial',
    promise: 'Work history, meter readings and parts predict failure;',
    missing: 'failures are predicted with their factors; work orders come with the workflows',
    tests: ['test/classic-models/models.test.ts'],
  },
  'model.cash-flow': {
    state: 'partial',
    promise:
      'Daily: weekly cash positions and gaps from ledger history, receivables and payables ageing, terms, pipeline and commitments, with the variance explained, …',
    missing: 'weekly positions with intervals and the first gap; the treasury workspace is not written to yet',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/flows/flows.test.ts'],
  },
  'model.late-payment': {
    state: 'partial',
    promise: 'Probability and days late per open invoice;',
    missing: 'probability and days are predicted; the collection worklist comes with the workflows',
    tests: ['test/classic-models/models.test.ts'],
  },
  'model.spend': {
    state: 'partial',
    promise: 'Classify uncoded invoice lines into the chart of accounts;',
    missing: 'lines are classified with abstention; writing back above a confidence comes with the workflows',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/text/text.test.ts'],
  },
  'model.journal': {
    state: 'partial',
    promise: 'Predict the ledger account for a payables invoice and post a suggested entry for approval;',
    missing: 'accounts are predicted and entries scored for anomaly; suggested postings, accruals and reading documents are missing',
    tests: ['test/classic-models/models.test.ts'],
  },
  'model.supplier-risk': {
    state: 'partial',
    promise: 'All vendors, weekly and on news, with financial and ESG feeds: score, write Risk_Score, start a policy workflow on high risk',
    missing: 'vendors are scored with ratings and news counts; writing the score and the policy workflow are missing',
    tests: ['test/classic-models/models.test.ts'],
  },
  'model.demand': {
    state: 'partial',
    promise: 'Forecast demand per item;',
    missing: 'demand and safety stock are forecast; the approval of stock levels comes with the workflows',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/stock/safety-stock.test.ts'],
  },
  'model.match': {
    state: 'partial',
    promise: 'Propose matches and explain variances in bank and intercompany reconciliation',
    missing: 'pairs of lines are scored; proposals and explained variances come with the reconciliation workflow',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/linking/linking.test.ts'],
  },
  'model.close-priority': {
    state: 'partial',
    promise: 'Put period-end tasks in order by predicted bottleneck, the priority written to the task list',
    missing: 'tasks get expected hours and a priority; the task list is not written to yet',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/ranking/bottlenecks.test.ts'],
  },
  'model.churn': {
    state: 'partial',
    promise: 'Probability of churn or non-renewal per customer with factors, used by renewal forecast and tasks',
    missing: 'churn and renewal amount are predicted with factors; the renewal forecast that uses them is a later workflow',
    tests: ['test/classic-models/models.test.ts'],
  },
  'model.by-id': {
    state: 'kept',
    promise:
      'POST /v1/predict/:model also takes only a record id: features are fetched through the ports as of now, and the answer says which were read, how old they …',
    tests: ['test/src/app/models.test.ts', 'test/src/scoring/serving/score.test.ts'],
  },
  'model.async': {
    state: 'partial',
    promise: "Predictions by queue or bulk job: the endpoint's answer, idempotent by request id, resumable, with back-pressure",
    missing: 'jobs over HTTP are idempotent, resumable and bounded; message brokers as a queue are missing',
    tests: ['test/src/app/models.test.ts'],
  },
  'model.privacy': {
    state: 'kept',
    promise:
      'Training and scoring rows are pseudonymised (keyed ids, salary as band or ratio, no names, protected attributes only for the subgroup report);',
    tests: [
      'test/src/app/models.test.ts',
      'test/src/learning/heads/tabular-heads.test.ts',
      'test/src/scoring/card/subgroups.test.ts',
      'test/classic-models/models.test.ts',
    ],
  },
  'model.signals': {
    state: 'partial',
    promise:
      'External signals (market indices, weather, competitor prices, supplier news and ratings) join the features as of their time through a port',
    missing: 'signals join as of the moment they were published; a connector to an outside feed is missing',
    tests: ['test/src/scoring/features/join.test.ts', 'test/classic-models/models.test.ts'],
  },
  'model.root-cause': {
    state: 'kept',
    promise: 'Rank probable causes of a quality incident from production and sensor data',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/ranking/machines.test.ts'],
  },
  'audit.decision': {
    state: 'partial',
    promise:
      "Every prediction is logged with inputs, output, confidence, model version, driving factors and a correlation id, also into the ERP's decision-audit table",
    missing:
      'every prediction is logged with inputs, version, factors and correlation id; the copy in the decision-audit table of the ERP is missing',
    tests: ['test/src/app/models.test.ts'],
  },
  'ops.registry': {
    state: 'kept',
    promise: 'Versions, stages per environment (UAT, production), approval to deploy, rollback',
    tests: ['test/src/app/models.test.ts', 'test/contracts/model-store.ts'],
  },
  'ops.shadow': {
    state: 'kept',
    promise: 'A challenger scores beside the live model or the business rule and is compared before it is activated',
    tests: ['test/src/scoring/watch/compare.test.ts', 'test/src/app/models.test.ts'],
  },
  'ops.drift': {
    state: 'partial',
    promise: 'Input and output drift and calibration against real outcomes raise alerts and can trigger retraining',
    missing: 'inputs, scores and calibration are watched and the command ends with 1 when something moved; nothing trains again by itself',
    tests: ['test/src/scoring/watch/drift.test.ts', 'test/src/learning/drift/drift.test.ts'],
  },
  'ops.explain': {
    state: 'kept',
    promise: 'Each prediction names its driving factors',
    tests: ['test/src/learning/trees/tree-shap.test.ts', 'test/src/scoring/serving/score.test.ts', 'test/src/app/models.test.ts'],
  },
  'ops.import': {
    state: 'partial',
    promise:
      'Models trained elsewhere (ONNX including scikit-learn and PyTorch exports, XGBoost, LightGBM) or served behind a REST endpoint are served, logged and …',
    missing:
      'XGBoost, LightGBM, ONNX and endpoints are served, logged and watched; no export of scikit-learn or PyTorch was at hand to try',
    tests: [
      'test/src/scoring/import/trees.test.ts',
      'test/src/scoring/import/outside.test.ts',
      'test/src/learning/trees/xgboost.test.ts',
      'test/src/learning/trees/lightgbm.test.ts',
    ],
  },
  'ops.features': {
    state: 'partial',
    promise:
      'A feature store: declared features, point-in-time joins, one definition for training and serving, freshness, backfill, lineage to the source record',
    missing:
      'declared features, point-in-time joins, one definition, freshness and backfill; the records behind a value are stored and not yet shown with it',
    tests: ['test/src/scoring/features/join.test.ts', 'test/contracts/model-store.ts', 'test/src/scoring/serving/score.test.ts'],
  },
  'ops.feedback': {
    state: 'partial',
    promise:
      'Accept, edit, override with reason and thumbs are stored with version and case, count as promotion evidence, and become evaluation cases by command',
    missing: 'accept, edit, override and thumbs are stored with the prediction; they are no promotion evidence and no evaluation cases yet',
    tests: ['test/src/app/models.test.ts'],
  },
};

const planned: Readonly<Record<string, string>> = {
  'flow.order-change':
    'A won or ordered opportunity changes (amount, quantity, date, line, cancellation): compare with the ERP order, propose the change as a diff with its effect …',
  'flow.case-resolved':
    'A case is resolved: find the linked ERP service order or return, post the resolution and parts used, propose completing it, write the ERP state back to the …',
  'flow.erp-mirror':
    'Orders, invoices, shipments and stock levels appear in the CRM as custom-object or order records and on open cases, upserted by external id, each with its …',
  'flow.customer-notify': "An approved text reaches the customer (CRM e-mail or SMTP) once only, in the contact's language;",
  'flow.integrity':
    'Nightly and on demand: compare linked records in both systems by field master, report every difference with its age and last editor, propose repairs;',
  'flow.closed-won':
    "An opportunity is won: check item availability and the customer's credit limit, map fields, create the sales order in the ERP;",
  'flow.customer-sync':
    'A new or changed account: validate, enrich (company-data provider), look for duplicates by fuzzy match in the ERP customer master, build the golden record, …',
  'flow.catalog-sync':
    'Product catalogue, price tables and contract terms stay the same in both systems, with a master per field, conflicts to review, and deletions seen',
  'flow.inventory-insight': 'A quote or product configuration: live available-to-promise, lead time and production schedule from the ERP;',
  'flow.reconcile': 'Match won opportunities to invoices and payments;',
  'flow.sales-forecast':
    'On a schedule: pipeline joined with capacity, inventory, shortages, lead times and receivables ageing gives a risk-adjusted forecast, at-risk deals, revenue …',
  'flow.case-to-rma':
    'A service case: read product, serial number and problem, check warranty and stock, draft the return or repair order in the ERP, link both records, review …',
  'flow.credit-hold':
    'An order hits or nears a credit hold: CRM task with payment history, suggested resolution and a draft communication plan;',
  'flow.renewal-forecast':
    'Contract end dates, billing schedule and consumption give a renewal amount and churn risk on the account, refreshed by each invoice',
  'flow.close-reconcile': 'CRM forecast stages against ERP bookings and recognised revenue;',
  'flow.last-order-date':
    'A posted invoice updates "last order date" on the account with no human in the loop (the fully automatic rule-based example)',
  'flow.service-request':
    'A high-priority case creates a draft service request in the ERP that an agent reviews and submits (the assisted example)',
  'model.text-signals':
    'Opt-in: themes and sentiment of exit interviews and survey comments as group-level features (at least 10 people), after redaction;',
  'run.sensors':
    'Machine data arrives by MQTT, Kafka or file: windowed, late and missing readings handled, bounded memory, joined to order, lot and equipment',
  'run.outbound':
    'Predictions, proposals, decisions and results go out as signed CloudEvents from an outbox to webhooks and brokers: retried, ordered per record, with a …',
  'run.replay': 'Any run can be inspected step by step, replayed without writing, and forked',
  'run.scale': 'Several workers on several machines share the work through PostgreSQL;',
  'run.channels':
    'Approvals and notices reach Slack, Teams and Salesforce Chatter, decisions in Slack and Teams by a button, and the same decision rules hold',
  'gate.native': "A proposal can wait in the ERP's or CRM's own inbox (Salesforce queue, SAP workflow inbox, NetSuite portlet);",
  'prompt.metrics': 'Per prompt version in production: approval rate, edit distance, faithfulness failures, fallback, cost, latency;',
  'eval.gate': 'Prompt and workflow regressions fail CI, with a report a person can read',
  'ops.retrain': 'Retraining by schedule, drift or outcome decay on as-of data;',
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
  'sys.slack': 'works as a connected system: slack',
  'sys.teams': 'works as a connected system: teams',
  'sys.dnb': 'works as a connected system: dnb',
  'sys.kafka': 'works as a connected system: kafka',
  'sys.sqs': 'works as a connected system: sqs',
  'sys.service-bus': 'works as a connected system: service-bus',
  'sys.rabbitmq': 'works as a connected system: rabbitmq',
  'sys.tryton': 'works as a connected system: tryton',
};

export const requirements: Readonly<Record<string, Requirement>> = {
  ...shown,
  ...Object.fromEntries(Object.entries(planned).map(([id, promise]): [string, Requirement] => [id, { state: 'planned', promise }])),
};
