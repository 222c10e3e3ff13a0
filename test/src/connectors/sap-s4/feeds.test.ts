import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Feed, FeedPage } from '../../../../src/contracts/feeds.ts';
import { Payment } from '../../../../src/contracts/feeds.ts';
import type { Connection } from '../../../../src/contracts/ports.ts';
import { type CompanySandbox, generateCompany } from '../../../../src/sandbox/index.ts';
import { loopback } from '../core/loopback.ts';
import { connect, openBoth, served } from './sap-connection.ts';

const seed = generateCompany();
let box: CompanySandbox;
let sap: Connection;
let close: (this: void) => Promise<void>;
beforeAll(async () => {
  ({ box, sap, close } = await openBoth({ pageSize: 7 }));
});
afterAll(() => close());

const since = '1970-01-01T00:00:00Z';

async function all<T>(feed: Feed<T>, limit: number, of?: string): Promise<T[]> {
  const found: T[] = [];
  let page: FeedPage<T> = await feed.changed({ since }, limit, of === undefined ? {} : { of });
  for (;;) {
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    if (!page.more) return found;
    page = await feed.changed({ cursor: page.cursor }, limit, of === undefined ? {} : { of });
  }
}

describe('history in bulk from SAP', () => {
  it('orders come whole, by their last change, each of them once over pages of any size', async () => {
    const feed = served(sap.ports.feeds?.orders);
    for (const limit of [3, 10, 200]) {
      const orders = await all(feed, limit);
      expect(orders.map(({ id }) => id).toSorted()).toEqual(seed.orders.map(({ id }) => id).toSorted());
      const stamps = orders.map(({ ref }) => ref.changedAt ?? '');
      expect(stamps).toEqual(stamps.toSorted());
    }
    expect(await feed.changed({ since }, 5)).toMatchObject({ total: seed.orders.length, more: true });
  });

  it('what changes while it is read comes again behind what was read', async () => {
    const feed = served(sap.ports.feeds?.orders);
    const first = await feed.changed({ since }, 200);
    await box.act.hold('SO-78910');
    const next = await feed.changed({ cursor: first.cursor }, 200);
    expect(next.items.map(({ id }) => id)).toEqual(['SO-78910']);
    expect((await feed.changed({ cursor: next.cursor }, 200)).items).toEqual([]);
  });

  it('deliveries are those whose goods left, of a material those that hold it', async () => {
    const feed = served(sap.ports.feeds?.deliveries);
    const left = seed.orders.flatMap(({ deliveries }) => deliveries).filter(({ goodsIssuedOn }) => goodsIssuedOn !== undefined);
    expect((await all(feed, 4)).map(({ id }) => id).toSorted()).toEqual(left.map(({ id }) => id).toSorted());
    const material = left[0]?.items[0]?.material ?? '';
    const holding = left.filter(({ items }) => items.some((item) => item.material === material)).map(({ id }) => id);
    expect((await all(feed, 2, material)).map(({ id }) => id).toSorted()).toEqual(holding.toSorted());
  });

  it('payments are invoices with the day they were cleared; open and cancelled clearings are none', async () => {
    const feed = served(sap.ports.feeds?.payments);
    const paid = seed.orders.filter(({ invoices }) => invoices.some(({ cleared }) => cleared));
    const payments = (await all(feed, 2)).map((payment) => Payment.parse(payment));
    expect(payments.map(({ invoice }) => invoice.id).toSorted()).toEqual(
      paid.flatMap(({ invoices }) => invoices.map(({ id }) => id)).toSorted(),
    );
    expect(payments.every(({ clearedOn, enteredOn, invoice }) => clearedOn === enteredOn && invoice.cleared === 'complete')).toBe(true);
    const customer = paid[0]?.customer ?? '';
    expect((await all(feed, 5, customer)).every(({ invoice }) => invoice.payer === customer)).toBe(true);
    const invoice = await served(sap.ports.feeds?.invoices).get(paid[0]?.invoices[0]?.id ?? '');
    expect(invoice).toMatchObject({ issuedOn: paid[0]?.invoices[0]?.issuedOn, createdOn: paid[0]?.invoices[0]?.issuedOn });
    expect(await served(sap.ports.feeds?.invoices).get('1')).toBeUndefined();
  });

  it('lines of one place stay on one page: behind a cursor at that place the rest would be passed over', async () => {
    const line = (item: string, document: string) => ({
      CompanyCode: '1010',
      FiscalYear: '2025',
      AccountingDocument: document,
      AccountingDocumentItem: item,
      BillingDocument: '',
      ClearingCreationDate: '/Date(1735689600000)/',
      ClearingDate: '/Date(1735689600000)/',
    });
    const lines = [line('001', '1'), line('001', '2'), line('002', '2')].map((each, at) => ({ ...each, BillingDocument: String(at) }));
    const server = await loopback((request, response) => {
      const results = request.url?.includes('A_OperationalAcctgDocItemCube') ? lines : [];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ d: { results } }));
    });
    const other = connect(server.url);
    const page = await served(other.ports.feeds?.payments).changed({ since }, 2);
    expect(page.more).toBe(true);
    await served(other.ports.feeds?.payments).changed({ cursor: page.cursor }, 2);
    const asked = server.seen.map(({ url }) => new URL(url, server.url)).filter(({ pathname }) => pathname.includes('DocItemCube'));
    expect(asked.at(-1)?.searchParams.get('$filter')).toContain("AccountingDocument gt '1'");
    await other.close();
    await server.close();
  });

  it('a cursor of somebody else and a moment that is none are refused', async () => {
    const feed = served(sap.ports.feeds?.orders);
    await expect(feed.changed({ cursor: 'x' }, 5)).rejects.toMatchObject({ code: 'input.invalid', field: 'cursor' });
    await expect(feed.changed({ since: "2025' or 1 eq 1" }, 5)).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
