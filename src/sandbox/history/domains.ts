import { writeAttrition } from './attrition.ts';
import { writeDeals } from './deal.ts';
import { writeLatePayments } from './late-payment.ts';
import type { Domain } from './ledger.ts';
import { writeMachineFailures } from './maintenance-failure.ts';
import { writeMatches } from './match.ts';
import { writeRenewals } from './renewal.ts';
import { writeSupplierRisk } from './supplier-risk.ts';

/** Model → the domain its history comes from. */
export const domains: Readonly<Record<string, Domain>> = {
  attrition: writeAttrition,
  deal: writeDeals,
  'late-payment': writeLatePayments,
  'maintenance-failure': writeMachineFailures,
  match: writeMatches,
  renewal: writeRenewals,
  'supplier-risk': writeSupplierRisk,
};
