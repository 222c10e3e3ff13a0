import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig({ erp: { settleMs: 300 }, crm: { settleDelayMs: 300 } });
});
afterAll(() => rig.close());

type Fields = Record<string, string | boolean | null>;
const maren = { FirstName: 'Maren', LastName: 'Holt', Email: 'maren.holt@larkspur.example', Phone: '+49 40 5550 123' };
const account = (Name: string) => rig.inCrm('Account', { Name, BillingCountry: 'DE', CurrencyIsoCode: 'EUR' });
const contactIn = (AccountId: string, fields: Fields = {}) => rig.inCrm('Contact', { AccountId, ...maren, ...fields });
const tell = (id: string) => rig.tell('account.changed', { connection: 'crm', type: 'Account', id });
const start = async (workflow: string, id: string): Promise<string> => {
  const [run = ''] = (await rig.services.runs.start(workflow, id, people.olivia)).runIds;
  await rig.settle();
  return run;
};
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const contact = async (id: string) =>
  (await rig.query(`SELECT FirstName, Email, Phone, HasOptedOutOfEmail, AccountId, Merged_Into__c FROM Contact WHERE Id = '${id}'`))[0] ??
  {};
const contactOf = async (caseId: string) => (await rig.query(`SELECT ContactId FROM Case WHERE Id = '${caseId}'`))[0]?.['ContactId'];
const waiting = async (about: string) =>
  (await rig.services.approvals.list({ limit: 100, status: 'waiting' }, people.carl)).items.filter(({ title }) => title.includes(about));
async function decide(about: string, verdict: 'approve' | 'reject'): Promise<void> {
  const [approval] = await waiting(about);
  const hash = approval?.proposalHash ?? '';
  const word = verdict === 'approve' ? { verdict, hash } : { verdict, hash, reason: 'father and son' };
  await rig.services.approvals.decide(approval?.id ?? '', word, people.carl);
  await rig.settle();
}

describe('two contacts of one person', () => {
  it(
    'are proposed to become one when their account is looked at, once, and are one when somebody agreed; and two again',
    { timeout: 60_000 },
    async () => {
      const firm = await account('Juniper Metalworks GmbH');
      const first = await contactIn(firm, { Phone: null });
      const second = await contactIn(firm, { HasOptedOutOfEmail: true });
      const question = await rig.inCrm('Case', { AccountId: firm, ContactId: second, Status: 'New', Subject: 'Where is it?' });
      const before = [await contact(first), await contact(second)];
      await tell(firm);
      await tell(firm);
      await tell(firm);
      const about = `Merge contact ${second} into contact ${first}`;
      expect(await waiting(about)).toHaveLength(1);
      const [approval] = await waiting(about);
      const proposal = await rig.storage.proposals.get(approval?.proposalId ?? '');
      expect(proposal?.reasons).toEqual(expect.arrayContaining(['1 × Case moves to it', 'it opts out of e-mail, as the other one did']));
      // Both have the same name, compared where it is.
      expect(proposal?.reasons.join()).not.toContain('differ');
      expect(JSON.stringify(proposal)).not.toMatch(/Holt|Maren|5550/);
      await decide(about, 'approve');
      expect(await contact(first)).toMatchObject({ Phone: maren.Phone, HasOptedOutOfEmail: true, AccountId: firm });
      expect(await contact(second)).toMatchObject({ AccountId: null, Merged_Into__c: first, Email: maren.Email });
      expect(await contactOf(question)).toBe(first);
      await start('contact-unmerge', second);
      await decide(`Take contact ${second} out`, 'approve');
      expect([await contact(first), await contact(second)]).toEqual(before);
      expect(await contactOf(question)).toBe(second);
      expect(await run(await start('contact-unmerge', second))).toMatchObject({ outcome: 'this contact is not merged' });
    },
  );

  it('stay two where somebody said no, and nobody is asked again by the next look', async () => {
    const firm = await account('Kestrel Metalworks GmbH');
    const first = await contactIn(firm);
    const second = await contactIn(firm);
    await tell(firm);
    await decide(`Merge contact ${second} into contact ${first}`, 'reject');
    await tell(firm);
    await tell(firm);
    expect(await waiting(`contact ${second}`)).toEqual([]);
    expect(await contact(second)).toMatchObject({ AccountId: firm, Merged_Into__c: null });
  });

  it('are found by name where nobody says which the other is, whichever of the two is asked about', async () => {
    const firm = await account('Lavender Metalworks GmbH');
    const first = await contactIn(firm);
    const second = await contactIn(firm);
    const alone = await contactIn(firm, { FirstName: 'Chidi', LastName: 'Okonkwo', Email: 'c.okonkwo@lavender.example', Phone: null });
    expect(await run(await start('contact-merge', first))).toMatchObject({
      outcome: 'this contact stays; that the other one is merged into it is proposed there',
    });
    expect(await waiting(`Merge contact ${second} into contact ${first}`)).toHaveLength(1);
    expect(await run(await start('contact-merge', alone))).toMatchObject({ outcome: 'no other contact of the account is like it' });
  });
});

describe('a merged contact', () => {
  it('is written to no more: a deal it has a role on goes by the contacts of its account', async () => {
    const firm = await account('Marigold Metalworks GmbH');
    const first = await contactIn(firm);
    const second = await contactIn(firm);
    const deal = await rig.inCrm('Opportunity', { AccountId: firm, Name: 'Drives', StageName: 'Prospecting', CloseDate: '2026-12-31' });
    await rig.inCrm('OpportunityContactRole', { OpportunityId: deal, ContactId: second, IsPrimary: true });
    const listed = async () =>
      (await rig.core.flow.connection('crm').ports.contacts?.listForOpportunity(deal, firm))?.map(({ id }) => id).toSorted();
    expect(await listed()).toEqual([first, second].toSorted());
    await start('contact-merge', second);
    await decide(`Merge contact ${second} into contact ${first}`, 'approve');
    expect(await listed()).toEqual([first]);
  });

  it('whose merge is not on record is not guessed at', async () => {
    const firm = await account('Nettle Metalworks GmbH');
    const first = await contactIn(firm);
    const second = await contactIn(firm, { Merged_Into__c: first });
    const started = await start('contact-unmerge', second);
    const [exception] = (await rig.services.exceptions.list({ limit: 100 }, people.olivia)).items.filter(({ runId }) => runId === started);
    expect(exception).toMatchObject({ code: 'data.missing', details: { field: 'Merged_Into__c' } });
  });
});
