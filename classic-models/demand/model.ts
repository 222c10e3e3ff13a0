import { defineModel, type ModelValues } from 'countersign';
import { empiricalSafetyStock, safetyStock, seriesHead, SeriesValue } from 'countersign/learning';
import { features } from './features.ts';
import { horizon, output } from './output.ts';

/** What an item will sell a week, and the stock that keeps its service level. */
export const demand = defineModel({
  id: 'demand',
  version: '1.0.0',
  title: 'Demand and safety stock',
  entity: 'item',
  ids: ['item_id'],
  features,
  heads: { demand: seriesHead({ target: 'demand_ahead', series: 'weekly_demand', period: 52, horizon }) },
  // What planners do today: the mean of the last quarter, and two weeks of it as safety stock.
  rule: ({ weekly_demand: past, lead_time_days: lead }) => {
    const recent = numbers(past).slice(-horizon);
    const mean = recent.length === 0 ? 0 : recent.reduce((sum, value) => sum + value, 0) / recent.length;
    const forecast = Array.from({ length: horizon }, (_, at) => ({ week: at + 1, mean, low: null, high: null }));
    return {
      output: { forecast, safety_stock: 2 * mean, reorder_point: mean * ((typeof lead === 'number' ? lead : 28) / 7 + 2), method: 'rule' },
    };
  },
  answer: ({ demand: said }, values) => {
    const value = SeriesValue.parse(said?.value);
    const forecast = value.periods.map(({ period, mean, low, high }) => ({ week: period, mean, low, high }));
    return { output: { forecast, ...stockOf(value, values), method: value.method } };
  },
  leading: 'demand',
  card: {
    purpose: 'Says what an item will sell in each of the coming 13 weeks, and the safety stock and reorder point that follow from it',
    decides: 'Nothing: a planner approves a change of safety stock',
    limits: [
      'Until a version is approved the rule answers: the mean of the last quarter, and two weeks of it as safety stock',
      'Without a lead time four weeks are assumed, without a service level 95 %',
      'Demand that was lost to an empty shelf is not seen',
      'Campaigns and new products are not known to it',
    ],
    owner: 'Supply planning',
  },
  output,
});

function stockOf(value: SeriesValue, values: ModelValues): { safety_stock: number; reorder_point: number } {
  const given = (name: string, otherwise: number): number => {
    const found = values[name];
    return typeof found === 'number' ? found : otherwise;
  };
  const [leadTime, service] = [given('lead_time_days', 28) / 7, given('service_level', 0.95)];
  const past = numbers(values['weekly_demand']);
  const isRare = ['croston', 'sba', 'tsb'].includes(value.method);
  // Demand that comes now and then has no bell: the past itself says what a lead time may bring.
  if (isRare && past.length > leadTime + 1) {
    const { safetyStock: stock, reorderPoint } = empiricalSafetyStock(past, [Math.max(1, leadTime)], service);
    return { safety_stock: stock, reorder_point: reorderPoint };
  }
  const mean = value.periods.reduce((sum, period) => sum + period.mean, 0) / Math.max(1, value.periods.length);
  const { safetyStock: stock, reorderPoint } = safetyStock({
    demand: mean,
    errorDeviation: value.deviation,
    leadTime,
    leadTimeDeviation: given('lead_time_sd_days', 0) / 7,
    service,
  });
  return { safety_stock: stock, reorder_point: reorderPoint };
}

function numbers(series: ModelValues[string] | undefined): number[] {
  return Array.isArray(series) ? series.filter((value): value is number => typeof value === 'number') : [];
}
