import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CompanySandbox, generateCompany, startSandbox } from '../../../../src/sandbox/index.ts';
import { at, clock, list, sapClient } from './sap-client.ts';

let box: CompanySandbox;
beforeEach(async () => {
  box = await startSandbox({ file: ':memory:', clock, seed: generateCompany() });
});
afterEach(() => box.close());

const order = async (id: string) =>
  at((await sapClient(box).call(`API_SALES_ORDER_SRV/A_SalesOrder('${id}')?$expand=to_Item/to_ScheduleLine`)).json, 'd');

describe('what people in the ERP do', () => {
  it('takes an order from open to paid, and its change stamp moves every time', async () => {
    const open = 'SO-78913';
    expect(await order(open)).toMatchObject({ OverallTotalDeliveryStatus: 'A', OverallSDProcessStatus: 'A' });
    const stamps: string[] = [];
    for (const step of ['confirm', 'pick', 'ship', 'deliver', 'invoice', 'pay'] as const)
      stamps.push((await box.act[step](open)).changedAt);
    expect(stamps).toEqual([...new Set(stamps)].toSorted());
    expect(await order(open)).toMatchObject({
      OverallTotalDeliveryStatus: 'C',
      OverallOrdReltdBillgStatus: 'C',
      OverallSDProcessStatus: 'C',
      YY1_ChangedBy_SDH: 'KSCHULZ',
    });
    const invoice = await sapClient(box).call(
      `API_BILLING_DOCUMENT_SRV/A_BillingDocumentItem?$filter=SalesDocument%20eq%20'${open}'&$expand=to_BillingDocument`,
    );
    expect(at(invoice.json, 'd.results.0.to_BillingDocument.InvoiceClearingStatus')).toBe('C');
  });

  it('a shipment keeps the date the ERP confirmed unless it is told another', async () => {
    await box.act.ship('SO-78911');
    const answer = await sapClient(box).call(
      'API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryHeader?$orderby=DeliveryDocument%20desc&$top=1',
    );
    expect(list(answer.json, 'd.results')[0]).toMatchObject({ DeliveryDate: `/Date(${Date.parse('2024-05-24')})/` });
  });

  it('ships one line and part of another, then the rest, and no more than there is', async () => {
    const first = await box.act.ship('SO-78911', { lines: [{ item: '10', quantity: '10' }], tracking: 'T-1' });
    expect(first.status).toBe('partly_shipped');
    expect(await order('SO-78911')).toMatchObject({ OverallTotalDeliveryStatus: 'B' });
    await expect(box.act.ship('SO-78911', { lines: [{ item: '10', quantity: '21' }] })).rejects.toThrow('only 20 left');
    expect((await box.act.ship('SO-78911')).status).toBe('shipped');
    const after = await order('SO-78911');
    expect(after).toMatchObject({ OverallTotalDeliveryStatus: 'C' });
    expect(list(after, 'to_Item.results').map((item) => at(item, 'to_ScheduleLine.results.0.DeliveredQtyInOrderQtyUnit'))).toEqual([
      '30.000',
      '12.000',
    ]);
    await expect(box.act.ship('SO-78911')).rejects.toThrow('nothing left');
  });

  it('delays, rejects, holds and releases', async () => {
    await box.act.delay('SO-78911', 5);
    expect(at(await order('SO-78911'), 'to_Item.results.0.to_ScheduleLine.results.0.ConfirmedDeliveryDate')).toBe(
      `/Date(${Date.parse('2024-05-29T00:00:00Z')})/`,
    );
    await box.act.reject('SO-78911', '20', '10');
    expect(await order('SO-78911')).toMatchObject({ OverallSDDocumentRejectionSts: 'B' });
    await box.act.hold('SO-78911', '02');
    expect(await order('SO-78911')).toMatchObject({ DeliveryBlockReason: '02', TotalBlockStatus: 'C' });
    await box.act.release('SO-78911');
    expect(await order('SO-78911')).toMatchObject({ DeliveryBlockReason: '', TotalBlockStatus: '' });
    await expect(box.act.hold('SO-1')).rejects.toThrow('not in the database');
  });

  it('tells the webhook with its key, and a duplicate-webhook fault tells it more than once', async () => {
    const heard: { key: unknown; body: unknown }[] = [];
    const receiver = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        heard.push({ key: request.headers['x-api-key'], body: JSON.parse(text) });
        response.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    // A TCP server's address is an object.
    const { port } = receiver.address() as AddressInfo;
    box.aimWebhook({ url: `http://127.0.0.1:${port}/hooks/sap`, header: 'X-API-Key', key: 'k1' });
    const one = await box.act.hold('SO-78910');
    box.faults.add({ kind: 'duplicate-webhook', copies: 3, times: 1 });
    const three = await box.act.deliver('SO-78910');
    const silent = await box.act.release('SO-78910', { notify: false });
    expect([one.webhook, three.webhook, silent.webhook]).toEqual([[202], [202, 202, 202], []]);
    expect(heard).toHaveLength(4);
    expect(heard[1]).toEqual({
      key: 'k1',
      body: {
        order_id: 'SO-78910',
        crm_opportunity_id: '0064x00000A1b2cC',
        new_status: 'delivered',
        tracking_number: '1Z999AA1234567890',
        estimated_delivery: '2024-05-20',
      },
    });
    await new Promise((resolve) => receiver.close(resolve));
    expect((await box.act.hold('SO-78911')).webhook).toEqual([0]);
  });

  it('acts over the loopback control route and says what is wrong with a request', async () => {
    const act = async (body: unknown) => {
      const response = await fetch(`${box.url}/_sandbox/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    };
    expect(await act({ action: 'ship', order: 'SO-78911', tracking: 'T-9' })).toMatchObject({
      status: 200,
      body: { order: 'SO-78911', status: 'shipped' },
    });
    expect((await act({ action: 'dance', order: 'SO-78911' })).status).toBe(400);
    expect((await act({ action: 'ship', order: 'SO-1' })).status).toBe(404);
    expect((await act({ action: 'ship', order: 'SO-78911' })).status).toBe(409);
  });

  it('remembers orders, acts and CSRF-free sessions it lost when its file is opened again', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'box.db');
    const first = await startSandbox({ file, clock, seed: generateCompany() });
    await first.act.hold('SO-78910', '03');
    const session = await sapClient(first).session();
    await first.close();
    const second = await startSandbox({ file, clock, seed: generateCompany() });
    const address = `API_SALES_ORDER_SRV/A_SalesOrder('SO-78910')`;
    expect(at((await sapClient(second).call(address)).json, 'd.DeliveryBlockReason')).toBe('03');
    const stale = await sapClient(second).call(address, {
      method: 'PATCH',
      headers: { ...session, 'if-match': '*' },
      body: { DeliveryBlockReason: '' },
    });
    expect([stale.status, stale.headers.get('x-csrf-token')]).toEqual([403, 'Required']);
    await second.close();
  });
});
