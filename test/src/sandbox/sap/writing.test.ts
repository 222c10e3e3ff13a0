import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/index.ts';
import { at, list, openSap, sapClient } from './sap-client.ts';

let box: Sandbox;
beforeEach(async () => {
  box = await openSap();
});
afterEach(() => box.close());

const orders = 'API_SALES_ORDER_SRV/A_SalesOrder';
const draft = {
  SalesOrderType: 'OR',
  SoldToParty: '10100001',
  PurchaseOrderByCustomer: 'MY-PO-1',
  RequestedDeliveryDate: '/Date(1717200000000)/',
  to_Item: {
    results: [
      { Material: 'MAT-1002', RequestedQuantity: '3' },
      {
        Material: 'MAT-1003',
        RequestedQuantity: '1.000',
        to_ScheduleLine: [{ ScheduleLineOrderQuantity: '1', RequestedDeliveryDate: '/Date(1717286400000)/' }],
      },
    ],
  },
};

describe('writing to the SAP face', () => {
  it('demands a token together with the cookie it came with', async () => {
    const { call, session } = sapClient(box);
    const { cookie, 'x-csrf-token': token } = await session();
    const post = (headers: Record<string, string>) => call(orders, { method: 'POST', headers, body: draft });
    for (const headers of [
      {},
      { 'x-csrf-token': token },
      { cookie },
      { cookie, 'x-csrf-token': `${token}x` },
      { cookie: 'SAP_SESSIONID_S4H_100=other', 'x-csrf-token': token },
    ]) {
      const answer = await post(headers);
      expect([answer.status, answer.headers.get('x-csrf-token'), answer.text]).toEqual([403, 'Required', 'CSRF token validation failed']);
    }
    expect(box.requests.effects()).toEqual([]);
    expect((await post({ cookie, 'x-csrf-token': token })).status).toBe(201);
  });

  it('stores a deep insert with items and schedule lines, prices it and answers 201 with the entity', async () => {
    const { write, call } = sapClient(box);
    const created = await write(orders, { method: 'POST', body: draft });
    expect(created.status).toBe(201);
    const id = String(at(created.json, 'd.SalesOrder'));
    expect(created.headers.get('location')).toContain(`A_SalesOrder('${id}')`);
    expect(list(created.json, 'd.to_Item.results')).toHaveLength(2);
    const read = await call(`${orders}('${id}')?$expand=to_Item/to_ScheduleLine`);
    const items = list(read.json, 'd.to_Item.results');
    expect(
      items.map((item) => [at(item, 'SalesOrderItem'), at(item, 'RequestedQuantity'), list(item, 'to_ScheduleLine.results').length]),
    ).toEqual([
      ['10', '3.000', 1],
      ['20', '1.000', 1],
    ]);
    expect(at(items[1], 'to_ScheduleLine.results.0.RequestedDeliveryDate')).toBe('/Date(1717286400000)/');
    const sum = items.reduce<number>((total, item) => total + Number(at(item, 'NetAmount')), 0);
    expect(Number(at(read.json, 'd.TotalNetAmount'))).toBeCloseTo(sum, 3);
    expect(at(read.json, 'd')).toMatchObject({ TransactionCurrency: 'USD', OverallTotalDeliveryStatus: 'A', OverallSDProcessStatus: 'A' });
    expect(box.requests.effects()).toMatchObject([{ operation: 'create', type: 'A_SalesOrder', id }]);
  });

  it('does not refuse a second order with the same purchase order number: the caller has to look first', async () => {
    const { write } = sapClient(box);
    await write(orders, { method: 'POST', body: draft });
    expect((await write(orders, { method: 'POST', body: draft })).status).toBe(201);
    expect(box.requests.effects({ operation: 'create' })).toHaveLength(2);
  });

  it.each([
    ['a customer nobody knows', { ...draft, SoldToParty: '99' }],
    ['a material nobody knows', { ...draft, to_Item: [{ Material: 'NOPE', RequestedQuantity: '1' }] }],
    ['a field nobody knows', { ...draft, Colour: 'red' }],
    ['a field only SAP sets', { ...draft, ExternalDocumentID: 'x' }],
    ['a number where OData V2 wants text', { ...draft, to_Item: [{ Material: 'MAT-1002', RequestedQuantity: 1 }] }],
    ['a text longer than its field', { ...draft, PurchaseOrderByCustomer: 'x'.repeat(36) }],
    [
      'schedule lines that do not add up',
      { ...draft, to_Item: [{ Material: 'MAT-1002', RequestedQuantity: '2', to_ScheduleLine: [{ ScheduleLineOrderQuantity: '1' }] }] },
    ],
    ['no JSON', '{"SalesOrderType":'],
  ])('refuses an order with %s and keeps nothing of it', async (_what, body) => {
    const { write, call } = sapClient(box);
    const answer = await write(orders, { method: 'POST', body });
    expect([answer.status, typeof at(answer.json, 'error.message.value')]).toEqual([400, 'string']);
    expect((await call(`${orders}/$count`)).text).toBe('71');
    expect(box.requests.effects()).toEqual([]);
  });

  it('changes an order with PATCH and MERGE under If-Match: 204, a new version, a later change stamp', async () => {
    const { write, call } = sapClient(box);
    const address = `${orders}('SO-78910')`;
    const change = { YY1_CountersignKey_SDH: `CS-${'A'.repeat(26)}`, DeliveryBlockReason: '01' };
    expect((await write(address, { method: 'PATCH', body: change })).status).toBe(428);
    const etag = (await call(address)).headers.get('etag') ?? '';
    const patched = await write(address, { method: 'PATCH', body: change, headers: { 'if-match': etag } });
    expect([patched.status, patched.text]).toEqual([204, '']);
    const stale = await write(address, { method: 'MERGE', body: change, headers: { 'if-match': etag } });
    expect([stale.status, typeof at(stale.json, 'error.code')]).toEqual([412, 'string']);
    const after = await call(address);
    expect(patched.headers.get('etag')).toBe(after.headers.get('etag'));
    expect(at(after.json, 'd')).toMatchObject({ ...change, TotalBlockStatus: 'C', YY1_ChangedBy_SDH: 'COUNTERSIGN' });
    expect(
      (
        await write(address, {
          method: 'POST',
          body: { DeliveryBlockReason: '' },
          headers: { 'x-http-method': 'MERGE', 'if-match': after.headers.get('etag') ?? '' },
        })
      ).status,
    ).toBe(204);
    const found = await call(`${orders}?$filter=${encodeURIComponent(`YY1_CountersignKey_SDH eq '${change.YY1_CountersignKey_SDH}'`)}`);
    expect(list(found.json, 'd.results').map((row) => at(row, 'SalesOrder'))).toEqual(['SO-78910']);
    expect(box.requests.effects()).toMatchObject([
      { operation: 'update', id: 'SO-78910', key: change.YY1_CountersignKey_SDH },
      { operation: 'update', id: 'SO-78910' },
    ]);
  });

  it('moves the change stamp on every change although the clock stands still', async () => {
    const { write, call } = sapClient(box);
    const stamps = new Set<unknown>();
    for (const reason of ['01', '02', '']) {
      await write(`${orders}('SO-78911')`, { method: 'PATCH', body: { DeliveryBlockReason: reason }, headers: { 'if-match': '*' } });
      stamps.add(at((await call(`${orders}('SO-78911')`)).json, 'd.LastChangeDateTime'));
    }
    expect(stamps.size).toBe(3);
  });

  it('an item carries its order version, and rejecting it changes the order', async () => {
    const { write, call } = sapClient(box);
    const address = `API_SALES_ORDER_SRV/A_SalesOrderItem(SalesOrder='SO-78911',SalesOrderItem='20')`;
    const etag = (await call(address)).headers.get('etag') ?? '';
    expect((await call(`${orders}('SO-78911')`)).headers.get('etag')).toBe(etag);
    expect((await write(address, { method: 'PATCH', body: { SalesDocumentRjcnReason: '10' }, headers: { 'if-match': etag } })).status).toBe(
      204,
    );
    const order = await call(`${orders}('SO-78911')`);
    expect(at(order.json, 'd')).toMatchObject({ OverallSDDocumentRejectionSts: 'B', TotalNetAmount: '13365.000' });
    expect(order.headers.get('etag')).not.toBe(etag);
  });

  it('a stale-etag fault lets somebody else change the record first', async () => {
    const { write, call } = sapClient(box);
    const address = `${orders}('SO-78910')`;
    const etag = (await call(address)).headers.get('etag') ?? '';
    box.faults.add({ kind: 'stale-etag', method: 'PATCH', times: 1 });
    expect((await write(address, { method: 'PATCH', body: { DeliveryBlockReason: '01' }, headers: { 'if-match': etag } })).status).toBe(
      412,
    );
    const after = await call(address);
    expect(after.headers.get('etag')).not.toBe(etag);
    expect(at(after.json, 'd')).toMatchObject({ YY1_ChangedBy_SDH: 'ELSEWHERE', DeliveryBlockReason: '' });
  });

  it('deletes an order with its items, and only at the version that was seen', async () => {
    const { write, call } = sapClient(box);
    expect((await write(`${orders}('SO-78911')`, { method: 'DELETE' })).status).toBe(428);
    const etag = (await call(`${orders}('SO-78911')`)).headers.get('etag') ?? '';
    expect((await write(`${orders}('SO-78911')`, { method: 'DELETE', headers: { 'if-match': etag } })).status).toBe(204);
    expect((await call(`${orders}('SO-78911')`)).status).toBe(404);
    expect((await call(`API_SALES_ORDER_SRV/A_SalesOrderItem/$count?$filter=SalesOrder%20eq%20'SO-78911'`)).text).toBe('0');
  });

  it('creates a customer return with items and refuses writing where the API does not offer it', async () => {
    const { write } = sapClient(box);
    const created = await write('API_CUSTOMER_RETURN_SRV/A_CustomerReturn', {
      method: 'POST',
      body: {
        CustomerReturnType: 'CBAR',
        SoldToParty: '10100001',
        to_Item: [
          {
            Material: 'MAT-1002',
            RequestedQuantity: '2',
            ReturnReason: '102',
            ReferenceSDDocument: 'SO-78910',
            ReferenceSDDocumentItem: '10',
          },
        ],
      },
    });
    expect([created.status, at(created.json, 'd.to_Item.results.0.RequestedQuantity')]).toEqual([201, '2.000']);
    expect((await write('API_BILLING_DOCUMENT_SRV/A_BillingDocument', { method: 'POST', body: {} })).status).toBe(405);
  });

  it('simulates an order: price, promise and credit, and stores nothing', async () => {
    const { write, call } = sapClient(box);
    const answer = await write('API_SALES_ORDER_SIMULATION_SRV/A_SalesOrderSimulation', {
      method: 'POST',
      body: {
        SalesOrderType: 'OR',
        SoldToParty: '10100001',
        TransactionCurrency: 'USD',
        RequestedDeliveryDate: '/Date(1716163200000)/',
        to_Item: [{ Material: 'MAT-1002', RequestedQuantity: '100000' }],
      },
    });
    expect(answer.status).toBe(201);
    expect(at(answer.json, 'd.to_Credit.TotalCreditCheckStatus')).toBe('B');
    expect(at(answer.json, 'd.to_Pricing')).toMatchObject({ TransactionCurrency: 'USD', TotalNetAmount: '74412000.000' });
    const lines = list(answer.json, 'd.to_Item.results.0.to_ScheduleLine.results').map((line) =>
      Number(at(line, 'ConfdOrderQtyByMatlAvailCheck')),
    );
    expect(lines.reduce((sum, one) => sum + one, 0)).toBe(100000);
    expect((await call(`${orders}/$count`)).text).toBe('71');
    expect(box.requests.effects()).toEqual([]);
  });
});

