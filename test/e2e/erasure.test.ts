import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/contracts/audit.ts';
import { verifyLog } from '../../src/audit/chain.ts';
import { carl, closeRigsAfterEach, delayed, rigOver, tell, waiting } from '../support/flow-rig.ts';
import type { Rig } from '../support/rig.ts';

closeRigsAfterEach();

const ada = { id: 'person:ada', name: 'Ada', roles: ['admin'] };

async function everyRow(rig: Rig): Promise<readonly AuditRecord[]> {
  return rig.storage.audit.list({ after: 0, limit: 1000 });
}

async function* stream(rows: readonly AuditRecord[]): AsyncGenerator<AuditRecord> {
  yield* rows;
}

async function parked() {
  const { rig, data, crm } = await rigOver(delayed());
  await tell(rig);
  const [approval] = await waiting(rig);
  const contact = data.contacts[0];
  if (!approval || !contact) throw new Error('a delayed order waits for somebody, and its account has a contact');
  return { rig, approval, name: contact.name, crm };
}

describe('forgetting a person', () => {
  it('takes the name from every thread, leaves the audit log whole and says how much went, not whom', async () => {
    const { rig, approval, name } = await parked();
    const before = JSON.stringify(await rig.services.approvals.get(approval.id, carl));
    expect(before).toContain(name);
    const erased = await rig.services.erasures.erase({ value: name.toUpperCase(), kind: 'PERSON', reason: 'asked by mail' }, ada);
    expect(erased.tokens).toBeGreaterThan(0);
    const after = JSON.stringify(await rig.services.approvals.get(approval.id, carl));
    expect(after).not.toContain(name);
    expect(after).toContain('(erased)');
    const rows = await everyRow(rig);
    expect(JSON.stringify(rows)).not.toContain(name);
    expect(rows.at(-1)).toMatchObject({
      action: 'values.erased',
      actor: 'person:ada',
      body: { tokens: erased.tokens, reason: 'asked by mail' },
    });
    const verified = await verifyLog(stream(rows), [], createPublicKey(rig.keys.auditPublicPem));
    expect(verified.breaks).toEqual([]);
  });

  it('what was proposed before is looked at again, and nothing erased is written into a business system', async () => {
    const { rig, approval, name, crm } = await parked();
    await rig.services.erasures.erase({ value: name, reason: 'asked by mail' }, ada);
    await rig.services.approvals.decide(approval.id, { verdict: 'approve', hash: approval.proposalHash }, carl);
    await rig.core.worker.drain();
    expect(JSON.stringify(crm.committed)).not.toMatch(/\(erased\)|<[A-Z]+_\d/);
    const [again] = await waiting(rig);
    expect(again?.id).not.toBe(approval.id);
  });

  it('is for those who may erase, and wants a value to find somebody by', async () => {
    const { rig, name } = await parked();
    await expect(rig.services.erasures.erase({ value: name, reason: 'x' }, carl)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(rig.services.erasures.erase({ value: ' a ', reason: 'x' }, ada)).rejects.toMatchObject({ field: 'value' });
  });

  it('a second time finds nothing left', async () => {
    const { rig, name } = await parked();
    await rig.services.erasures.erase({ value: name, reason: 'x' }, ada);
    expect(await rig.services.erasures.erase({ value: name, reason: 'x' }, ada)).toMatchObject({ tokens: 0, bodies: 0 });
  });
});
