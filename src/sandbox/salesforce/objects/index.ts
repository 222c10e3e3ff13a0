import {
  contract,
  emailMessage,
  erpForecast,
  erpInvoice,
  erpShipment,
  erpStock,
  erpVariance,
  usageRecord,
  forecastingItem,
  lead,
  period,
} from './bridge.ts';
import { opportunityLineItem, pricebook2, pricebookEntry, product2, quote, quoteLineItem } from './catalogue.ts';
import { account, contact, opportunity, opportunityContactRole, opportunityHistory, order, orderItem } from './sales.ts';
import {
  asset,
  caseObject,
  collaborationGroup,
  countersignEffect,
  feedItem,
  permissionSet,
  permissionSetAssignment,
  task,
  user,
} from './service.ts';

export { opportunityHistory, stages } from './sales.ts';
export { pricebook2 } from './catalogue.ts';
export { type FieldDef, type FieldKind, kindOf, type ObjectDef } from './field.ts';

/** Every object the organisation knows. */
export const objects = [
  account,
  contact,
  opportunity,
  opportunityContactRole,
  opportunityHistory,
  order,
  orderItem,
  product2,
  pricebook2,
  pricebookEntry,
  opportunityLineItem,
  quote,
  quoteLineItem,
  lead,
  contract,
  period,
  forecastingItem,
  emailMessage,
  erpInvoice,
  erpShipment,
  erpStock,
  erpForecast,
  erpVariance,
  usageRecord,
  caseObject,
  task,
  feedItem,
  user,
  collaborationGroup,
  asset,
  countersignEffect,
  permissionSet,
  permissionSetAssignment,
] as const;
