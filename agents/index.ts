import type { Agent } from 'countersign';
import { assistantDesks } from './assistant-desks.ts';
import { catalogDesk } from './catalog-desk.ts';
import { contractDesk } from './contract-desk.ts';
import { customerDesk } from './customer-desk.ts';
import { dealDesk } from './deal-desk.ts';
import { financeDesk } from './finance-desk.ts';
import { integrityDesk } from './integrity-desk.ts';
import { masterDesk } from './master-desk.ts';
import { forecastDesk } from './forecast-desk.ts';
import { ledgerDesk } from './ledger-desk.ts';
import { mailDesk } from './mail-desk.ts';
import { mirrorDesk } from './mirror-desk.ts';
import { orderDesk } from './order-desk.ts';
import { orderEntry } from './order-entry.ts';
import { priceDesk } from './price-desk.ts';
import { quoteDesk } from './quote-desk.ts';
import { renewalDesk } from './renewal-desk.ts';
import { serviceDesk } from './service-desk.ts';

export const agents: readonly Agent[] = [
  customerDesk,
  orderDesk,
  dealDesk,
  orderEntry,
  financeDesk,
  serviceDesk,
  catalogDesk,
  priceDesk,
  contractDesk,
  integrityDesk,
  mailDesk,
  masterDesk,
  mirrorDesk,
  quoteDesk,
  ledgerDesk,
  forecastDesk,
  renewalDesk,
  ...assistantDesks,
];
