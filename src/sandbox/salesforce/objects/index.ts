import { account, contact, opportunity, opportunityContactRole, opportunityHistory, order, orderItem, product2 } from './sales.ts';
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
