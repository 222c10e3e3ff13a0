import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decide, type Pair } from '../../graphs/customer-merge/decide.ts';
import { Mapping } from '../../graphs/customer-merge/mapping.ts';
import { undo } from '../../graphs/customer-unmerge/decide.ts';
import type { EarlierProposal } from '../../src/flow/index.ts';
import type { AccountMaster } from '../../src/index.ts';

const mapping = Mapping.parse(parse(readFileSync(join(import.meta.dirname, '../../graphs/customer-merge/mapping.yaml'), 'utf8')));
const account = (id: string, given: Partial<AccountMaster> = {}): AccountMaster => ({
  ref: { connection: 'crm', type: 'Account', id, changedAt: '2026-01-01T00:00:00Z' },
  id,
  name: '<ORG_1>',
  country: 'Germany',
  createdAt: '2026-01-01T00:00:00Z',
  ...given,
});
const kept = (given: Partial<AccountMaster> = {}): AccountMaster => account('A1', { erpCustomerId: '100', phone: '<PHONE_1>', ...given });
const pair = (given: Partial<Pair> = {}): Pair => ({
  account: account('B1'),
  other: kept(),
  children: [],
  more: false,
  standing: undefined,
  same: new Set<string>(),
  ...given,
});
const merged = (given: Partial<Pair>, map: Mapping = mapping) => {
  const decision = decide(pair(given), map);
  if (decision.kind !== 'merge') throw new Error(`it is ${decision.kind}: ${JSON.stringify(decision)}`);
  return decision;
};
const reviewing = (field: string): Mapping => ({ ...mapping, fields: { ...mapping.fields, [field]: 'review' } });
const newest = (field: string): Mapping => ({ ...mapping, fields: { ...mapping.fields, [field]: 'newest' } });
const newer = { ref: { connection: 'crm', type: 'Account', id: 'B1', changedAt: '2026-02-01T00:00:00Z' } };

describe('which of two accounts stays', () => {
  it.each([
    ['the one the ERP knows', account('B1'), kept(), 'merge'],
    ['the one the ERP knows, also where the run is about it', account('B1', { erpVendorId: '7' }), account('A1'), 'other-way-round'],
    ['the older of two alike', account('B1', { createdAt: '2026-03-01T00:00:00Z' }), account('A1'), 'merge'],
    [
      'the older of two alike, also where the run is about it',
      account('B1', { createdAt: '2025-03-01T00:00:00Z' }),
      account('A1'),
      'other-way-round',
    ],
    ['one whose age is known', account('B1'), { ...account('A1'), createdAt: undefined }, 'other-way-round'],
    ['the lower id of two of one age', account('B1'), account('A1'), 'merge'],
  ] as const)('%s', (_, one, other, kind) => expect(decide(pair({ account: one, other }), mapping).kind).toBe(kind));

  it('is said with the reason', () => {
    expect(merged({}).reasons[0]).toBe('account A1 stays because the ERP knows it as 100');
    expect(merged({ other: account('A1', { createdAt: '2025-01-01T00:00:00Z' }) }).reasons[0]).toBe(
      'account A1 stays because it is the older one',
    );
  });
});

describe('what keeps two accounts apart', () => {
  it.each([
    ['an account and itself', { other: account('B1') }, 'nothing'],
    ['one that is merged already', { account: account('B1', { mergedIntoId: 'A9' }) }, 'nothing'],
    ['one whose other is merged itself', { other: kept({ mergedIntoId: 'A9' }) }, 'problem'],
    ['one that stands above the other', { account: account('B1', { parentId: 'A1' }) }, 'problem'],
    ['one that stands below the other', { other: kept({ parentId: 'B1' }) }, 'problem'],
    ['one to which too much belongs', { more: true }, 'problem'],
  ] as const)('%s', (_, given, kind) => expect(decide(pair(given), mapping).kind).toBe(kind));

  it('names the field and what to do', () => {
    expect(decide(pair({ other: kept({ mergedIntoId: 'A9' }) }), mapping)).toMatchObject({
      problem: {
        code: 'link.ambiguous',
        field: 'Merged_Into__c',
        message: 'Account A1 is merged into A9 itself; merge this account with that one',
      },
    });
  });
});

