import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { forecastDesk } from '../../agents/forecast-desk.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { listDealHistories } from '../../tools/crm/list-deal-histories.ts';
import { listDealLines } from '../../tools/crm/list-deal-lines.ts';
import { listForecastItems } from '../../tools/crm/list-forecast-items.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { recordForecast } from '../../tools/crm/record-forecast.ts';
import { findMaterials } from '../../tools/erp/find-materials.ts';
import { getStock } from '../../tools/erp/get-stock.ts';
import { listOpenReceivables } from '../../tools/erp/list-open-receivables.ts';
import { listSchedule } from '../../tools/erp/list-schedule.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** Every morning: what the pipeline will bring by month, with its range, what stands against it, and why it moved. */
export const salesForecast = defineWorkflow({
  id: 'sales-forecast',
  version: '1.0.0',
  description: 'Forecasts revenue and cash by month and currency from pipeline, stock, lead times and receivables, and says why it moved.',
  recordType: 'Forecast',
  triggers: [
    { on: 'event', types: ['forecast.look'] },
    { on: 'schedule', cron: '30 5 * * *', eventType: 'forecast.due' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      { name: 'forecast', reason: 'a forecast on a dashboard commits nobody', when: { tags: ['forecast'] }, verdict: { effect: 'allow' } },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [forecastDesk],
  tools: [recordForecast],
  requires: [
    listDealHistories,
    listDealLines,
    listForecastItems,
    getAccountMaster,
    findMaterials,
    getStock,
    listSchedule,
    listOpenReceivables,
    readMirrors,
    recordForecast,
  ],
  mapping: Mapping,
  graph: gated({ prepare }),
});
