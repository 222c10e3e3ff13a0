export {
  reconcileOpportunities,
  type BilledInvoice,
  type OpportunityFinding,
  type OpportunityReconciliation,
  type OpportunityState,
  type WonOpportunity,
} from './opportunities.ts';
export { reconcileOpenItems } from './reconcile.ts';
export { referenceKey } from './references.ts';
export type {
  Allocation,
  MatchEvidence,
  OpenItem,
  OpenItemMatch,
  OpenPayment,
  OpenRest,
  Payment,
  Rate,
  ReconcileOptions,
  Reconciliation,
  ReviewReason,
  Rule,
} from './types.ts';