describe('the golden record', () => {
  it('takes from the merged account what the kept one leaves empty', () => {
    const { fields, reasons } = merged({ account: account('B1', { email: '<EMAIL_1>', taxId: '<TAX_1>', phone: '<PHONE_1>' }) });
    expect(fields).toEqual({ email: '<EMAIL_1>', taxId: '<TAX_1>' });
    expect(reasons).toContain('it takes email, taxId, which it leaves empty');
  });

  it('keeps what both say differently, unless the mapping says the newest counts', () => {
    const both = { account: account('B1', { phone: '<PHONE_2>', ...newer }) };
    expect(merged(both)).toMatchObject({ fields: {}, tags: ['merge'] });
    expect(merged(both).reasons).toContain('phone differs; the mapping says whose counts');
    expect(merged(both, newest('phone')).fields).toEqual({ phone: '<PHONE_2>' });
    expect(merged({ account: account('B1', { phone: '<PHONE_2>' }) }, newest('phone')).fields).toEqual({});
  });

  it('knows what says the same by having it compared: tokens of two accounts never do', () => {
    const two = {
      account: account('B1', { name: '<ORG_2>', phone: '<PHONE_2>', street: '<ADDRESS_1>' }),
      other: kept({ street: '<ADDRESS_2>' }),
    };
    expect(merged(two).reasons).toContain('name, phone, address differ; the mapping says whose counts');
    const same = new Set(['name', 'phone', 'address']);
    const found = merged({ ...two, same }, { ...reviewing('phone'), fields: { ...mapping.fields, name: 'review', address: 'review' } });
    expect([found.fields, found.tags]).toEqual([{}, ['merge']]);
    expect(found.reasons.some((reason) => reason.includes('differ'))).toBe(false);
    // What the kept one leaves empty is taken all the same.
    expect(merged({ account: account('B1', { email: '<EMAIL_1>' }), same: new Set(['email']) }).fields).toEqual({ email: '<EMAIL_1>' });
  });

  it('leaves to a person what nobody is master of', () => {
    const { fields, tags, reasons } = merged({ account: account('B1', { phone: '<PHONE_2>' }) }, reviewing('phone'));
    expect([fields, tags]).toEqual([{}, ['merge', 'conflict']]);
    expect(reasons).toContain('phone differs and nobody is master; what the kept account says stays');
  });

  it('takes an address as a whole or not at all', () => {
    const address = { street: '<ADDRESS_1>', city: '<ADDRESS_2>', country: 'Austria' };
    expect(merged({ account: account('B1', address) }).fields).toEqual(address);
    expect(merged({ account: account('B1', address), other: kept({ city: '<ADDRESS_9>' }) }).fields).toEqual({});
    const full = kept({ street: '<ADDRESS_7>', city: '<ADDRESS_8>', postalCode: '<ADDRESS_9>' });
    expect(merged({ account: account('B1', { ...address, ...newer }), other: full }, newest('address')).fields).toEqual({
      ...address,
      postalCode: null,
    });
    expect(merged({ account: account('B1', address), other: full }, reviewing('address')).tags).toContain('conflict');
  });
});

describe('what the ERP has', () => {
  it('moves with the account where the kept one has none', () => {
    const given = { account: account('B1', { erpVendorId: '200' }) };
    expect(merged(given)).toMatchObject({ numbers: { vendor: '200' }, block: undefined });
  });

  it.each([
    ['is blocked where nothing of it is open', { openOrders: 0, openInvoices: 0, isBlocked: false }, mapping, '200'],
    ['stays open while an order is', { openOrders: 1, openInvoices: 0, isBlocked: false }, mapping, undefined],
    ['stays open while an invoice is', { openOrders: 0, openInvoices: 2, isBlocked: false }, mapping, undefined],
    ['is not blocked twice', { openOrders: 0, openInvoices: 0, isBlocked: true }, mapping, undefined],
    [
      'stays open where the mapping says so',
      { openOrders: 0, openInvoices: 0, isBlocked: false },
      { ...mapping, blockCustomer: false },
      undefined,
    ],
  ] as const)('twice: the second customer %s', (_, standing, map, block) => {
    const decision = merged({ account: account('B1', { erpCustomerId: '200', createdAt: '2026-05-05T00:00:00Z' }), standing }, map);
    expect(decision.block).toBe(block);
    expect(decision.reasons.some((reason) => reason.startsWith('the ERP has the company twice, as customer 100 and 200'))).toBe(true);
  });
});

