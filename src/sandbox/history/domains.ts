import { writeAttrition } from './attrition.ts';
import { writeCashFlow } from './cash-flow.ts';
import { writeCloses } from './close-bottleneck.ts';
import { writeDeals } from './deal.ts';
import { writeDemand } from './demand.ts';
import { writePostings } from './journal-account.ts';
import { writeJournal } from './journal-anomaly.ts';
import { writeLatePayments } from './late-payment.ts';
import type { Domain } from './ledger.ts';
import { writeMachineFailures } from './maintenance-failure.ts';
import { writeMatches } from './match.ts';
import { writePrices } from './optimal-price.ts';
import { writeLots } from './quality-defect.ts';
import { writeRenewals } from './renewal.ts';
import { writeIncidents } from './root-cause.ts';
import { writeSpend } from './spend-to-account.ts';
import { writeSupplierRisk } from './supplier-risk.ts';

/** Model → the domain its history comes from. */
export const domains: Readonly<Record<string, Domain>> = {
  attrition: writeAttrition,
  'cash-flow': writeCashFlow,
  'close-bottleneck': writeCloses,
  deal: writeDeals,
  demand: writeDemand,
  'journal-account': writePostings,
  'journal-anomaly': writeJournal,
  'late-payment': writeLatePayments,
  'maintenance-failure': writeMachineFailures,
  match: writeMatches,
  'optimal-price': writePrices,
  'quality-defect': writeLots,
  renewal: writeRenewals,
  'root-cause': writeIncidents,
  'spend-to-account': writeSpend,
  'supplier-risk': writeSupplierRisk,
};
