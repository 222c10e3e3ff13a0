import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection, WriteRequest } from '../../../../src/contracts/ports.ts';
import type { CompanySandbox } from '../../../../src/sandbox/index.ts';
import { connect, key, openBoth, served } from './sap-connection.ts';

let box: CompanySandbox;
let sap: Connection;
let close: (this: void) => Promise<void>;
beforeEach(async () => {
  ({ box, sap, close } = await openBoth());
});
afterEach(() => close());

const create = (letter: string, fields: WriteRequest['fields'] = {}): WriteRequest => ({
  operation: 'create',
  target: { type: 'A_SalesOrder' },
  key: key(letter),
  fields: {
    SalesOrderType: 'OR',
    SoldToParty: '10100001',
    RequestedDeliveryDate: '2024-06-30',
    to_Item: [{ Material: 'MAT-1002', RequestedQuantity: '2' }],
    ...fields,
  },
});

async function hold(letter: string, id = 'SO-78910'): Promise<WriteRequest> {
  const live = await sap.reader.read({ type: 'A_SalesOrder', id }, ['SalesOrder']);
  return {
    operation: 'update',
    target: { type: 'A_SalesOrder', id },
    fields: { DeliveryBlockReason: '01' },
    key: key(letter),
    expectedVersion: live?.version ?? '',
  };
}

