import { defineAgent } from 'countersign';
import { predictDeal } from '../classic-models/deal/tool.ts';
import { predictLatePayment } from '../classic-models/late-payment/tool.ts';
import { getAccountMaster } from '../tools/crm/get-account-master.ts';
import { listDealHistories } from '../tools/crm/list-deal-histories.ts';
import { listDealLines } from '../tools/crm/list-deal-lines.ts';
import { listForecastItems } from '../tools/crm/list-forecast-items.ts';
import { readMirrors } from '../tools/crm/read-mirrors.ts';
import { recordForecast } from '../tools/crm/record-forecast.ts';
import { findMaterials } from '../tools/erp/find-materials.ts';
import { getStock } from '../tools/erp/get-stock.ts';
import { listSchedule } from '../tools/erp/list-schedule.ts';
import { listOpenReceivables } from '../tools/erp/list-open-receivables.ts';

/** Looks ahead: the pipeline and its past, stock and lead times, what customers owe, and what the models say of single records. */
export const forecastDesk = defineAgent({
  id: 'forecast-desk',
  role: 'Forecasts revenue and cash from the pipeline, stock, lead times and receivables, and says why a forecast moved.',
  prompts: [],
  tools: [
    listDealHistories,
    listDealLines,
    listForecastItems,
    getAccountMaster,
    findMaterials,
    getStock,
    listSchedule,
    listOpenReceivables,
    readMirrors,
    predictDeal,
    predictLatePayment,
    recordForecast,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 120_000 },
});
