import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { startMailServer } from '../support/mail-server.ts';

const ada = { id: 'person:ada', name: 'Ada Adler', roles: ['admin'] };
const cora = { id: 'person:cora', name: 'Cora Cole', roles: ['controller'] };
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function company(way: Record<string, unknown>, automatic: readonly string[] = []): Promise<CompanyRig> {
  const rig = await openCompanyRig({
    config: {
      connections: {
        mail: { vendor: 'smtp', from: 'orders@norwick.example', fromName: 'Norwick', customers: true, deadlineMs: 2_000, ...way },
      },
      systems: { mail: 'mail' },
      channels: { customers: { kind: 'customers', by: 'mail' } },
      workflows: { 'customer-notify': { mapping: { automatic } } },
    },
  });
  open.push(rig);
  return rig;
}
async function ask(rig: CompanyRig, order: string) {
  const { runIds } = await rig.services.runs.start('customer-notify', order, ada);
  await rig.settle();
  return (await rig.services.runs.get(runIds[0] ?? '', people.olivia)).run;
}
const waiting = async (rig: CompanyRig) =>
  (await rig.services.approvals.list({ limit: 10, status: 'waiting' }, people.carl)).items.find(
    (each) => each.workflow === 'customer-notify',
  );
async function approve(rig: CompanyRig) {
  const approval = await waiting(rig);
  await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, cora);
  await rig.settle();
}
const notes = async (rig: CompanyRig, order: string) => {
  const [deal] = await rig.query(`SELECT Id FROM Opportunity WHERE ERP_Order_Id__c = '${order}'`);
  return (await rig.query(`SELECT Body FROM FeedItem WHERE ParentId = '${String(deal?.['Id'])}'`)).map(({ Body }) => String(Body));
};

it('the mail server sends what a person made of it, once, and the timeline quotes that and not the draft', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-letters-'));
  open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
  const rig = await company({ folder });
  expect(await ask(rig, 'SO-78932')).toMatchObject({ status: 'awaiting_approval' });
  const approval = await waiting(rig);
  const view = await rig.services.approvals.get(approval?.id ?? '', people.carl);
  // What a screen shows of a write is what the tool's schema let through, and that is JSON.
  const input = view.writes.find(({ slot }) => slot === 'mail')?.input as Record<string, string>;
  const text = 'Guten Tag Herr Hoffmeister,\n.\nIhre Ware ist unterwegs, Überraschung inklusive.';
  await rig.services.approvals.decide(
    approval?.id ?? '',
    { verdict: 'edit', hash: approval?.proposalHash ?? '', slot: 'mail', input: { ...input, text } },
    people.carl,
  );
  await approve(rig);
  const letters = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(letters).toHaveLength(1);
  expect(letters[0]).toContain('To: <stefan.hoffmeister@halvorsen.example>\r\n');
  expect(letters[0]).toContain('Subject: Ihre Bestellung SO-78932: versandt\r\n');
  expect(letters[0]).toContain('Content-Language: de\r\n');
  expect(letters[0]).toContain('=C3=9Cberraschung');
  expect(await notes(rig, 'SO-78932')).toEqual([`Mail to Stefan Hoffmeister (de): Ihre Bestellung SO-78932: versandt\n\n${text}`]);
  expect(await ask(rig, 'SO-78932')).toMatchObject({ outcome: 'unchanged' });
  expect(readdirSync(folder)).toHaveLength(1);
});

it('a mail server that hangs up after the mail leaves it in doubt: a person looks, and it is not sent again', async () => {
  const server = await startMailServer({ hangUpAfterData: true });
  open.push(server);
  const rig = await company({ server: { host: '127.0.0.1', port: server.port, security: 'none' }, deadlineMs: 50 });
  await ask(rig, 'SO-78919');
  await approve(rig);
  expect(server.received).toHaveLength(1);
  expect(server.received[0]?.to).toEqual(['marcus.maddox@orvanta.example']);
  const { items } = await rig.services.exceptions.list({ limit: 5 }, people.olivia);
  expect(items).toMatchObject([{ code: 'effect.uncertain', details: { slot: 'mail' } }]);
  expect(await notes(rig, 'SO-78919')).toEqual([]);
});

it('a mail connection that may not write to customers sends nothing and says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-letters-'));
  open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
  const rig = await company({ folder, customers: false });
  await ask(rig, 'SO-78919');
  await approve(rig);
  expect(readdirSync(folder)).toEqual([]);
  const { items } = await rig.services.exceptions.list({ limit: 5 }, people.olivia);
  expect(items.map(({ code }) => code)).toEqual(['effect.refused']);
});

it('good news the mapping names goes without a person; a delay never does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-letters-'));
  open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
  const rig = await company({ folder }, ['confirmed', 'delayed']);
  expect(await ask(rig, 'SO-78924')).toMatchObject({ status: 'done', outcome: 'applied' });
  expect(readdirSync(folder)).toHaveLength(1);
  expect(await ask(rig, 'SO-78936')).toMatchObject({ status: 'awaiting_approval' });
  expect(await ask(rig, 'SO-78919')).toMatchObject({ status: 'awaiting_approval' });
  expect(readdirSync(folder)).toHaveLength(1);
});

it('a customer who says no while the mail server asks to wait gets nothing, even of what goes by itself', async () => {
  const answers: Record<string, string> = { MAIL: '451 4.7.1 later' };
  const server = await startMailServer({ answers });
  open.push(server);
  const rig = await company({ server: { host: '127.0.0.1', port: server.port, security: 'none' } }, ['confirmed']);
  const { runIds } = await rig.services.runs.start('customer-notify', 'SO-78924', ada);
  await rig.core.worker.drain();
  const [contact] = await rig.query("SELECT Id FROM Contact WHERE Email = 'joaquin.fuentes@ferrocor.example'");
  await rig.inCrm('Contact', { HasOptedOutOfEmail: true }, String(contact?.['Id']));
  delete answers['MAIL'];
  // It would be tried again in a minute.
  rig.storage.databases.main.exec(`UPDATE runs SET available_at = '2024-01-01T00:00:00.000Z' WHERE status = 'waiting'`);
  await rig.settle();
  expect(server.received).toEqual([]);
  expect((await rig.services.runs.get(runIds[0] ?? '', people.olivia)).run).toMatchObject({ status: 'done', outcome: 'applied' });
  const told = await rig.query("SELECT Description FROM Task WHERE Subject LIKE 'The customer was not told%'");
  expect(told).toMatchObject([{ Description: expect.stringContaining('wants no e-mail') }]);
});
