import { defined, type Json, type Prediction } from 'countersign';
import type { DecisionRow } from '../../tools/erp/record-decision.ts';
import { fit } from './fit.ts';
import type { Mapping } from './mapping.ts';

/** A logged answer as the ERP's table takes it; factors with the greatest pull first, so that the cut takes the least. */
export function rowOf(prediction: Prediction, { output, inputs, factors }: Mapping['lengths']): DecisionRow {
  const byPull = prediction.factors.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return {
    prediction: prediction.id,
    model: prediction.model,
    version: prediction.version,
    definition: prediction.definition,
    environment: prediction.environment,
    decidedBy: prediction.role === 'rule' ? 'rule' : 'model',
    recordKey: prediction.entity ?? '',
    asOf: prediction.asOf,
    predictedAt: prediction.at,
    output: fit(prediction.output, output),
    confidence: prediction.confidence === undefined ? '' : String(Number(prediction.confidence.toFixed(6))),
    interval: prediction.interval === undefined ? '' : JSON.stringify(prediction.interval),
    inputs: fit(
      prediction.inputs.map((each): Json => defined({ ...each, value: each.value, knownAt: each.knownAt, ageDays: each.ageDays })),
      inputs,
    ),
    factors: fit(
      byPull.map((each): Json => defined({ ...each, value: each.value })),
      factors,
    ),
    correlation: prediction.correlationId,
  };
}
