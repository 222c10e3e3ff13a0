import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection, WriteRequest } from '../../../../src/contracts/ports.ts';
import type { CompanySandbox } from '../../../../src/sandbox/index.ts';
import { connect, key, openBoth, served } from './sap-connection.ts';

const keyFields = {
  A_SalesOrder: 'YY1_CountersignKey_SDH',
  A_CustomerReturn: 'YY1_CountersignKey_SDH',
  A_BusinessPartner: 'YY1_CountersignKey_BUS',
  A_ServiceOrder: 'YY1_CountersignKey_SRV',
};

let box: CompanySandbox;
let sap: Connection;
let close: (this: void) => Promise<void>;
beforeEach(async () => {
  const opened = await openBoth();
  await opened.sap.close();
  box = opened.box;
  sap = connect(box.sapUrl, { keyFields });
  close = async () => {
    await sap.close();
    await opened.close();
  };
});
afterEach(() => close());

const partner = (letter: string, fields: WriteRequest['fields'] = {}): WriteRequest => ({
  operation: 'create',
  target: { type: 'A_BusinessPartner' },
  key: key(letter),
  fields: {
    BusinessPartnerCategory: '2',
    OrganizationBPName1: 'Larkspur Pumps GmbH',
    CorrespondenceLanguage: 'DE',
    to_BusinessPartnerAddress: [
      {
        StreetName: 'Am Kanal',
        HouseNumber: '7',
        PostalCode: '20457',
        CityName: 'Hamburg',
        Country: 'DE',
        to_EmailAddress: [{ EmailAddress: 'office@larkspur.example', IsDefaultEmailAddress: true }],
        to_PhoneNumber: [{ PhoneNumber: '+49 40 5550 100', IsDefaultPhoneNumber: true }],
      },
    ],
    to_BusinessPartnerTax: [{ BPTaxType: 'DE0', BPTaxNumber: 'DE136695976' }],
    to_Customer: {
      to_CustomerSalesArea: [
        { SalesOrganization: '1010', DistributionChannel: '10', Division: '00', Currency: 'EUR', CustomerPaymentTerms: 'NT30' },
      ],
    },
    ...fields,
  },
});

const created = async (request: WriteRequest): Promise<string> => {
  const outcome = await sap.writer.send(request);
  expect(outcome).toMatchObject({ kind: 'applied' });
  return outcome.kind === 'applied' ? outcome.receipt.id : '';
};

describe('customers as master records', () => {
  it('are created with address, tax number and sales area, and found again by the key', async () => {
    const request = partner('A');
    const id = await created(request);
    expect(await served(sap.ports.customerMasters).get(id)).toMatchObject({
      id,
      name: 'Larkspur Pumps GmbH',
      street: 'Am Kanal 7',
      city: 'Hamburg',
      country: 'DE',
      email: 'office@larkspur.example',
      taxId: 'DE136695976',
      currency: 'EUR',
      paymentTerms: 'NT30',
      isBlocked: false,
    });
    expect(await sap.writer.lookup(request)).toMatchObject({ kind: 'found', id });
    expect(await served(sap.ports.credit).status(id)).toMatchObject({ limit: { amount: '0.00', currency: 'EUR' } });
  });

  it('without a field for the key are not created at all', async () => {
    const plain = connect(box.sapUrl, { keyFields: {} });
    expect(await plain.writer.send(partner('B'))).toMatchObject({ kind: 'refused', code: 'key.no_room' });
    expect(await plain.doctor(['write.A_BusinessPartner.create'])).toContainEqual(
      expect.objectContaining({ level: 'fail', check: 'key field A_BusinessPartner' }),
    );
    await plain.close();
  });

  it('are changed at a known version, and refused at an old one', async () => {
    const id = await created(partner('C'));
    const target = { type: 'A_BusinessPartner', id };
    const live = await sap.reader.read(target, ['SearchTerm1']);
    const change: WriteRequest = {
      operation: 'update',
      target,
      fields: { SearchTerm1: 'LARKSPUR' },
      key: key('D'),
      expectedVersion: live?.version ?? '',
    };
    expect(await sap.writer.send(change)).toMatchObject({ kind: 'applied' });
    expect(await sap.writer.lookup(change)).toMatchObject({ kind: 'found' });
    expect(await sap.writer.send({ ...change, key: key('E'), fields: { SearchTerm1: 'OTHER' } })).toMatchObject({ kind: 'conflict' });
  });

  it('come page by page in the order of their numbers', async () => {
    const masters = served(sap.ports.customerMasters);
    const first = await masters.list({ limit: 3 });
    expect(first.items).toHaveLength(3);
    const after = first.items.at(-1)?.id ?? '';
    const next = await masters.list({ after, limit: 3 });
    expect(next.items.every((one) => one.id > after)).toBe(true);
  });

  it('come with the suppliers where both are asked for, each once and no person among them', async () => {
    const vendor: WriteRequest = {
      operation: 'create',
      target: { type: 'A_BusinessPartner' },
      key: key('V'),
      fields: {
        BusinessPartnerCategory: '2',
        OrganizationBPName1: 'Wexcombe Castings Ltd',
        to_BusinessPartnerAddress: [{ Country: 'GB' }],
        to_BusinessPartnerRole: [{ BusinessPartnerRole: 'FLVN00' }],
        to_Supplier: { to_SupplierCompany: [{ CompanyCode: '1010', PaymentTerms: 'NT45' }] },
      },
    };
    const made = await sap.writer.send(vendor);
    const id = made.kind === 'applied' ? made.receipt.id : '';
    const masters = served(sap.ports.customerMasters);
    const read = async (page: typeof masters.list): Promise<string[]> => {
      const found: string[] = [];
      for (let more = true; more;) {
        const after = found.at(-1);
        const answer = await page({ limit: 7, ...(after === undefined ? {} : { after }) });
        found.push(...answer.items.map((one) => one.id));
        more = answer.more;
      }
      return found;
    };
    const [customers, partners] = [await read((page) => masters.list(page)), await read((page) => served(masters.partners?.(page)))];
    expect(customers).not.toContain(id);
    expect(partners.filter((one) => !customers.includes(one))).toEqual([id]);
    expect(new Set(partners).size).toBe(partners.length);
    expect(await masters.get(id)).toMatchObject({
      paymentTerms: 'NT45',
      setup: { isCustomer: false, isSupplier: true, roles: ['FLVN00'], companyCodes: ['1010'] },
    });
  });
});