describe('what belongs to the account', () => {
  it('moves with it, and is counted', () => {
    const children = [
      { type: 'Contact', id: 'C1' },
      { type: 'Contact', id: 'C2' },
      { type: 'Case', id: 'K1' },
    ];
    expect(merged({ children }).reasons).toContain('2 × Contact, 1 × Case move to it');
  });
});

const merge: EarlierProposal = {
  id: 'prop_1',
  tags: ['merge'],
  at: '2026-03-03T10:00:00Z',
  isWhole: true,
  writes: [
    {
      slot: 'merged',
      tool: 'crm.merge-account',
      target: { type: 'Account', id: 'B1' },
      forgotten: [],
      changes: [
        { field: 'Merged_Into__c', before: null, after: 'A1' },
        { field: 'Sync_Status__c', before: 'Created in ERP', after: 'Merged' },
        { field: 'ERP_Vendor_Id__c', before: '200', after: null },
      ],
    },
    {
      slot: 'kept',
      tool: 'crm.merge-account',
      target: { type: 'Account', id: 'A1' },
      forgotten: [],
      changes: [
        { field: 'Phone', before: null, after: '<PHONE_2>' },
        { field: 'Name', before: '<ORG_2>', after: '<ORG_1>' },
        { field: 'ERP_Vendor_Id__c', before: null, after: '200' },
      ],
    },
    {
      slot: 'contact-c1',
      tool: 'crm.move-to-account',
      target: { type: 'Contact', id: 'C1' },
      forgotten: [],
      changes: [{ field: 'AccountId', before: 'B1', after: 'A1' }],
    },
    { slot: 'block', tool: 'erp.set-partner-block', target: { type: 'A_BusinessPartner', id: '300' }, forgotten: [], changes: [] },
  ],
};
const mergedOne = account('B1', { mergedIntoId: 'A1', syncStatus: 'Merged' });
const tookOver = kept({ phone: '<PHONE_2>', erpVendorId: '200' });

describe('taking a merge back', () => {
  it('gives every value, number and record back', () => {
    expect(undo(mergedOne, tookOver, merge)).toMatchObject({
      account: { status: 'Created in ERP', vendor: '200' },
      kept: { phone: null, name: '<ORG_2>', vendor: null },
      children: [{ type: 'Contact', id: 'C1' }],
      unblock: '300',
    });
  });

  it('leaves alone what somebody changed since, and names it', () => {
    const undone = undo(mergedOne, { ...tookOver, phone: '<PHONE_5>' }, merge);
    expect(undone.kept).toEqual({ name: '<ORG_2>', vendor: null });
    expect(undone.reasons).toContain('phone of account A1 changed since and stays as it is');
  });

  it('says nothing of what is back already', () => {
    const undone = undo(mergedOne, { ...tookOver, phone: undefined }, merge);
    expect(undone.kept).not.toHaveProperty('phone');
    expect(undone.reasons.some((reason) => reason.includes('phone'))).toBe(false);
  });

  it('does not give a number back that the kept account bears no more', () => {
    const undone = undo(mergedOne, { ...tookOver, erpVendorId: '999' }, merge);
    expect(undone.account).toEqual({ status: 'Created in ERP' });
    expect(undone.kept).not.toHaveProperty('vendor');
    expect(undone.reasons).toContain('the ERP vendor stays where it is: account A1 bears another number by now');
  });

  it('says where the merge was written in part alone', () => {
    expect(undo(mergedOne, tookOver, { ...merge, isWhole: false }).reasons).toContain(
      'the merge was not written as a whole; what was written is taken back',
    );
  });
});
