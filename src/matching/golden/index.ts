export {
  goldenRecord,
  type Conflict,
  type GoldenField,
  type GoldenRecord,
  type RecordRefOf,
  type SourceRecord,
  type SourceValue,
  type SurvivorshipRule,
  type SurvivorshipRules,
} from './golden-record.ts';
export { proposeMerge, undoMerge, type FieldChange, type MergeOptions, type MergeProposal, type RecordChange, type Undo } from './merge.ts';
