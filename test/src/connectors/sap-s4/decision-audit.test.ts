import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection, WriteRequest } from '../../../../src/contracts/ports.ts';
import type { CompanySandbox } from '../../../../src/sandbox/index.ts';
import { connect, key, openBoth } from './sap-connection.ts';

let box: CompanySandbox;
let sap: Connection;
let close: (this: void) => Promise<void>;
beforeEach(async () => {
  ({ box, sap, close } = await openBoth({ config: { decisionAudit: { refusesSecond: true } } }));
});
afterEach(() => close());

const row = (letter: string, prediction: string, fields: WriteRequest['fields'] = {}): WriteRequest => ({
  operation: 'create',
  target: { type: 'DecisionAudit' },
  key: key(letter),
  fields: { PredictionId: prediction, Model: 'late-payment', AsOfDateTime: '2024-05-17T16:00:00.000Z', Output: '{}', ...fields },
});
const effects = () => box.requests.effects({ operation: 'create' });

describe('the decision-audit table', () => {
  it('takes a row with its key, and is found by prediction and by key', async () => {
    const outcome = await sap.writer.send(row('A', 'prd_1'));
    expect(outcome).toMatchObject({ kind: 'applied', receipt: { id: 'prd_1', status: 201 } });
    expect(effects()).toMatchObject([{ type: 'YY1_DECISIONAUDIT', key: key('A') }]);
    expect(await sap.writer.lookup(row('A', 'prd_1'))).toMatchObject({ kind: 'found', id: 'prd_1' });
    expect(await sap.writer.lookup({ ...row('A', ''), fields: {} })).toMatchObject({ kind: 'found', id: 'prd_1' });
    expect(await sap.writer.lookup(row('B', 'prd_2'))).toEqual({ kind: 'absent' });
  });

  it('refuses a second row of a prediction, whatever its key; that it is there is no failure', async () => {
    expect(sap.writer.refusesSecond(row('A', 'prd_1'))).toBe(true);
    await sap.writer.send(row('A', 'prd_1'));
    expect(await sap.writer.send(row('A', 'prd_1'))).toMatchObject({ kind: 'duplicate', status: 400 });
    expect(await sap.writer.send(row('B', 'prd_1'))).toMatchObject({ kind: 'duplicate', status: 400 });
    expect(effects()).toHaveLength(1);
  });

  it('what it refuses for another reason is refused, and what cannot be asked is uncertain', async () => {
    const long = row('C', 'prd_3', { Model: 'x'.repeat(61) });
    expect(await sap.writer.send(long)).toMatchObject({ kind: 'refused', status: 400 });
    box.faults.add({ kind: 'server-error', method: 'GET', path: 'YY1_DECISIONAUDIT_CDS/YY1_DECISIONAUDIT' });
    expect((await sap.writer.send(long)).kind).toBe('uncertain');
    expect(effects()).toEqual([]);
  });

  it('rows are added and never changed', async () => {
    await sap.writer.send(row('A', 'prd_1'));
    const change: WriteRequest = { ...row('B', 'prd_1'), operation: 'update', target: { type: 'DecisionAudit', id: 'prd_1' } };
    expect(await sap.writer.send(change)).toMatchObject({ kind: 'refused', code: 'capability.missing' });
  });

  it('is served only where the connection names it', async () => {
    const without = connect(box.sapUrl);
    expect(sap.capabilities.operations).toContain('write.DecisionAudit.create');
    expect(without.capabilities.operations).not.toContain('write.DecisionAudit.create');
    expect(await without.writer.send(row('A', 'prd_1'))).toMatchObject({ kind: 'refused', code: 'capability.missing' });
    await without.close();
  });
});

describe('doctor', () => {
  const needed = ['write.DecisionAudit.create'];
  const checked = async (config: Record<string, unknown>) => {
    const connection = connect(box.sapUrl, { decisionAudit: config });
    const findings = await connection.doctor(needed);
    await connection.close();
    return findings.filter(({ check }) => /YY1_|DecisionAudit|^fields/.test(check));
  };

  it('looks at the service, the key field and every field of the table', async () => {
    expect((await checked({ refusesSecond: true })).map(({ level, check }) => `${level} ${check}`)).toEqual([
      'ok service YY1_DECISIONAUDIT_CDS',
      'ok key field DecisionAudit.CountersignKey',
      'ok fields of YY1_DECISIONAUDIT',
    ]);
  });

  it('says what is missing, and what an uncertain row means where a second one might be taken', async () => {
    expect(await checked({ service: 'YY1_OTHER_CDS' })).toMatchObject([{ level: 'fail' }, { level: 'fail' }]);
    expect(await checked({ keyField: 'NoSuchField' })).toMatchObject([{ level: 'ok' }, { level: 'fail' }]);
    expect(await checked({})).toMatchObject([{ level: 'ok' }, { level: 'ok' }, { level: 'ok' }, { level: 'warn' }]);
    const elsewhere = await checked({
      service: 'API_CUSTOMER_RETURN_SRV',
      entitySet: 'A_CustomerReturn',
      keyField: 'YY1_CountersignKey_SDH',
    });
    expect(elsewhere.find(({ check }) => check.startsWith('fields'))).toMatchObject({
      level: 'fail',
      message: expect.stringContaining('PredictionId (40), Model (60)'),
    });
  });
});
