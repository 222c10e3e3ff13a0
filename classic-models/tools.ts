import type { Tool } from 'countersign';
import { predictAttrition } from './attrition/tool.ts';
import { predictCashFlow } from './cash-flow/tool.ts';
import { predictCloseBottleneck } from './close-bottleneck/tool.ts';
import { predictDeal } from './deal/tool.ts';
import { predictDemand } from './demand/tool.ts';
import { predictJournalAccount } from './journal-account/tool.ts';
import { predictJournalAnomaly } from './journal-anomaly/tool.ts';
import { predictLatePayment } from './late-payment/tool.ts';
import { predictMaintenanceFailure } from './maintenance-failure/tool.ts';
import { predictMatch } from './match/tool.ts';
import { predictOptimalPrice } from './optimal-price/tool.ts';
import { predictQualityDefect } from './quality-defect/tool.ts';
import { predictRenewal } from './renewal/tool.ts';
import { predictRootCause } from './root-cause/tool.ts';
import { predictSpendToAccount } from './spend-to-account/tool.ts';
import { predictSupplierRisk } from './supplier-risk/tool.ts';

/** The typed tool of every numeric model, listed by hand; loads none of what learns and scores. */
export const modelTools: readonly Tool[] = [
  predictAttrition,
  predictCashFlow,
  predictCloseBottleneck,
  predictDeal,
  predictDemand,
  predictJournalAccount,
  predictJournalAnomaly,
  predictLatePayment,
  predictMaintenanceFailure,
  predictMatch,
  predictOptimalPrice,
  predictQualityDefect,
  predictRenewal,
  predictRootCause,
  predictSpendToAccount,
  predictSupplierRisk,
];
