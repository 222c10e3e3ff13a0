import { businessId, classed, code, count, defineTool, instant, oneOf, type DecisionField } from 'countersign';
import { z } from 'zod';

/** JSON text of figures: amounts among them, so it is shown to no model. */
const figures = () => classed(z.string().max(32_000), { class: 'financial' });

const DecisionRow = z.object({
  prediction: businessId(),
  model: code(),
  /** 0 where the business rule answered. */
  version: count(),
  definition: code(),
  environment: code(),
  decidedBy: oneOf(['model', 'rule']),
  /** The record the answer is about, keyed as in the log; '' where none was named. */
  recordKey: code(),
  asOf: instant(),
  predictedAt: instant(),
  output: figures(),
  /** 0 to 1 as text; '' where the answer has none, for SAP keeps no empty number and 0 would say something. */
  confidence: code(),
  interval: figures(),
  inputs: figures(),
  factors: figures(),
  correlation: code(),
});
export type DecisionRow = z.infer<typeof DecisionRow>;

const plain = [
  'PredictionId',
  'Model',
  'ModelVersion',
  'Definition',
  'Environment',
  'DecidedBy',
  'RecordKey',
  'AsOfDateTime',
  'PredictedDateTime',
  'Output',
  'Confidence',
  'Interval',
  'Inputs',
  'Factors',
  'CorrelationId',
] as const satisfies readonly DecisionField[];

/** One answer of a numeric model as a row of the ERP's own table; rows are added and never changed. */
export const recordDecision = defineTool({
  id: 'erp.record-decision',
  kind: 'write',
  description: 'Adds the answer of a numeric model to the decision-audit table of the ERP.',
  system: 'erp',
  needs: ['write.DecisionAudit.create'],
  input: DecisionRow,
  target: () => ({ type: 'DecisionAudit' }),
  reads: [],
  plain,
  describe(_ctx, _before, row) {
    const after: Readonly<Record<DecisionField, string>> = {
      PredictionId: row.prediction,
      Model: row.model,
      ModelVersion: String(row.version),
      Definition: row.definition,
      Environment: row.environment,
      DecidedBy: row.decidedBy,
      RecordKey: row.recordKey,
      AsOfDateTime: row.asOf,
      PredictedDateTime: row.predictedAt,
      Output: row.output,
      Confidence: row.confidence,
      Interval: row.interval,
      Inputs: row.inputs,
      Factors: row.factors,
      CorrelationId: row.correlation,
    };
    return {
      title: `Record what ${row.model} answered`,
      operation: 'create',
      changes: plain.map((field) => ({ field, before: null, after: after[field] })),
    };
  },
});