describe('the SAP connection writes', () => {
  it('a change at the version it was decided on, with its key on the record', async () => {
    const request = await hold('A');
    const outcome = await sap.writer.send(request);
    expect(outcome).toMatchObject({
      kind: 'applied',
      receipt: { id: 'SO-78910', status: 204, responseHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    });
    const order = await served(sap.ports.orders).get('SO-78910');
    expect(order).toMatchObject({ deliveryBlock: '01', externalKey: key('A'), changedBy: 'COUNTERSIGN' });
    expect(outcome.kind === 'applied' && outcome.receipt.version).toBe(order?.ref.version);
    expect(box.requests.effects()).toMatchObject([{ operation: 'update', type: 'A_SalesOrder', id: 'SO-78910', key: key('A') }]);
    expect(await sap.writer.lookup(request)).toEqual({ kind: 'found', id: 'SO-78910', version: order?.ref.version });
    expect((await served(sap.ports.orders).findByExternalKey(key('A')))?.id).toBe('SO-78910');
  });

  it('an order with items, and finds it again by its key', async () => {
    const outcome = await sap.writer.send(create('B', { PurchaseOrderByCustomer: 'THEIR-PO' }));
    const id = outcome.kind === 'applied' ? outcome.receipt.id : '';
    const order = await served(sap.ports.orders).get(id);
    expect(order).toMatchObject({
      externalKey: key('B'),
      customerReference: 'THEIR-PO',
      requestedOn: '2024-06-30',
      items: [{ material: 'MAT-1002', ordered: { value: '2', unit: 'PC' } }],
    });
    expect(await sap.writer.lookup(create('B'))).toMatchObject({ kind: 'found', id });
    expect(await sap.writer.lookup(create('C'))).toEqual({ kind: 'absent' });
  });

  it('the deal an order is of, in whatever field this system has for it', async () => {
    const carrying = connect(box.sapUrl, { linkFields: { A_SalesOrder: 'YY1_CRMDeal_SDH' } });
    const made = await carrying.writer.send(create('L'));
    const id = made.kind === 'applied' ? made.receipt.id : '';
    const target = { type: 'A_SalesOrder', id };
    const before = await carrying.reader.read(target, ['CrmDeal']);
    const fields = { CrmDeal: '0065g0000000001AAA' };
    const version = before?.version ?? '';
    const request: WriteRequest = { operation: 'update', target, key: key('M'), fields, expectedVersion: version };
    expect(await carrying.writer.send(request)).toMatchObject({ kind: 'applied' });
    expect(await carrying.writer.lookup(request)).toMatchObject({ kind: 'found', id });
    expect((await carrying.reader.read(target, ['CrmDeal']))?.fields).toEqual(fields);
    expect((await carrying.ports.orders?.get(id))?.crmDealId).toBe('0065g0000000001AAA');
    // Without a field for it nothing is asked for that is not there.
    expect((await sap.ports.orders?.get(id))?.crmDealId).toBeUndefined();
    await carrying.close();
  });

  it('a customer return', async () => {
    const request: WriteRequest = {
      operation: 'create',
      target: { type: 'A_CustomerReturn' },
      key: key('D'),
      fields: {
        CustomerReturnType: 'CBAR',
        SoldToParty: '10100001',
        to_Item: [{ Material: 'MAT-1002', RequestedQuantity: '1', ReturnReason: '102' }],
      },
    };
    const outcome = await sap.writer.send(request);
    expect(outcome.kind).toBe('applied');
    expect(await sap.writer.lookup(request)).toMatchObject({ kind: 'found' });
  });

  it('with the key in the customer reference where there is no extension field, and only if that is free', async () => {
    const plain = connect(box.sapUrl, { keyFields: {} });
    const outcome = await plain.writer.send(create('E'));
    expect(outcome.kind).toBe('applied');
    expect((await served(plain.ports.orders).findByExternalKey(key('E')))?.customerReference).toBe(key('E'));
    expect(await plain.writer.send(create('F', { PurchaseOrderByCustomer: 'THEIR-PO' }))).toMatchObject({
      kind: 'refused',
      code: 'key.no_room',
      field: 'PurchaseOrderByCustomer',
    });
    const change = await hold('G');
    expect((await plain.writer.send(change)).kind).toBe('applied');
    expect((await served(plain.ports.orders).get('SO-78910'))?.customerReference).toBe('PO-78910');
    // Without a field for the key, a record that holds what was wanted is taken for written.
    expect((await plain.writer.lookup(change)).kind).toBe('found');
    await box.act.release('SO-78910');
    expect((await plain.writer.lookup(change)).kind).toBe('absent');
    await plain.close();
  });
});

describe('what became of a write', () => {
  it('conflict, when the record moved since it was read: nothing changed', async () => {
    const request = await hold('A');
    await box.act.release('SO-78910');
    expect(await sap.writer.send(request)).toMatchObject({ kind: 'conflict', status: 412 });
    expect(box.requests.effects()).toEqual([]);
    expect(await sap.writer.lookup(request)).toEqual({ kind: 'absent' });
  });

  it('conflict, when somebody is quicker between the last look and the write', async () => {
    const request = await hold('A');
    box.faults.add({ kind: 'stale-etag', method: 'PATCH', times: 1 });
    expect((await sap.writer.send(request)).kind).toBe('conflict');
  });

  it('refused, with SAP own code and never its text, when SAP says no for good', async () => {
    const outcome = await sap.writer.send(create('H', { to_Item: [{ Material: 'Jane Doe', RequestedQuantity: '1' }] }));
    expect(outcome).toEqual({ kind: 'refused', status: 400, code: 'V1/382', reason: 'erp refused the write with V1/382' });
    expect(await sap.writer.send({ ...create('I'), target: { type: 'A_BillingDocument' } })).toMatchObject({
      kind: 'refused',
      code: 'capability.missing',
    });
    expect(await sap.writer.send({ ...create('J'), key: 'x'.repeat(36) })).toMatchObject({ kind: 'refused', code: 'key.too_long' });
    expect(await sap.writer.send({ ...(await hold('K')), target: { type: 'A_SalesOrder', id: 'SO-1' } })).toMatchObject({
      kind: 'refused',
      status: 404,
    });
    expect(box.requests.effects()).toEqual([]);
  });

  it('deferred, when SAP asks to wait', async () => {
    const request = await hold('A');
    await sap.writer.send(create('Z'));
    box.faults.add({ kind: 'rate-limit', method: 'PATCH', retryAfterSeconds: 3, times: 1 });
    expect(await sap.writer.send(request)).toEqual({ kind: 'deferred', retryAfterMs: 3000 });
    expect(box.requests.effects({ operation: 'update' })).toEqual([]);
  });

  it('deferred, when SAP cannot be reached and nothing was sent', async () => {
    const nowhere = connect('http://127.0.0.1:9');
    expect((await nowhere.writer.send({ ...create('A') })).kind).toBe('deferred');
    await nowhere.close();
  });

  it('uncertain, when the answer is lost after the commit; the look-up finds the one order', async () => {
    box.faults.add({ kind: 'lost-after-commit', method: 'POST', times: 1 });
    const request = create('L');
    expect((await sap.writer.send(request)).kind).toBe('uncertain');
    expect(await sap.writer.lookup(request)).toMatchObject({ kind: 'found' });
    expect(box.requests.effects({ operation: 'create' })).toHaveLength(1);
  });

  it('uncertain, when the connection breaks before the handler; the look-up finds nothing', async () => {
    box.faults.add({ kind: 'reset-before', method: 'POST', times: 1 });
    const request = create('M');
    expect((await sap.writer.send(request)).kind).toBe('uncertain');
    expect(await sap.writer.lookup(request)).toEqual({ kind: 'absent' });
  });

  it('uncertain, when SAP fails with 5xx, and it was sent once only', async () => {
    box.faults.add({ kind: 'server-error', status: 500, method: 'POST', times: 1 });
    expect((await sap.writer.send(create('N'))).kind).toBe('uncertain');
    expect(box.requests.effects()).toEqual([]);
  });

  it('uncertain, when the deadline passes, although SAP commits afterwards: the look-up after the settle delay finds it', async () => {
    const hasty = connect(box.sapUrl, { deadlineMs: 150, settleMs: 600 });
    await hasty.writer.lookup(create('O'));
    box.faults.add({ kind: 'commit-later', method: 'POST', ms: 400, times: 1 });
    const request = create('O');
    expect((await hasty.writer.send(request)).kind).toBe('uncertain');
    expect(await hasty.writer.lookup(request)).toEqual({ kind: 'absent' });
    await delay(hasty.writer.settleDelayMs);
    expect(await hasty.writer.lookup(request)).toMatchObject({ kind: 'found' });
    await hasty.close();
  });

  it('a second send of an uncertain change is refused by SAP itself, a second order is not', async () => {
    const request = await hold('P');
    expect([sap.writer.refusesSecond(request), sap.writer.refusesSecond(create('Q'))]).toEqual([true, false]);
    box.faults.add({ kind: 'lost-after-commit', method: 'PATCH', times: 1 });
    expect((await sap.writer.send(request)).kind).toBe('uncertain');
    expect((await sap.writer.send(request)).kind).toBe('conflict');
    expect(box.requests.effects({ key: key('P') })).toHaveLength(1);
    await sap.writer.send(create('Q'));
    await sap.writer.send(create('Q'));
    expect(await sap.writer.lookup(create('Q'))).toEqual({ kind: 'ambiguous', count: 2 });
    await expect(served(sap.ports.orders).findByExternalKey(key('Q'))).rejects.toMatchObject({ code: 'link.ambiguous' });
  });

  it('a session that ended costs one fresh token, not the write', async () => {
    expect((await sap.writer.send(create('R'))).kind).toBe('applied');
    box.sap.endSessions();
    expect((await sap.writer.send(create('S'))).kind).toBe('applied');
    expect(box.requests.list().filter((row) => row.status === 403)).toHaveLength(1);
    expect(box.requests.effects({ operation: 'create' })).toHaveLength(2);
  });

  it('many writers share one token', async () => {
    const outcomes = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => sap.writer.send(create(letter))));
    expect(outcomes.every((outcome) => outcome.kind === 'applied')).toBe(true);
    expect(box.requests.list().filter((row) => row.method === 'GET')).toHaveLength(1);
  });
});

