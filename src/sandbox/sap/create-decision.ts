import type { CreateContext } from './create-sales.ts';
import { equals } from './filter.ts';
import type { Input } from './input.ts';
import { badRequest, SapError } from './sap-error.ts';
import { text } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { Row } from './store.ts';

/** A row of the decision-audit table: the key field has to be given and free. The code of the refusal is ours; SAP's differs by release. */
export function createDecision({ store, clock, ids, user }: CreateContext, input: Input): Row {
  const set = setNamed('YY1_DECISIONAUDIT');
  const prediction = text(input.values, 'PredictionId');
  if (prediction === '') throw badRequest('Enter a value for key field PredictionId');
  if (store.count(set, equals({ PredictionId: prediction })) > 0)
    throw new SapError(400, 'YY1_DECISIONAUDIT/001', 'An instance with the same key field values exists already');
  return store.insert(set, {
    ...input.values,
    SAP_UUID: uuidOf(ids.token('sap-uuid')),
    SAP_CreatedDateTime: clock.now().toISOString(),
    SAP_CreatedByUser: user,
  });
}

const uuidOf = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
