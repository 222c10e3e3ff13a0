import { describe, expect, it } from 'vitest';
import { closeRigsAfterEach, carl, cora, delayed, olivia, rigOver, shipped, tell, waiting } from './support/flow-rig.ts';
import { company, delivery, item, order } from './support/order-company.ts';

closeRigsAfterEach();

describe('an order that moves on without trouble', () => {
  it('updates the opportunity, gives the owner a task, posts a note and opens a follow-up, each once', async () => {
    const { rig, crm } = await rigOver(shipped());
    const run = await tell(rig);
    expect((await rig.services.runs.get(run, carl)).run).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(crm.committed.map(({ request }) => request.target.type)).toEqual(['Opportunity', 'Task', 'FeedItem', 'Case']);
    expect(crm.committed[0]?.request.fields).toMatchObject({
      ERP_Order_Status__c: 'Shipped',
      Tracking_Number__c: '1Z999AA1234567890',
      StageName: 'Closed Won',
    });
    expect(crm.committed[1]?.request.fields['Description']).toContain('Ursula Brinkmann');
  });

  it('ten deliveries of one change have the effect of one', async () => {
    const { rig, crm } = await rigOver(shipped());
    const first = await tell(rig);
    expect(first).not.toBe('');
    await Promise.all(Array.from({ length: 10 }, () => tell(rig)));
    expect(crm.committed).toHaveLength(4);
    expect((await rig.storage.runs.list({ limit: 20 })).filter((run) => run.outcome === 'unchanged').length).toBeGreaterThan(0);
  });

  it('an event with the same source and id is answered with the first one and starts nothing', async () => {
    const { rig } = await rigOver(shipped());
    await tell(rig, {}, 'e-1');
    expect(await tell(rig, {}, 'e-1')).toBe('');
  });

  it('a hold, a release and a second hold are three transitions, not two', async () => {
    const data = company();
    const { rig, crm } = await rigOver(data);
    await tell(rig);
    data.orders = [order({ items: [item({ confirmed: '4' })] })];
    await tell(rig);
    data.orders = [order()];
    await tell(rig);
    const statuses = crm.committed
      .filter(({ request }) => request.target.type === 'Opportunity')
      .map(({ request }) => request.fields['ERP_Order_Status__c']);
    expect(statuses).toEqual(['Confirmed', 'Partially allocated', 'Confirmed']);
    expect(new Set(crm.committed.map(({ request }) => request.key)).size).toBe(crm.committed.length);
  });

  it('no name reaches the state, the proposal, the log of what left or the audit log', async () => {
    const { rig } = await rigOver(shipped());
    const run = await tell(rig);
    const dump =
      ['proposals', 'approvals', 'audit', 'egress', 'effects', 'runs', 'events', 'exceptions']
        .map((table) => JSON.stringify(rig.storage.databases.main.prepare(`SELECT * FROM ${table}`).all()))
        .join('\n') +
      ['checkpoints', 'channels', 'writes']
        .map((table) => JSON.stringify(rig.storage.databases.checkpoints.prepare(`SELECT * FROM ${table}`).all()))
        .join('\n');
    for (const name of ['Brinkmann', 'Sommerfeld', 'Harbour Pumps', 'ursula.brinkmann']) expect(dump).not.toContain(name);
    expect((await rig.services.egress.list({ limit: 10, runId: run }, carl)).items).toHaveLength(2);
  });
});