describe('a batch', () => {
  const part = (method: string, path: string, body = '', headers = '') =>
    `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${method} ${path} HTTP/1.1\r\nAccept: application/json\r\n${headers}${body ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` : ''}\r\n${body}\r\n`;
  const changeSet = (...parts: string[]) =>
    `Content-Type: multipart/mixed; boundary=cs\r\n\r\n${parts.map((one) => `--cs\r\n${one}`).join('')}--cs--\r\n`;
  const batch = (...parts: string[]) =>
    sapClient(box).write('API_SALES_ORDER_SRV/$batch', {
      method: 'POST',
      headers: { 'content-type': 'multipart/mixed; boundary=b1' },
      body: `${parts.map((one) => `--b1\r\n${one}`).join('')}--b1--\r\n`,
    });
  const statuses = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));

  it('reads several addresses and answers each in its place', async () => {
    const answer = await batch(
      part('GET', `A_SalesOrder('SO-78910')?$select=SalesOrder`),
      part('GET', `A_SalesOrder('SO-1')`),
      part('GET', 'A_SalesOrder/$count'),
    );
    expect(answer.status).toBe(202);
    expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=/);
    expect(statuses(answer.text)).toEqual([200, 404, 200]);
    expect(answer.text).toContain('"SalesOrder":"SO-78910"');
  });

  it('commits a change set whole, and a later write may use what an earlier one created', async () => {
    const body = JSON.stringify({ ...draft, to_Item: [{ Material: 'MAT-1002', RequestedQuantity: '1' }] });
    const item = JSON.stringify({ Material: 'MAT-1005', RequestedQuantity: '2' });
    const answer = await batch(
      changeSet(part('POST', 'A_SalesOrder', body, 'Content-ID: 1\r\n'), part('POST', '$1/to_Item', item, 'Content-ID: 2\r\n')),
      part('GET', 'A_SalesOrder/$count'),
    );
    expect(statuses(answer.text)).toEqual([201, 201, 200]);
    expect(answer.text).toContain('content-id: 2');
    expect(answer.text).toMatch(/\r\n72\r\n/);
    expect(box.requests.effects()).toMatchObject([{ type: 'A_SalesOrder' }, { type: 'A_SalesOrderItem' }]);
  });

  it('keeps nothing of a change set when one of its writes is refused', async () => {
    const good = JSON.stringify({ DeliveryBlockReason: '01' });
    const answer = await batch(
      changeSet(part('PATCH', `A_SalesOrder('SO-78910')`, good, 'If-Match: *\r\n'), part('PATCH', `A_SalesOrder('SO-78911')`, good)),
      part('GET', `A_SalesOrder('SO-78910')?$select=DeliveryBlockReason`),
    );
    expect(statuses(answer.text)).toEqual([428, 200]);
    expect(answer.text).toContain('"DeliveryBlockReason":""');
    expect(box.requests.effects()).toEqual([]);
  });

  it('refuses a write outside a change set', async () => {
    expect(statuses((await batch(part('POST', 'A_SalesOrder', JSON.stringify(draft)))).text)).toEqual([405]);
    expect(box.requests.effects()).toEqual([]);
  });
});
