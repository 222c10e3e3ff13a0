/** Fields of the ERP's decision-audit table with the characters each has to hold; 0 for what is no text. */
export const decisionFields = {
  PredictionId: 40,
  Model: 60,
  ModelVersion: 10,
  Definition: 20,
  Environment: 10,
  DecidedBy: 10,
  RecordKey: 80,
  AsOfDateTime: 0,
  PredictedDateTime: 0,
  Output: 2000,
  Confidence: 10,
  Interval: 200,
  Inputs: 8000,
  Factors: 4000,
  CorrelationId: 200,
} as const;
export type DecisionField = keyof typeof decisionFields;
