import type { ModelDefinition } from 'countersign';
import { attrition } from './attrition/model.ts';
import { deal } from './deal/model.ts';
import { latePayment } from './late-payment/model.ts';
import { maintenanceFailure } from './maintenance-failure/model.ts';
import { match } from './match/model.ts';
import { renewal } from './renewal/model.ts';
import { supplierRisk } from './supplier-risk/model.ts';

/** Every numeric model, listed by hand: what is not listed does not exist. */
export const models: readonly ModelDefinition[] = [attrition, deal, latePayment, maintenanceFailure, match, renewal, supplierRisk];
