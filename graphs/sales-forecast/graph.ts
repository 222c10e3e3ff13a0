import type { FlowContext, Prepared } from 'countersign/flow';
import { recordForecast } from '../../tools/crm/record-forecast.ts';
import { monthOf } from '../_shared/period.ts';
import { decide, explain } from './decide.ts';
import { gather } from './gather.ts';
import { Mapping } from './mapping.ts';

export async function prepare(flow: FlowContext): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const asOf = flow.clock.now().toISOString();
  const { facts, known, leftOut } = await gather(flow, asOf.slice(0, 10), mapping);
  const rows = facts.flatMap((one) =>
    decide(one, mapping).map((row) => ({
      row,
      key: `${row.month}/${one.currency}`,
      earlier: one.earlier.find(({ month }) => month === row.month),
    })),
  );
  const ends = endOf(leftOut);
  if (rows.length === 0) return ends ? { kind: 'exception', ...ends } : { kind: 'done', outcome: 'no deal and no receivable is open' };
  const records = new Map(known.map((one) => [one.key, one.id]));
  const figures = rows.map(({ key, row }) => [
    key,
    row.expected.amount,
    row.low.amount,
    row.high.amount,
    row.cash.amount,
    row.atRisk.amount,
  ]);
  flow.audit('decision.made', { figures, atRisk: rows.flatMap(({ row }) => row.risks.map(({ deal }) => deal)) });
  return {
    kind: 'propose',
    identity: { on: asOf.slice(0, 10), figures },
    facts: { figures },
    title: `Sales forecast of ${facts.length === 1 ? 'one currency' : `${facts.length} currencies`} over ${mapping.months} months`,
    reasons: rows.map(({ key, row }) => `${key}: ${row.expected.amount} (${row.low.amount} to ${row.high.amount} in four of five cases)`),
    evidence: [],
    traits: { tags: ['forecast'] },
    requestedBy: [],
    ...(ends ? { ends } : {}),
    slots: rows.map(({ key }) => ({ slot: key, tool: recordForecast })),
    async write(draft) {
      for (const { row, key, earlier } of rows) {
        const record = records.get(key);
        await draft.propose(key, recordForecast, {
          ...(record === undefined ? {} : { record }),
          key,
          ...monthOf(`${row.month}-01`),
          currency: row.expected.currency,
          expected: row.expected.amount,
          low: row.low.amount,
          high: row.high.amount,
          stageWeighted: row.stageWeighted.amount,
          ...(row.crmForecast === undefined ? {} : { crmForecast: row.crmForecast.amount }),
          cash: row.cash.amount,
          atRisk: row.atRisk.amount,
          explanation: explain(row, earlier),
          asOf,
        });
      }
    },
  };
}

/** The forecast of everybody else is written, and then somebody is told whose deal is in none. */
function endOf(leftOut: readonly string[]) {
  if (leftOut.length === 0) return undefined;
  const some = leftOut.slice(0, 5).join('; ');
  const more = leftOut.length > 5 ? ` and ${leftOut.length - 5} more` : '';
  return {
    code: 'data.invalid',
    message: `${leftOut.length} open ${leftOut.length === 1 ? 'deal is' : 'deals are'} in no figure of the forecast: ${some}${more}. Put them right, then retry`,
    details: { field: 'Amount', deals: leftOut.slice(0, 50) },
  };
}
