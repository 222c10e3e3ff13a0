import type { Requirement } from './requirement.ts';

/** What is promised of numeric models. */
export const modelRequirements: Readonly<Record<string, Requirement>> = {
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
    missing: 'defects are predicted from sensor windows, which messages of sensors fill; holds and reports come with the workflows',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/windows/window-features.test.ts', 'test/src/app/model-stream.test.ts'],
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
    tests: [
      'test/src/app/models.test.ts',
      'test/src/scoring/serving/score.test.ts',
      'test/src/scoring/history/late-payment.test.ts',
      'test/src/app/history-reader.test.ts',
    ],
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
  'run.sensors': {
    state: 'partial',
    promise:
      'Machine data arrives by MQTT, Kafka or file: windowed, late and missing readings handled, bounded memory, joined to order, lot and equipment',
    missing:
      'messages arrive from files and through the pipe of an MQTT client, windowed, late, repeated and retained ones told apart, in bounded memory, joined to their lot; a broker client of its own and Kafka are missing',
    tests: ['test/src/scoring/streams/gather.test.ts', 'test/src/app/model-stream.test.ts'],
  },
  'model.root-cause': {
    state: 'kept',
    promise: 'Rank probable causes of a quality incident from production and sensor data',
    tests: ['test/classic-models/models.test.ts', 'test/src/learning/ranking/machines.test.ts'],
  },
  'audit.decision': {
    state: 'kept',
    promise:
      "Every prediction is logged with inputs, output, confidence, model version, driving factors and a correlation id, also into the ERP's decision-audit table",
    tests: [
      'test/src/app/models.test.ts',
      'test/src/app/decision-audit.test.ts',
      'test/src/connectors/sap-s4/decision-audit.test.ts',
      'test/graphs/decision-audit/fit.test.ts',
      'test/e2e/start.test.ts',
    ],
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
    state: 'kept',
    promise: 'Input and output drift and calibration against real outcomes raise alerts and can trigger retraining',
    tests: [
      'test/src/scoring/watch/drift.test.ts',
      'test/src/scoring/watch/due.test.ts',
      'test/src/learning/drift/drift.test.ts',
      'test/src/app/retraining.test.ts',
    ],
  },
  'ops.retrain': {
    state: 'kept',
    promise: 'Retraining by schedule, drift or outcome decay on as-of data;',
    tests: [
      'test/src/scoring/watch/due.test.ts',
      'test/src/app/retraining.test.ts',
      'test/contracts/model-store.ts',
      'test/src/cli/models.test.ts',
    ],
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
    state: 'kept',
    promise:
      'A feature store: declared features, point-in-time joins, one definition for training and serving, freshness, backfill, lineage to the source record',
    tests: [
      'test/src/scoring/features/join.test.ts',
      'test/contracts/model-history.ts',
      'test/src/scoring/serving/score.test.ts',
      'test/src/scoring/history/late-payment.test.ts',
      'test/src/scoring/history/deal.test.ts',
      'test/src/scoring/history/items.test.ts',
      'test/src/scoring/history/reading.test.ts',
      'test/src/app/history-reader.test.ts',
    ],
  },
  'ops.feedback': {
    state: 'kept',
    promise:
      'Accept, edit, override with reason and thumbs are stored with version and case, count as promotion evidence, and become evaluation cases by command',
    tests: [
      'test/feedback.test.ts',
      'test/src/approvals/evidence.test.ts',
      'test/src/app/models.test.ts',
      'test/src/app/model-feedback.test.ts',
      'test/src/scoring/watch/feedback.test.ts',
    ],
  },
};
