import { service } from './model.ts';

/** The field of a custom business object that carries the key of a write. */
export const customKeyField = 'CountersignKey';

/**
 * A custom business object as the ERP of a customer has it: a technical key SAP gives out, and a key field of its own
 * (PredictionId) that is checked for being unique when a row is posted. Rows of an audit table are added and never changed.
 */
export const decisionAudit = service('YY1_DECISIONAUDIT_CDS', [
  {
    name: 'YY1_DECISIONAUDIT',
    keys: ['SAP_UUID'],
    allows: 'C',
    fields: `SAP_UUID:Guid! PredictionId:String40+ Model:String60+ ModelVersion:String10+ Definition:String20+ Environment:String10+ DecidedBy:String10+
      RecordKey:String80+ AsOfDateTime:DateTimeOffset+ PredictedDateTime:DateTimeOffset+ Output:String2000+ Confidence:String10+ Interval:String200+
      Inputs:String8000+ Factors:String4000+ CorrelationId:String200+ ${customKeyField}:String35+ SAP_CreatedDateTime:DateTimeOffset!
      SAP_CreatedByUser:String12!`,
  },
]);
