import type { ModelDefinition } from 'countersign';
import { attrition } from './attrition/model.ts';
import { cashFlow } from './cash-flow/model.ts';
import { closeBottleneck } from './close-bottleneck/model.ts';
import { deal } from './deal/model.ts';
import { demand } from './demand/model.ts';
import { journalAccount } from './journal-account/model.ts';
import { journalAnomaly } from './journal-anomaly/model.ts';
import { latePayment } from './late-payment/model.ts';
import { maintenanceFailure } from './maintenance-failure/model.ts';
import { match } from './match/model.ts';
import { optimalPrice } from './optimal-price/model.ts';
import { qualityDefect } from './quality-defect/model.ts';
import { renewal } from './renewal/model.ts';
import { rootCause } from './root-cause/model.ts';
import { spendToAccount } from './spend-to-account/model.ts';
import { supplierRisk } from './supplier-risk/model.ts';

/** Every numeric model, listed by hand: what is not listed does not exist. */
export const models: readonly ModelDefinition[] = [
  attrition,
  cashFlow,
  closeBottleneck,
  deal,
  demand,
  journalAccount,
  journalAnomaly,
  latePayment,
  maintenanceFailure,
  match,
  optimalPrice,
  qualityDefect,
  renewal,
  rootCause,
  spendToAccount,
  supplierRisk,
];
