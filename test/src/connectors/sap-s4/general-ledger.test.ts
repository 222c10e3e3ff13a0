import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDecimal, money, subtractDecimal } from '../../../../src/contracts/money.ts';
import type { Connection } from '../../../../src/contracts/ports.ts';
import type { CompanySandbox } from '../../../../src/sandbox/index.ts';
import { openBoth, served } from './sap-connection.ts';

const year = { from: '2020-01-01', to: '2099-12-31' };
let box: CompanySandbox;
let sap: Connection;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openBoth();
  ({ box, sap } = opened);
  close = () => opened.close();
});
afterAll(async () => {
  await sap.close();
  await close();
});

describe('the general ledger', () => {
  const ledger = () => served(sap.ports.generalLedger);

  it('holds what bills earned, in credit, by account and currency', async () => {
    const bills = (await served(sap.ports.invoiceDetails).listIssued(year, { limit: 200 })).items;
    const earned = new Map<string, string>();
    for (const { net } of bills)
      earned.set(net.currency, earned.has(net.currency) ? addDecimal(earned.get(net.currency) ?? '', net.amount) : net.amount);
    const totals = await ledger().totals({ ...year, accounts: ['41000000'] });
    expect(new Map(totals.map(({ amount }) => [amount.currency, amount.amount]))).toEqual(
      new Map([...earned].map(([currency, amount]) => [currency, money(subtractDecimal('0', amount), currency).amount])),
    );
    expect(totals.reduce((all, { lines }) => all + lines, 0)).toBe(bills.length);
  });

  it('shows a deferral on both of its accounts', async () => {
    const order = (await served(sap.ports.orders).list({ sort: 'created', descending: true, limit: 1 })).items[0];
    const before = await ledger().totals({ ...year, accounts: ['41000000'] });
    await box.act.defer(order?.id ?? '', '1234.50', { notify: false });
    const accounts = ['41000000', '21900000'];
    const after = await ledger().totals({ ...year, accounts });
    const of = (totals: typeof after, account: string) =>
      totals.find((one) => one.account === account && one.amount.currency === order?.net.currency)?.amount.amount ?? '0';
    expect(of(after, '21900000')).toBe('-1234.50');
    expect(subtractDecimal(of(after, '41000000'), of(before, '41000000'))).toBe('1234.5');
    expect(await ledger().totals({ from: '2019-01-01', to: '2019-12-31', accounts })).toEqual([]);
  });

  it('takes an account for an account, whatever is written in it', async () => {
    expect(await ledger().totals({ ...year, accounts: ["41000000' or FinancialAccountType eq 'D"] })).toEqual([]);
  });
});
