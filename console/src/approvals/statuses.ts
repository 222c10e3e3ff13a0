import type { Approval, ApprovalStatus } from '../../../src/contracts/approvals.ts';

/** As the contract lists them; the contract's own list would bring its schema library onto the page. */
export const approvalStatuses = [
  'waiting',
  'approved',
  'rejected',
  'expired',
  'superseded',
  'withdrawn',
] as const satisfies readonly ApprovalStatus[];
export type { Approval, ApprovalStatus };
