import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { WriteRequest } from '../../../../src/contracts/ports.ts';
import { connected, newKey } from './connection.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function connect(...options: Parameters<typeof connected>) {
  const made = await connected(...options);
  open.push(made);
  const about = await made.idOf('Opportunity', "ERP_Order_Id__c = '4711'");
  const { body } = await made.soql('SELECT Id, Email FROM Contact WHERE HasOptedOutOfEmail = false AND Email != null ORDER BY Id LIMIT 1');
  const [contact] = body.records;
  const mail = (change: WriteRequest['fields'] = {}): WriteRequest => ({
    operation: 'create',
    target: { type: 'EmailMessage' },
    fields: {
      RecipientId: contact.Id,
      RelatedToId: about,
      ToAddress: contact.Email,
      Subject: 'Your order 4711: shipped',
      TextBody: 'Hello {!Contact.Name} @{record.id}',
      ...change,
    },
    key: newKey(),
  });
  const sent = async () => (await made.soql('SELECT Subject, ToAddress, TextBody, Status FROM EmailMessage')).body.records;
  const fault = (kind: 'rate-limit' | 'lost-after-commit' | 'reset-before', path: RegExp) =>
    made.sandbox.faults.add({ kind, face: 'salesforce', method: 'POST', path, times: 1 });
  return { ...made, contact: String(contact.Id), mail, sent, fault };
}

describe('a mail by the CRM', () => {
  it('goes to the contact as it was approved, with a reference by which it is found', async () => {
    const { crm, mail, sent } = await connect();
    const request = mail();
    const outcome = await crm.writer.send(request);
    expect(outcome).toMatchObject({ kind: 'applied', receipt: { status: 200, id: expect.stringMatching(/^02s/) } });
    const reference = `[CS-${request.key.slice(-10)}]`;
    expect(await sent()).toMatchObject([
      {
        Subject: `Your order 4711: shipped ${reference}`,
        ToAddress: request.fields['ToAddress'],
        TextBody: 'Hello {!Contact.Name} @{record.id}',
        Status: '3',
      },
    ]);
    expect(await crm.writer.lookup(request)).toMatchObject({ kind: 'found' });
    // A worker that finds it in doubt knows its key alone.
    expect(await crm.writer.lookup({ ...request, fields: {} })).toMatchObject({ kind: 'found' });
  });

  it('sent again is refused by its marker, whoever sends it', async () => {
    const { crm, mail, sent } = await connect();
    const request = mail();
    expect(crm.writer.refusesSecond(request)).toBe(true);
    await crm.writer.send(request);
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'duplicate' });
    expect(await sent()).toHaveLength(1);
  });

  it.each([
    ['opted out', { HasOptedOutOfEmail: true }, 'RECIPIENT_OPTED_OUT'],
    ['moved', { Email: 'elsewhere@example.com' }, 'RECIPIENT_MOVED'],
    ['lost their address', { Email: null }, 'RECIPIENT_MOVED'],
  ])('to a contact who %s since the decision is refused before anything is sent', async (_title, change, code) => {
    const { crm, mail, sent, call, contact } = await connect();
    const request = mail();
    await call('PATCH', `/sobjects/Contact/${contact}`, change);
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'refused', code });
    expect(await sent()).toEqual([]);
    expect(await crm.writer.lookup(request)).toEqual({ kind: 'absent' });
  });

  it('to a contact who is not there any more is refused', async () => {
    const { crm, mail, call, contact } = await connect();
    const request = mail();
    const { status } = await call('DELETE', `/sobjects/Contact/${contact}`);
    expect(status).toBe(204);
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'refused', code: 'RECIPIENT_LEFT' });
  });

  it.each([
    ['a subject of two lines', { Subject: 'Hello\r\nBcc: all@example.com' }],
    ['several addresses', { ToAddress: 'a@example.com, b@example.com' }],
    ['a recipient that is no record', { RecipientId: "003' OR Name != '" }],
  ])('with %s is refused before anything is asked', async (_title, change) => {
    const { crm, mail, sandbox } = await connect();
    expect(await crm.writer.send(mail(change))).toMatchObject({ kind: 'refused', code: 'INVALID_MAIL' });
    expect(sandbox.requests.effects({ face: 'salesforce' })).toEqual([]);
  });

  it.each([
    ['takes its marker back', 5_000],
    ['that cannot take its marker back in time goes on with it', 400],
  ])('told to wait, one %s is sent later, once', async (_title, deadlineMs) => {
    const { crm, mail, sent, fault } = await connect({ deadlineMs });
    const request = mail();
    fault('rate-limit', /emailSimple/);
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'deferred' });
    if (deadlineMs > 1_000) expect(await crm.writer.lookup(request)).toEqual({ kind: 'absent' });
    else await delay(1_100);
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'applied' });
    expect(await sent()).toHaveLength(1);
  });

  it('whose answer is lost is in doubt and found; one whose request was lost is a person’s', async () => {
    const { crm, mail, sent, fault } = await connect();
    const [answered, unheard] = [mail(), mail()];
    fault('lost-after-commit', /emailSimple/);
    expect(await crm.writer.send(answered)).toMatchObject({ kind: 'uncertain' });
    expect(await crm.writer.lookup(answered)).toMatchObject({ kind: 'found' });
    fault('reset-before', /emailSimple/);
    expect(await crm.writer.send(unheard)).toMatchObject({ kind: 'uncertain' });
    expect(await crm.writer.lookup(unheard)).toEqual({ kind: 'ambiguous', count: 0 });
    expect(await sent()).toHaveLength(1);
  });

  it('without a marker is found by its reference and never sent again by itself', async () => {
    const { crm, mail } = await connect({ idempotency: 'lookup' });
    const request = mail();
    expect(crm.writer.refusesSecond(request)).toBe(false);
    expect(await crm.writer.lookup(request)).toEqual({ kind: 'absent' });
    await crm.writer.send(request);
    expect(await crm.writer.lookup(request)).toMatchObject({ kind: 'found' });
  });

  it('of an API user without the right to send is refused', async () => {
    const { crm, mail, sent } = await connect({}, { denied: ['EmailMessage.create'] });
    expect(await crm.writer.send(mail())).toMatchObject({ kind: 'refused' });
    expect(await sent()).toEqual([]);
  });
});
