import type { Assistant, Workflow } from 'countersign';
import { approvalNotice } from './approval-notice/index.ts';
import { assistant } from './assistant/index.ts';
import { caseResolved } from './case-resolved/index.ts';
import { caseToRma } from './case-to-rma/index.ts';
import { catalogProduct } from './catalog-product/index.ts';
import { catalogSync } from './catalog-sync/index.ts';
import { changeRequest } from './change-request/index.ts';
import { closedWon } from './closed-won/index.ts';
import { closeReconcile } from './close-reconcile/index.ts';
import { contractSync } from './contract-sync/index.ts';
import { contactMerge } from './contact-merge/index.ts';
import { contactUnmerge } from './contact-unmerge/index.ts';
import { creditHold } from './credit-hold/index.ts';
import { creditRelease } from './credit-release/index.ts';
import { customerMerge } from './customer-merge/index.ts';
import { customerNotify } from './customer-notify/index.ts';
import { customerPrices } from './customer-prices/index.ts';
import { customerSync } from './customer-sync/index.ts';
import { customerUnmerge } from './customer-unmerge/index.ts';
import { dailyDigest } from './daily-digest/index.ts';
import { decisionAudit } from './decision-audit/index.ts';
import { integrity } from './integrity/index.ts';
import { integrityRepair } from './integrity-repair/index.ts';
import { inventoryInsight } from './inventory-insight/index.ts';
import { lastOrderDate } from './last-order-date/index.ts';
import { mirrorInvoices } from './mirror-invoice/index.ts';
import { mirrorOrders } from './mirror-order/index.ts';
import { mirrorStocks } from './mirror-stock/index.ts';
import { orderChange } from './order-change/index.ts';
import { orderStatus } from './order-status/index.ts';
import { reconcile } from './reconcile/index.ts';
import { reconcileMissing } from './reconcile-missing/index.ts';
import { renewalForecast } from './renewal-forecast/index.ts';
import { salesForecast } from './sales-forecast/index.ts';
import { serviceRequest } from './service-request/index.ts';

export const workflows: readonly Workflow[] = [
  orderStatus,
  customerNotify,
  closedWon,
  orderChange,
  creditHold,
  creditRelease,
  lastOrderDate,
  caseToRma,
  serviceRequest,
  caseResolved,
  inventoryInsight,
  reconcile,
  reconcileMissing,
  closeReconcile,
  salesForecast,
  renewalForecast,
  mirrorOrders,
  mirrorInvoices,
  mirrorStocks,
  customerSync,
  customerMerge,
  customerUnmerge,
  contactMerge,
  contactUnmerge,
  catalogSync,
  catalogProduct,
  customerPrices,
  contractSync,
  integrity,
  integrityRepair,
  changeRequest,
  decisionAudit,
  approvalNotice,
  dailyDigest,
];
export const assistants: readonly Assistant[] = [assistant];