describe('the doctor', () => {
  const needed = ['orders.get', 'deliveries.listForOrder', 'write.A_SalesOrder.update', 'write.A_SalesOrder.create'];

  it('finds nothing wrong with the sandbox and changes nothing', async () => {
    const findings = await sap.doctor(needed);
    expect(findings.filter((finding) => finding.level !== 'ok')).toEqual([]);
    expect(findings.map((finding) => finding.check)).toContain('key field A_SalesOrder.YY1_CountersignKey_SDH');
    expect(box.requests.effects()).toEqual([]);
  });

  it('names a wrong password, a system that is away, a key field that is missing and an operation nobody serves', async () => {
    const failures = async (connection: Connection, operations = needed) => {
      const findings = await connection.doctor(operations);
      await connection.close();
      return findings.filter((finding) => finding.level !== 'ok').map((finding) => [finding.level, finding.check]);
    };
    expect(await failures(connect(box.sapUrl, { password: 'wrong' }))).toEqual([['fail', 'logon']]);
    expect(await failures(connect('http://127.0.0.1:9'))).toEqual([['fail', 'reach']]);
    expect(await failures(connect(box.sapUrl, { keyFields: { A_SalesOrder: 'YY1_Nothing' } }))).toEqual([
      ['fail', 'key field A_SalesOrder.YY1_Nothing'],
    ]);
    expect(await failures(connect(box.sapUrl, { keyFields: {} }))).toEqual([['warn', 'key of changes to A_SalesOrder']]);
    const carrying = (field: string) => failures(connect(box.sapUrl, { linkFields: { A_SalesOrder: field } }), ['orders.carryDeal']);
    expect(await carrying('YY1_CRMDeal_SDH')).toEqual([]);
    expect(await carrying('YY1_Nothing')).toEqual([['fail', 'link field A_SalesOrder.YY1_Nothing']]);
    expect(await carrying('YY1_ChangedBy_SDH')).toEqual([['fail', 'link field A_SalesOrder.YY1_ChangedBy_SDH']]);
    expect(await failures(connect(box.sapUrl), ['orders.carryDeal'])).toEqual([['fail', 'operation orders.carryDeal']]);
    expect(await failures(connect(box.sapUrl), ['orders.get', 'opportunities.get'])).toEqual([['fail', 'operation opportunities.get']]);
  });
});
