import type { MirrorValues } from 'countersign';
import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { ledgerDesk } from '../../agents/ledger-desk.ts';
import { listForecastItems } from '../../tools/crm/list-forecast-items.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { listLedgerTotals } from '../../tools/erp/list-ledger-totals.ts';
import { allDeals } from '../_shared/all-deals.ts';
import { allBills, allOrders } from '../_shared/all-orders.ts';
import { asException } from '../_shared/problem.ts';
import { monthAsked, monthOf } from '../_shared/period.ts';
import { comparisons, currenciesOf, decide, keyOf, type Period, type Variance } from './decide.ts';
import { Mapping } from './mapping.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const month = monthAsked(input.record.id);
  if (month === undefined)
    return { kind: 'exception', code: 'input.invalid', message: 'A close is of a month such as 2026-05', details: { field: 'record' } };
  const period = await gather(flow, month, mapping);
  const bare = period.won.filter(({ amount }) => !amount).map(({ id }) => id);
  if (bare.length > 0)
    return asException(
      {
        code: 'data.missing',
        field: 'Amount',
        message: `${bare.length} ${bare.length === 1 ? 'deal won in' : 'deals won in'} ${month} ${bare.length === 1 ? 'has' : 'have'} no amount; enter what was agreed, then close the month again`,
      },
      { deals: bare.slice(0, 20) },
    );
  const variances = decide(period, mapping);
  const keys = currenciesOf(period).flatMap((currency) => comparisons.map((one) => keyOf(month, currency, one)));
  const known = await flow.read(ledgerDesk, readMirrors, { object: 'ERP_Variance__c', keys, fields: ['Status__c'] });
  flow.audit('decision.made', {
    month,
    read: { won: period.won.length, forecast: period.forecast.length, orders: period.orders.length, bills: period.bills.length },
    variances: variances.map(({ currency, comparison }) => `${currency} ${comparison}`),
  });
  return plan(flow, month, variances, known);
}

async function gather(flow: FlowContext, month: string, mapping: Mapping): Promise<Period> {
  const days = monthOf(`${month}-01`);
  const accounts = [...mapping.revenueAccounts, ...mapping.deferredAccounts, ...mapping.accruedAccounts];
  const [deals, forecast, orders, bills, ledger] = await Promise.all([
    allDeals(flow, ledgerDesk, { ...days, isOpen: false }),
    flow.read(ledgerDesk, listForecastItems, days),
    allOrders(flow, ledgerDesk, days),
    allBills(flow, ledgerDesk, days),
    // Which accounts hold revenue only the mapping knows; without them nothing is asked.
    mapping.revenueAccounts.length === 0 ? undefined : flow.read(ledgerDesk, listLedgerTotals, { ...days, accounts }),
  ]);
  // A quarter touches the month too, and would count three times.
  const ofMonth = forecast.filter((item) => item.periodStart === days.from && item.periodEnd === days.to);
  return { month, won: deals.filter((deal) => deal.isWon), forecast: ofMonth, orders, bills, ...(ledger === undefined ? {} : { ledger }) };
}

const open = 'open';

function plan(flow: FlowContext, month: string, variances: readonly Variance[], known: readonly MirrorValues[]): Prepared {
  const records = new Map(known.map((one) => [one.key, one]));
  const current = new Set(variances.map((one) => keyOf(month, one.currency, one.comparison)));
  const gone = known.filter((one) => one.texts['Status__c'] === open && !current.has(one.key));
  if (variances.length + gone.length === 0) return { kind: 'done', outcome: 'CRM and ERP agree within the thresholds' };
  const state = {
    month,
    found: variances.map(({ currency, comparison, crm, erp }) => [currency, comparison, crm.amount, erp.amount]),
    gone: gone.map(({ key }) => key),
  };
  const asOf = flow.clock.now().toISOString();
  return {
    kind: 'propose',
    identity: state,
    facts: state,
    title: `Close of ${month}: ${variances.length} ${variances.length === 1 ? 'variance' : 'variances'} between CRM and ERP`,
    reasons: [...variances.map(({ reason }) => reason), ...gone.map(({ key }) => `${key}: settled`)],
    evidence: [],
    traits: { tags: ['close'] },
    requestedBy: [],
    slots: [...current, ...gone.map(({ key }) => key)].map((key) => ({ slot: key, tool: recordVariance })),
    async write(draft) {
      for (const one of variances) {
        const key = keyOf(month, one.currency, one.comparison);
        const record = records.get(key)?.id;
        await draft.propose(key, recordVariance, {
          ...(record === undefined ? {} : { record }),
          key,
          kind: one.comparison,
          erpRecord: month,
          crmAmount: one.crm.amount,
          erpAmount: one.erp.amount,
          ...(one.share === undefined ? {} : { share: one.share }),
          currency: one.currency,
          explanation: one.reason,
          status: open,
          asOf,
        });
      }
      for (const { id, key } of gone)
        await draft.propose(key, recordVariance, { record: id, key, kind: key.split('/')[3] ?? '', status: 'settled', asOf });
    },
  };
}
