import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { differences, explained, keyOf, summary, type Snapshot } from '../../graphs/integrity/decide.ts';
import { gone, unseen } from '../../graphs/integrity/gone.ts';
import { Mapping } from '../../graphs/integrity/mapping.ts';

const written = (id: string): unknown => parse(readFileSync(join(import.meta.dirname, `../../graphs/${id}/mapping.yaml`), 'utf8'));
const mapping = Mapping.parse(written('integrity'));

const account = { id: 'A1', customer: '100', hasName: true, country: 'Germany', currency: 'EUR', paymentTerms: 'Net 30', ownerId: 'U1' };
const customer = { id: '100', hasName: true, country: 'DE', currency: 'EUR', paymentTerms: 'NT30' };
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const deal = { id: 'D1', order: 'SO-1', isWon: true, amount: euros('1000.00'), erpStatus: 'Shipped', accountId: 'A1', ownerId: 'U1' };
const order = { net: euros('1000.00'), status: 'shipped' } as const;
const one = { id: 'C1', document: '8000001', isClosed: true, accountId: 'A1' };

const snapshot = (given: Partial<Snapshot> = {}): Snapshot => ({
  accounts: [{ account, customer }],
  deals: [{ deal, order }],
  cases: [{ one, document: { isCompleted: true } }],
  isComplete: true,
  ...given,
});
const found = (given: Partial<Snapshot>) => differences(snapshot(given), mapping).map(({ kind, field, repair }) => [kind, field, repair]);

describe('both systems', () => {
  it('that say the same in their own words have no difference', () => {
    expect(differences(snapshot(), mapping)).toEqual([]);
  });

  it.each([
    ['currency', { currency: 'USD' }, 'EUR'],
    ['currency', { currency: undefined }, 'EUR'],
    ['paymentTerms', { paymentTerms: 'Net 60' }, 'NT30'],
    ['paymentTerms', { paymentTerms: undefined }, 'NT30'],
    ['country', { country: 'France' }, undefined],
    ['name', { hasName: false }, undefined],
  ] as const)('differ in the %s of an account, and the master says whether it can be repaired', (field, given, repair) => {
    expect(found({ accounts: [{ account: { ...account, ...given }, customer }] })).toEqual([['account', field, repair]]);
  });

  it('that write payment terms alike which nobody mapped have no difference', () => {
    const terms = { paymentTerms: 'ZB77' };
    expect(found({ accounts: [{ account: { ...account, ...terms }, customer: { ...customer, ...terms } }] })).toEqual([]);
    expect(found({ accounts: [{ account: { ...account, ...terms }, customer }] })).toEqual([['account', 'paymentTerms', 'NT30']]);
  });

  it('differ where the ERP does not have what the CRM names', () => {
    const none = undefined;
    expect(found({ accounts: [{ account, customer: none }] })).toEqual([['account', 'document', undefined]]);
    expect(found({ deals: [{ deal, order: none }] })).toEqual([['deal', 'document', undefined]]);
    expect(found({ cases: [{ one, document: none }] })).toEqual([['case', 'document', undefined]]);
  });

  it('differ in the status of an order, which the ERP is master of', () => {
    expect(found({ deals: [{ deal: { ...deal, erpStatus: 'Open' }, order }] })).toEqual([['deal', 'status', 'Shipped']]);
  });

  it('differ in the amount of a won deal beyond the tolerance, or in its currency; an open or rejected one has no amount to keep', () => {
    const off = { ...deal, amount: euros('1010.01') };
    expect(found({ deals: [{ deal: off, order }] })).toEqual([['deal', 'amount', undefined]]);
    expect(found({ deals: [{ deal: { ...deal, amount: euros('1010.00') }, order }] })).toEqual([]);
    expect(found({ deals: [{ deal: { ...deal, amount: { amount: '1000.00', currency: 'USD' } }, order }] })).toHaveLength(1);
    expect(found({ deals: [{ deal: { ...off, isWon: false }, order }] })).toEqual([]);
    expect(found({ deals: [{ deal: { ...off, erpStatus: 'Rejected' }, order: { ...order, status: 'rejected' } }] })).toEqual([]);
  });

  it('differ in what is done: a closed case with an open service order, and the other way round; a return does not say', () => {
    expect(found({ cases: [{ one, document: { isCompleted: false } }] })).toEqual([['case', 'completion', undefined]]);
    expect(found({ cases: [{ one: { ...one, isClosed: false }, document: { isCompleted: true } }] })).toHaveLength(1);
    expect(found({ cases: [{ one, document: { isCompleted: undefined } }] })).toEqual([]);
  });
});