describe('service orders', () => {
  const request: WriteRequest = {
    operation: 'create',
    target: { type: 'A_ServiceOrder' },
    key: key('F'),
    fields: {
      ServiceOrderType: 'SVO1',
      ServiceOrderDescription: 'Gearbox leaks oil',
      SoldToParty: '10100001',
      ServiceDocumentPriority: '1',
      PurchaseOrderByCustomer: '00001026',
      to_Item: [{ Product: 'MAT-1002', Quantity: '1' }],
    },
  };

  it('are drafted with their items and completed at a known version', async () => {
    const id = await created(request);
    const orders = served(sap.ports.serviceOrders);
    const draft = await orders.get(id);
    expect(draft).toMatchObject({ id, soldTo: '10100001', priority: '1', reference: '00001026', isReleased: false, isCompleted: false });
    expect(await sap.writer.lookup(request)).toMatchObject({ kind: 'found', id });
    expect(draft?.items).toMatchObject([{ material: 'MAT-1002', quantity: { value: '1' } }]);
    const complete: WriteRequest = {
      operation: 'update',
      target: { type: 'A_ServiceOrder', id },
      fields: { ServiceOrderIsCompleted: 'X' },
      key: key('G'),
      expectedVersion: draft?.ref.version ?? '',
    };
    expect(await sap.writer.send(complete)).toMatchObject({ kind: 'applied' });
    expect(await orders.get(id)).toMatchObject({ isCompleted: true, items: [{ isCompleted: true }] });
  });

  it('of an unknown customer or product are refused and leave nothing behind', async () => {
    const refused = (fields: WriteRequest['fields']) => sap.writer.send({ ...request, fields: { ...request.fields, ...fields } });
    expect(await refused({ SoldToParty: '999' })).toMatchObject({ kind: 'refused' });
    expect(await refused({ to_Item: [{ Product: 'NO-SUCH', Quantity: '1' }] })).toMatchObject({ kind: 'refused' });
    expect(await sap.writer.lookup(request)).toEqual({ kind: 'absent' });
  });
});