describe('an order that needs a person', () => {
  it('waits before anything is written, and is applied once a controller approves', async () => {
    const { rig, crm } = await rigOver(delayed());
    const run = await tell(rig);
    expect(crm.committed).toHaveLength(0);
    const [approval] = await waiting(rig);
    expect(approval).toMatchObject({ runId: run, asked: { rule: 'bad-news', role: 'controller' } });
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, carl);
    await rig.core.worker.drain();
    expect(crm.committed.map(({ request }) => request.target.type)).toEqual(['Opportunity', 'Task', 'FeedItem']);
    expect((await rig.services.runs.get(run, carl)).run.outcome).toBe('applied');
  });

  it('shows the approver before, after and now, with real names, and tokens to who may not see them', async () => {
    const { rig } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    const seen = await rig.services.approvals.get(approval?.id ?? '', carl);
    expect(seen.writes.map((write) => write.slot)).toEqual(['opportunity', 'task', 'note']);
    expect(JSON.stringify(seen.writes)).toContain('Ursula Brinkmann');
    expect(seen.may).toContain('approve');
    const asked = await rig.services.approvals.get(approval?.id ?? '', olivia);
    expect(JSON.stringify(asked.writes)).not.toContain('Brinkmann');
    expect(asked.may).toEqual([]);
  });

  it('writes nothing when it is rejected, and does not ask again for the same facts', async () => {
    const { rig, crm } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    await rig.services.approvals.decide(
      approval?.id ?? '',
      { verdict: 'reject', hash: approval?.proposalHash ?? '', reason: 'call them first' },
      carl,
    );
    await rig.core.worker.drain();
    await tell(rig);
    expect(await waiting(rig)).toEqual([]);
    expect(crm.committed).toHaveLength(0);
  });

  it('a second event with the same facts joins the open question', async () => {
    const { rig } = await rigOver(delayed());
    const first = await tell(rig);
    const second = await tell(rig);
    const open = await waiting(rig);
    expect(open).toHaveLength(1);
    expect(open[0]?.runId).toBe(second);
    expect((await rig.storage.runs.get(first))?.status).toBe('superseded');
  });

  it('a second event with other facts supersedes it, and the old answer is refused', async () => {
    const { rig, data, crm } = await rigOver(delayed());
    await tell(rig);
    const [old] = await waiting(rig);
    data.orders = [order({ items: [item({ confirmedOn: '2024-06-15' })] })];
    await tell(rig);
    await expect(
      rig.services.approvals.decide(old?.id ?? '', { verdict: 'approve', hash: old?.proposalHash ?? '' }, carl),
    ).rejects.toMatchObject({ code: 'approval.closed' });
    const open = await waiting(rig);
    expect(open).toHaveLength(1);
    expect(open[0]?.id).not.toBe(old?.id);
    expect(crm.committed).toHaveLength(0);
  });

  it('the order ships while the approval waits: the question is moot and the news goes out', async () => {
    const { rig, data, crm } = await rigOver(delayed());
    await tell(rig);
    data.orders = [order()];
    data.deliveries = [delivery()];
    await tell(rig);
    expect(await waiting(rig)).toEqual([]);
    expect(crm.committed[0]?.request.fields['ERP_Order_Status__c']).toBe('Shipped');
  });

  it('an edit is validated, voids votes, binds to a new hash, and the editor cannot approve it', async () => {
    const { rig, crm } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    const id = approval?.id ?? '';
    const seen = await rig.services.approvals.get(id, carl);
    const task = seen.writes.find((write) => write.slot === 'task');
    await expect(
      rig.services.approvals.decide(
        id,
        { verdict: 'edit', hash: approval?.proposalHash ?? '', slot: 'task', input: { priority: 'Enormous' } },
        carl,
      ),
    ).rejects.toMatchObject({ code: 'approval.invalid_edit' });
    const edited = await rig.services.approvals.decide(
      id,
      {
        verdict: 'edit',
        hash: approval?.proposalHash ?? '',
        slot: 'task',
        input: { ...task?.input, text: 'Dear Ursula Brinkmann, we are late.' },
      },
      carl,
    );
    expect(edited.proposalHash).not.toBe(approval?.proposalHash);
    await expect(rig.services.approvals.decide(id, { verdict: 'approve', hash: approval?.proposalHash ?? '' }, cora)).rejects.toMatchObject(
      { code: 'approval.stale' },
    );
    await expect(rig.services.approvals.decide(id, { verdict: 'approve', hash: edited.proposalHash }, carl)).rejects.toMatchObject({
      code: 'approval.not_allowed',
    });
    await rig.services.approvals.decide(id, { verdict: 'approve', hash: edited.proposalHash }, cora);
    await rig.core.worker.drain();
    expect(crm.committed.find(({ request }) => request.target.type === 'Task')?.request.fields['Description']).toBe(
      'Dear Ursula Brinkmann, we are late.',
    );
    expect(JSON.stringify(rig.storage.databases.main.prepare('SELECT body FROM proposals').all())).not.toContain('Ursula');
  });

  it('an editor who may not see names edits tokens: the names are written, never a token, and an invented token is refused', async () => {
    const roles = { controller: { may: ['approvals.read', 'approvals.decide'] } };
    const { rig, crm } = await rigOver(delayed(), { config: { roles } });
    await tell(rig);
    const [approval] = await waiting(rig);
    const id = approval?.id ?? '';
    const task = (await rig.services.approvals.get(id, carl)).writes.find((write) => write.slot === 'task');
    const token = /<PERSON_\d+>/.exec(String(task?.input['text']))?.[0];
    expect(token).toBeDefined();
    const edit = (text: string) =>
      rig.services.approvals.decide(
        id,
        {
          verdict: 'edit',
          hash: approval?.proposalHash ?? '',
          slot: 'task',
          input: { ...task?.input, subject: 'Ring Ursula Brinkmann', text },
        },
        carl,
      );
    await expect(edit('Dear <PERSON_99>')).rejects.toMatchObject({ code: 'privacy.unknown_token' });
    const edited = await edit(`Dear ${token}, we are late.`);
    await rig.services.approvals.decide(id, { verdict: 'approve', hash: edited.proposalHash }, cora);
    await rig.core.worker.drain();
    const sent = crm.committed.find(({ request }) => request.target.type === 'Task')?.request.fields;
    expect(sent?.['Description']).toMatch(/^Dear [A-Z][a-z]+ [A-Z][a-z]+, we are late\.$/);
    expect(sent?.['Subject']).toBe('Ring Ursula Brinkmann');
    expect(JSON.stringify(rig.storage.databases.main.prepare('SELECT body FROM proposals').all())).not.toContain('Ursula');
  });

  it('expired is not rejected: it becomes an exception and nothing is written', async () => {
    const { rig, crm } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    rig.clock.advance(4 * 86_400_000);
    await expect(
      rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, carl),
    ).rejects.toMatchObject({ code: 'approval.closed' });
    await rig.core.worker.drain();
    expect((await rig.services.approvals.get(approval?.id ?? '', carl)).approval.status).toBe('expired');
    expect((await rig.services.exceptions.list({ limit: 5 }, olivia)).items).toHaveLength(1);
    expect(crm.committed).toHaveLength(0);
  });

  it('a delegation lends the right to decide while it lasts, and not a day longer', async () => {
    const people = {
      carl: { name: 'Carl', roles: ['controller'], delegations: [{ to: 'olivia', from: '2024-05-10', until: '2024-05-17' }] },
      olivia: { name: 'Olivia', roles: ['operations'] },
    };
    const { rig, crm } = await rigOver(delayed(), { config: { people } });
    await tell(rig);
    const [approval] = await waiting(rig);
    rig.clock.set('2024-05-18T00:00:01.000Z');
    const late = rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, olivia);
    await expect(late).rejects.toMatchObject({ code: 'auth.forbidden' });
    rig.clock.set('2024-05-17T20:00:00.000Z');
    expect((await rig.services.approvals.get(approval?.id ?? '', olivia)).may).toContain('approve');
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, olivia);
    await rig.core.worker.drain();
    expect(crm.committed).toHaveLength(3);
  });

  it('two approvers at once: one wins, the other gets a conflict, the commit runs once', async () => {
    const { rig, crm } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    const both = await Promise.allSettled(
      [carl, cora].map((by) =>
        rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, by),
      ),
    );
    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    await rig.core.worker.drain();
    expect(crm.committed).toHaveLength(3);
  });

  it('the person who made the change in the ERP cannot approve it', async () => {
    const data = delayed();
    data.orders = [order({ items: [item({ confirmedOn: '2024-05-30' })], changedBy: 'CCASTLE' })];
    const { rig } = await rigOver(data, {
      config: {
        people: { carl: { name: 'Carl', roles: ['controller'], users: { erp: 'CCASTLE' } }, cora: { name: 'Cora', roles: ['controller'] } },
      },
    });
    await tell(rig);
    const [approval] = await waiting(rig);
    await expect(
      rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, carl),
    ).rejects.toMatchObject({ code: 'approval.not_allowed' });
  });

  it('the record changes between approval and commit: the field of the diff moved, so it is asked again', async () => {
    const { rig, crm } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    crm.put('Opportunity', '006000000000001AAA', { ERP_Order_Status__c: 'On hold by phone' });
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, carl);
    await rig.core.worker.drain();
    expect(crm.committed).toHaveLength(0);
    const open = await waiting(rig);
    expect(open).toHaveLength(1);
    expect(open[0]?.proposalHash).not.toBe(approval?.proposalHash);
  });

  it('another field of the record changes: the write is rebased, recorded and applied', async () => {
    const { rig, crm } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    crm.put('Opportunity', '006000000000001AAA', { Amount: 5 });
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, carl);
    await rig.core.worker.drain();
    expect(crm.committed).toHaveLength(3);
    expect(await rig.storage.audit.list({ action: 'effect.rebased', limit: 5 })).toHaveLength(1);
  });
});
