import { catalogProduct } from './catalogue-products.ts';
import { catalogSync } from './catalogue.ts';
import { contactMerge, contactUnmerge } from './contact-merges.ts';
import { contractSync } from './contracts.ts';
import { inventoryInsight, mirrorInvoice, mirrorOrder, mirrorStock } from './copies.ts';
import { creditHold, creditRelease, lastOrderDate } from './credit.ts';
import { customerPrices } from './customer-prices.ts';
import { customerSync } from './customers.ts';
import { closedWon, orderChange } from './deals.ts';
import { salesForecast } from './forecasts.ts';
import { integrityRepair } from './integrity-repairs.ts';
import { integrity } from './integrity.ts';
import { reconcile, reconcileMissing } from './ledger.ts';
import { closeReconcile } from './close.ts';
import { renewalForecast } from './renewals.ts';
import { customerMerge, customerUnmerge } from './merges.ts';
import { customerNotify } from './mails.ts';
import { approvalNotice, dailyDigest } from './notices.ts';
import { caseResolved, caseToRma, serviceRequest } from './service.ts';
import type { Written } from './steps.ts';

/** Cases by workflow, in the order they run: all of a workflow share one company. */
export const writtenCases: Readonly<Record<string, readonly Written[]>> = {
  'closed-won': closedWon,
  'order-change': orderChange,
  'credit-hold': creditHold,
  'credit-release': creditRelease,
  'last-order-date': lastOrderDate,
  'case-to-rma': caseToRma,
  'service-request': serviceRequest,
  'case-resolved': caseResolved,
  'inventory-insight': inventoryInsight,
  'mirror-order': mirrorOrder,
  'mirror-invoice': mirrorInvoice,
  'mirror-stock': mirrorStock,
  'customer-notify': customerNotify,
  'approval-notice': approvalNotice,
  'daily-digest': dailyDigest,
  reconcile,
  'reconcile-missing': reconcileMissing,
  'catalog-sync': catalogSync,
  'catalog-product': catalogProduct,
  'customer-prices': customerPrices,
  'contract-sync': contractSync,
  'close-reconcile': closeReconcile,
  integrity,
  'integrity-repair': integrityRepair,
  'sales-forecast': salesForecast,
  'renewal-forecast': renewalForecast,
  'customer-sync': customerSync,
  'customer-merge': customerMerge,
  'customer-unmerge': customerUnmerge,
  'contact-merge': contactMerge,
  'contact-unmerge': contactUnmerge,
};
