import { defineModel, type ModelValue } from 'countersign';
import { flowsHead, FlowsValue } from 'countersign/learning';
import { features } from './features.ts';
import { output, weeks } from './output.ts';

/** Weekly positions of cash for a quarter. */
export const cashFlow = defineModel({
  id: 'cash-flow',
  version: '1.0.0',
  title: 'Cash positions',
  entity: 'company',
  ids: ['company_id'],
  features,
  heads: {
    positions: flowsHead({
      target: 'flows',
      items: 'open_items',
      itemsBefore: 'open_items_before',
      series: 'other_flows',
      opening: 'opening_balance',
      weeks,
    }),
  },
  // What treasury does today: every item moves on its due date, the rest as in a usual week.
  rule: ({ open_items: open, opening_balance: opening, other_flows: other, least_cash: least }) => {
    const usual = usualOf(other);
    const balance = Number(opening);
    const positions = Array.from({ length: weeks }, (_, week) => balance + dueWithin(open, 7 * (week + 1)) + usual * (week + 1));
    const said = positions.map((mean, week) => ({
      week: week + 1,
      net: mean - (positions[week - 1] ?? balance),
      mean,
      low: null,
      high: null,
      low95: null,
      high95: null,
    }));
    return { output: { weeks: said, gap_week: gapOf(positions, least), uncertainty: [], change: null } };
  },
  answer: ({ positions }, { least_cash: least }) => {
    const value = FlowsValue.parse(positions?.value);
    const gap = gapOf(
      value.weeks.map(({ low }) => low),
      least,
    );
    return { output: { weeks: value.weeks, gap_week: gap, uncertainty: value.uncertainty, change: value.change } };
  },
  leading: 'positions',
  card: {
    purpose: 'Says the position of cash at the end of each of the coming 13 weeks, how sure that is, and why it differs from a week ago',
    decides: 'Nothing: the treasurer reads it; a gap is a week whose 80 % interval falls below the least cash',
    limits: [
      'Until a version is approved the rule answers: every item moves on its due date, the rest as in a usual week',
      'Business that is not booked yet is known by experience alone, as a share of what is booked',
      'Items move independently of one another; a crisis that delays all of them is not foreseen',
      'One currency; a company with several asks once for each',
    ],
    owner: 'Treasury',
  },
  output,
});

/** The first week below the least cash; none told, below nothing. */
function gapOf(positions: readonly number[], least: ModelValue | undefined): number | null {
  const week = positions.findIndex((position) => position < (typeof least === 'number' ? least : 0));
  return week < 0 ? null : week + 1;
}

function usualOf(series: ModelValue | undefined): number {
  const past = Array.isArray(series) ? series.filter((value): value is number => typeof value === 'number') : [];
  return past.length === 0 ? 0 : past.reduce((sum, value) => sum + value, 0) / past.length;
}

function dueWithin(open: ModelValue | undefined, days: number): number {
  if (!Array.isArray(open)) return 0;
  return open.reduce((sum: number, item) => {
    const { amount, due_in_days: due } = typeof item === 'object' && item !== null ? item : {};
    return typeof amount === 'number' && typeof due === 'number' && due < days ? sum + amount : sum;
  }, 0);
}
