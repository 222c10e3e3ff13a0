import { afterEach, describe, expect, it } from 'vitest';
import { connected } from './connection.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
async function examined(needed: readonly string[], ...options: Parameters<typeof connected>) {
  const made = await connected(...options);
  open.push(made);
  const findings = await made.crm.doctor(needed);
  return {
    ...made,
    findings,
    failed: findings.filter(({ level }) => level === 'fail').map(({ check }) => check),
    warned: findings.filter(({ level }) => level === 'warn').map(({ check }) => check),
  };
}

const needed = ['opportunities.get', 'contacts.listForOpportunity', 'write.Opportunity.update', 'write.FeedItem.create'];

describe('doctor', () => {
  it('finds nothing wrong with a fit organisation, changes nothing and names the permission set', async () => {
    const { failed, warned, findings, sandbox } = await examined(needed);
    expect(failed).toEqual([]);
    expect(warned).toEqual([]);
    expect(sandbox.requests.effects()).toEqual([]);
    const xml = findings.find(({ check }) => check === 'permission-set')?.fix ?? '';
    expect(xml).toContain('<field>Opportunity.ERP_Order_Id__c</field>');
    expect(xml).toContain(
      '<object>Countersign_Effect__c</object><allowRead>true</allowRead><allowCreate>true</allowCreate><allowEdit>false</allowEdit>',
    );
    expect(xml).not.toContain('<object>Case</object>');
  });

  it('says which object, field and right is missing', async () => {
    const { failed, findings } = await examined(
      [...needed, 'write.Nothing.create'],
      { fields: { tracking: 'Wrong__c' }, marker: { object: 'Missing__c' } },
      { denied: ['Opportunity.update'] },
    );
    expect(failed).toEqual(expect.arrayContaining(['object Opportunity', 'object Nothing', 'object Missing__c', 'key Missing__c.Key__c']));
    expect(findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['Opportunity lacks Wrong__c', 'The API user may not change Opportunity']),
    );
  });

  it('warns where nothing carries a key, and fails where a key meant to be unique is not', async () => {
    expect((await examined(needed, { idempotency: 'lookup' })).warned).toEqual(['key FeedItem']);
    const { failed } = await examined(['write.Task.create'], { idempotency: 'external-key', uniqueKeyObjects: ['Task'] });
    expect(failed).toEqual(['key Task.Countersign_Key__c']);
  });

  it('warns about rights over all data', async () => {
    expect((await examined(needed, {}, { modifyAllData: true })).warned).toEqual(['excess rights']);
  });

  it('stops at a token it cannot get', async () => {
    const { findings } = await examined(needed, { auth: { kind: 'client-credentials', clientId: 'x', clientSecret: 'y' } });
    expect(findings).toMatchObject([{ level: 'fail', check: 'token' }]);
  });
});

describe('capabilities', () => {
  it('name every port operation and every allowed write', async () => {
    const { crm, close } = await connected({ idempotency: 'lookup', writes: ['Task.create'] });
    open.push({ close });
    expect(crm.capabilities).toMatchObject({ idempotency: 'lookup', concurrency: 'timestamp', changes: 'none', maxKeyLength: 40 });
    expect(crm.capabilities.operations).toContain('opportunities.findByErpOrder');
    expect(crm.capabilities.operations.filter((operation) => operation.startsWith('write.'))).toEqual(['write.Task.create']);
  });
});