describe('a report', () => {
  const edited = { ...deal, erpStatus: 'Open', changedAt: '2026-03-01T10:00:00Z', changedBy: 'U1' };
  const changed = { ...order, changedAt: '2026-03-04T10:00:00Z', changedBy: 'OORTEGA' };
  const [late] = differences(snapshot({ deals: [{ deal: edited, order: changed }] }), mapping);

  it('tells the last change of either side and who made it', () => {
    expect(late && explained(late)).toBe('Order status: the CRM says Open, the ERP Shipped. Last changed on 2026-03-04 by user OORTEGA');
  });

  it('knows a difference again by its key, which fits its field', () => {
    expect(late && keyOf(late)).toBe('deal/D1/status');
    expect(`account/${'0'.repeat(18)}/paymentTerms`.length).toBeLessThanOrEqual(60);
  });

  it('sums up kinds, ages, what can be repaired and what is not in it', () => {
    const text = summary(late ? [late, late] : [], { reported: 1, gone: 0, isComplete: false, isOwned: true, today: '2026-03-10' });
    expect(text.split('\n')).toEqual([
      '2 differences between CRM and ERP.',
      'deal: Order status: 2',
      'The oldest stands since 6 days.',
      '2 can be repaired from the ERP and are proposed for approval; the rest is for people.',
      '1 of them are recorded; the others follow when these are gone.',
      'A bound was reached before everything was read; raise it in the mapping.',
    ]);
    expect(summary(late ? [late] : [], { reported: 1, gone: 0, isComplete: true, isOwned: false, today: '2026-03-10' })).toContain(
      'None of these records has an owner',
    );
  });
});

describe('a difference on record', () => {
  const onRecord = (key: string) => ({ id: `V-${key}`, key });
  const left = (key: string, given: Partial<Snapshot> = {}, unlinked: readonly string[] = []) =>
    gone([onRecord(key)], {
      snapshot: snapshot(given),
      found: differences(snapshot(given), mapping),
      unlinked: new Set(unlinked),
    }).map((each) => each.key);

  it('is gone where its record was compared and it was not found again', () => {
    expect(left('account/A1/currency')).toEqual(['account/A1/currency']);
    expect(left('deal/D1/status')).toEqual(['deal/D1/status']);
    expect(left('case/C1/completion')).toEqual(['case/C1/completion']);
    expect(left('account/A1/currency', { accounts: [{ account: { ...account, currency: 'USD' }, customer }] })).toEqual([]);
  });

  it('stays where its record was not compared, unless that is linked no more', () => {
    expect(left('deal/D9/status')).toEqual([]);
    expect(left('deal/D9/status', {}, ['deal/D9'])).toEqual(['deal/D9/status']);
    expect(left('account/A9/currency')).toEqual(['account/A9/currency']);
    expect(left('account/A9/currency', { isComplete: false })).toEqual([]);
  });

  it('of another workflow is none of ours', () => {
    for (const key of ['close/2026-05/EUR/won-bookings', 'SO-1/missing-invoice', 'SO-1/partial-payment/90000001'])
      expect(left(key)).toEqual([]);
  });

  it('is looked at by itself where its deal or case is out of sight, each once', () => {
    const open = ['deal/D9/status', 'deal/D9/amount', 'case/C9/document', 'deal/D1/status', 'account/A9/name'].map(onRecord);
    expect(unseen(open, snapshot())).toEqual([
      { kind: 'deal', record: 'D9' },
      { kind: 'case', record: 'C9' },
    ]);
  });
});

describe('the last editor of an account’s difference', () => {
  it('is the ERP’s where its customer was changed after the account', () => {
    const edited = {
      account: { ...account, currency: 'USD', changedAt: '2026-05-01T10:00:00Z', changedBy: '005U1' },
      customer: { ...customer, changedAt: '2026-05-03T08:30:00Z', changedBy: 'KMEYER' },
    };
    expect(differences(snapshot({ accounts: [edited] }), mapping)).toMatchObject([{ since: '2026-05-03', by: 'KMEYER' }]);
    const before = { ...edited, customer: { ...edited.customer, changedAt: '2026-04-30T08:30:00Z' } };
    expect(differences(snapshot({ accounts: [before] }), mapping)).toMatchObject([{ since: '2026-05-01', by: '005U1' }]);
  });
});

describe('the deal an order carries', () => {
  const carrying = { ...mapping, ordersCarryDeals: true };
  const links = (deals: Snapshot['deals']) =>
    differences(snapshot({ deals }), carrying).map(({ field, record, repair, explanation }) => [field, record, repair, explanation]);

  it('is no matter where no field for it is set up', () => {
    expect(found({ deals: [{ deal, order }] })).toEqual([]);
  });

  it('is its own, in its field or as the customer’s reference', () => {
    expect(links([{ deal, order: { ...order, deal: 'D1' } }])).toEqual([]);
    expect(links([{ deal, order: { ...order, reference: 'D1' } }])).toEqual([]);
  });

  it('is written where the order names none, and left to a person where it names another or several deals name it', () => {
    expect(links([{ deal, order }])).toEqual([['link', 'D1', 'D1', 'Link: the order does not name its deal']]);
    const other = { ...order, deal: 'D7' };
    expect(links([{ deal, order: other }])).toEqual([
      ['link', 'D1', undefined, 'Link: the order names deal D7, and this one names the order'],
    ]);
    expect(
      links([
        { deal, order },
        { deal: { ...deal, id: 'D2' }, order },
      ]).map(([, record, repair]) => [record, repair]),
    ).toEqual([
      ['D1', undefined],
      ['D2', undefined],
    ]);
  });
});
