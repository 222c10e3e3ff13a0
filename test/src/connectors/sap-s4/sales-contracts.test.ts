import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src/contracts/ports.ts';
import type { CompanySandbox } from '../../../../src/sandbox/index.ts';
import { connect, openBoth, served } from './sap-connection.ts';

let box: CompanySandbox;
let sap: Connection;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openBoth();
  ({ box, sap } = opened);
  close = () => opened.close();
});
afterAll(() => close());

const contracts = () => served(sap.ports.salesContracts);
const since = '2000-01-01T00:00:00Z';

describe('contracts of the sales side', () => {
  it('are read with their span, the value of all of it and the terms of payment', async () => {
    const { changes } = await contracts().changedSince({ since }, 100);
    const all = await Promise.all(changes.map(({ id }) => contracts().get(id)));
    expect(all.length).toBeGreaterThan(2);
    expect(all[0]).toMatchObject({
      id: expect.stringMatching(/^4000/),
      startOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      endOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      net: { amount: expect.stringMatching(/^\d+(\.\d\d)?$/), currency: expect.stringMatching(/^[A-Z]{3}$/) },
      paymentTerms: expect.stringMatching(/^NT\d\d$/),
      isRejected: false,
      ref: { connection: 'erp', type: 'A_SalesContract', version: expect.any(String) },
    });
    expect((await contracts().listForCustomer(all[0]?.soldTo ?? '')).map(({ id }) => id)).toEqual([all[0]?.id]);
    expect(await contracts().listForCustomer("x' or '1' eq '1")).toEqual([]);
  });

  it('are followed by a cursor that tells each change once; one that was deleted is gone and tells nobody', async () => {
    const first = await contracts().changedSince({ since }, 2);
    expect(first).toMatchObject({ more: true });
    const rest = await contracts().changedSince({ cursor: first.cursor }, 100);
    expect(rest.changes.some(({ id }) => first.changes.some((seen) => seen.id === id))).toBe(false);
    const [one, other] = [...first.changes, ...rest.changes].map(({ id }) => id);
    box.contracts.change(one ?? '', { endOn: '2026-06-30', net: '1500.00' });
    box.contracts.remove(other ?? '');
    expect((await contracts().changedSince({ cursor: rest.cursor }, 100)).changes.map(({ id }) => id)).toEqual([one]);
    expect(await contracts().get(one ?? '')).toMatchObject({ endOn: '2026-06-30', net: { amount: '1500.00' } });
    expect(await contracts().get(other ?? '')).toBeUndefined();
    expect(() => box.contracts.change(other ?? '', {})).toThrow('not in the database');
  });

  it('that run on have no end, and those with every line rejected say so', async () => {
    const number = box.contracts.enter('10100002', {
      startOn: '2024-01-01',
      endOn: '9999-12-31',
      net: '100.00',
      currency: 'EUR',
      paymentTerms: 'NT30',
    });
    box.contracts.reject(number);
    const read = await contracts().get(number);
    expect(read).toMatchObject({ soldTo: '10100002', isRejected: true, net: { amount: '100.00' } });
    expect(read).not.toHaveProperty('endOn');
  });

  it('are not served where their service is not activated, and checked where they are', async () => {
    const without = connect(box.sapUrl, { salesContracts: false });
    expect(without.ports.salesContracts).toBeUndefined();
    expect(without.capabilities.operations.some((operation) => operation.startsWith('salesContracts.'))).toBe(false);
    await without.close();
    expect(await sap.doctor(['salesContracts.get'])).toContainEqual(
      expect.objectContaining({ level: 'ok', check: 'service API_SALES_CONTRACT_SRV' }),
    );
  });
});