describe('credit blocks, items, prices and invoices', () => {
  it('an order held by the credit check is released by the function, once, and found released', async () => {
    const blocked = (await served(sap.ports.orders).list({ isBlocked: true, sort: 'created', descending: false, limit: 50 })).items.find(
      (order) => order.creditStatus === 'blocked',
    );
    const id = blocked?.id ?? '';
    const release: WriteRequest = {
      operation: 'update',
      target: { type: 'CreditBlock', id },
      fields: { TotalCreditCheckStatus: 'D' },
      key: key('H'),
    };
    expect(await sap.writer.lookup(release)).toEqual({ kind: 'absent' });
    expect(await sap.writer.send(release)).toMatchObject({ kind: 'applied', receipt: { id } });
    expect(await served(sap.ports.orders).get(id)).toMatchObject({ creditStatus: 'released' });
    expect(await sap.writer.lookup(release)).toMatchObject({ kind: 'found' });
    expect(await sap.writer.send(release)).toMatchObject({ kind: 'refused' });
  });

  it('an item changes its quantity at the version of its order', async () => {
    const live = await sap.reader.read({ type: 'A_SalesOrderItem', id: 'SO-78910/10' }, ['RequestedQuantity']);
    const change: WriteRequest = {
      operation: 'update',
      target: { type: 'A_SalesOrderItem', id: 'SO-78910/10' },
      fields: { SalesDocumentRjcnReason: '11' },
      key: key('J'),
      expectedVersion: live?.version ?? '',
    };
    expect(await sap.writer.send(change)).toMatchObject({ kind: 'applied' });
    expect((await served(sap.ports.orders).get('SO-78910'))?.items[0]?.rejectionReason).toBe('11');
    expect(await sap.writer.lookup(change)).toMatchObject({ kind: 'found' });
  });

  it('a list price is what the price condition says on the day', async () => {
    const prices = served(sap.ports.prices);
    expect(await prices.listForMaterial('MAT-1002', '2024-05-17')).toMatchObject([{ material: 'MAT-1002', price: { currency: 'EUR' } }]);
    expect(await prices.listForMaterial('MAT-1002', '2018-01-01')).toEqual([]);
  });

  it('invoices are followed by their changes and read with the orders they bill', async () => {
    const invoices = served(sap.ports.invoiceDetails);
    const first = await invoices.changedSince({ since: '2000-01-01T00:00:00Z' }, 2);
    expect(first.changes).toHaveLength(2);
    const next = await invoices.changedSince({ cursor: first.cursor }, 500);
    expect(next.changes.map(({ id }) => id)).not.toContain(first.changes[0]?.id);
    const detail = await invoices.get(first.changes[0]?.id ?? '');
    expect(detail?.lines[0]?.order).toMatch(/^SO-/);
    expect(detail).toMatchObject({ isCancelled: false, isCreditNote: false });
  });

  it('the bills of an order come with credit memos, and the journal says what of them is paid', async () => {
    const invoices = served(sap.ports.invoiceDetails);
    const receivables = served(sap.ports.receivables);
    const open = 'SO-78913';
    for (const step of ['confirm', 'pick', 'ship', 'deliver', 'invoice'] as const) await box.act[step](open, { notify: false });
    await box.act.payPart(open, '100.00', { notify: false });
    await box.act.credit(open, '50.00', { notify: false });
    const [invoice, credit] = await invoices.listForOrder(open);
    expect(invoice).toMatchObject({ isCreditNote: false, cleared: 'partial' });
    expect(credit).toMatchObject({ isCreditNote: true, net: { amount: '50.00' }, lines: [{ order: open }] });
    const lines = await receivables.ofInvoice(invoice?.id ?? '');
    expect(lines.map(({ clearedOn }) => clearedOn !== undefined)).toEqual([true, false]);
    expect(lines[0]?.amount.amount).toBe('100.00');
    expect(lines.reduce((sum, line) => sum + Number(line.amount.amount), 0)).toBeCloseTo(Number(invoice?.gross.amount), 2);
  });

  it('what is issued in a period and what is open are read page by page, all of it once', async () => {
    const invoices = served(sap.ports.invoiceDetails);
    const period = { from: '2000-01-01', to: '2099-12-31' };
    const whole = await invoices.listIssued(period, { limit: 500 });
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await invoices.listIssued(period, { limit: 2, ...(after === undefined ? {} : { after }) });
      seen.push(...page.items.map(({ id }) => id));
      after = seen.at(-1);
      more = page.more;
    }
    expect(seen).toEqual(whole.items.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(2);
    const receivables = served(sap.ports.receivables);
    const all = (await receivables.listOpen({ limit: 500 })).items;
    const [one] = (await receivables.listOpen({ limit: 1 })).items;
    const rest = await receivables.listOpen({ limit: 500, after: one?.document ?? '' });
    expect([one, ...rest.items]).toEqual(all);
    expect(all.every(({ clearedOn }) => clearedOn === undefined)).toBe(true);
  });
});
