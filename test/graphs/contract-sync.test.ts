import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decide, lost, type Item } from '../../graphs/contract-sync/decide.ts';
import { Mapping } from '../../graphs/contract-sync/mapping.ts';
import { toldOf } from '../../graphs/contract-sync/plan.ts';
import { annualOf, wholeMonths } from '../../graphs/contract-sync/terms.ts';
import type { CrmContract, MirrorValues, SalesContract } from '../../src/index.ts';

const mapping = Mapping.parse(parse(readFileSync(join(import.meta.dirname, '../../graphs/contract-sync/mapping.yaml'), 'utf8')));
const masters = (own: Partial<Mapping['masters']>): Mapping => ({ ...mapping, masters: { ...mapping.masters, ...own } });
const ref = { connection: 'x', type: 'x', id: 'x' };
const euros = (amount: string) => ({ amount, currency: 'EUR' });

const erp: SalesContract = {
  ref,
  id: '40000002',
  type: 'CQ',
  soldTo: '10100002',
  startOn: '2024-01-01',
  endOn: '2024-12-31',
  net: euros('12000.00'),
  paymentTerms: 'NT30',
  isRejected: false,
};
const contract: CrmContract = {
  ref,
  id: 'C1',
  number: '00000101',
  accountId: 'A1',
  ownerId: 'U1',
  status: 'Activated',
  startOn: '2024-01-01',
  endOn: '2024-12-31',
  termMonths: 12,
  annual: euros('12000'),
  paymentTerms: 'NT30',
  erpContractId: '40000002',
};
const item = (given: Partial<Item> = {}): Item => ({
  number: '40000002',
  erp,
  contracts: [contract],
  accounts: ['A1'],
  today: '2024-05-17',
  ...given,
});
const of = (given: Partial<Item>, by = mapping) => decide(item(given), by);
const says = (own: Partial<SalesContract>, by = mapping) => of({ erp: { ...erp, ...own } }, by);
const holds = (own: Partial<CrmContract>, by = mapping) => of({ contracts: [{ ...contract, ...own }] }, by);

describe('months of a contract', () => {
  it('are whole where the day after the last is the day of the month it began on', () => {
    expect(wholeMonths('2024-01-01', '2024-12-31')).toBe(12);
    expect(wholeMonths('2024-02-15', '2024-03-14')).toBe(1);
    expect(wholeMonths('2023-03-01', '2026-02-28')).toBe(36);
    expect(wholeMonths('2024-01-31', '2025-01-30')).toBe(12);
  });

  it('are none where days are over, the end of a short month is in doubt, or a day is missing', () => {
    for (const [start, end] of [
      ['2024-01-01', '2024-12-30'],
      ['2024-01-31', '2024-02-28'],
      ['2024-02-29', '2025-02-27'],
      ['2024-02-01', '2024-01-31'],
      ['2024-02-01', '2023-01-31'],
      ['2024-02-01', undefined],
    ] as const)
      expect(wholeMonths(start, end)).toBeUndefined();
  });

  it('make a year’s worth of the value of the whole, as finely as the currency goes', () => {
    expect(annualOf({ amount: '14163', currency: 'JPY' }, 11)).toEqual({ amount: '15451', currency: 'JPY' });
    expect(annualOf({ amount: '1000.005', currency: 'TND' }, 7)).toEqual({ amount: '1714.29', currency: 'TND' });
    expect(annualOf(euros('36000'), 36)).toEqual(euros('12000.00'));
    expect(annualOf(euros('1000.00'), 7)).toEqual(euros('1714.29'));
    expect(annualOf(euros('0'), 12)).toEqual(euros('0.00'));
  });
});

describe('a contract and the ERP’s', () => {
  it('that say the same are left alone, and so are terms the ERP does not name', () => {
    expect(of({})).toMatchObject({ kind: 'compared', terms: {}, open: [], otherwise: 'both systems agree' });
    const { paymentTerms: _none, ...without } = erp;
    expect(of({ erp: without })).toMatchObject({ terms: {}, open: [] });
  });

  it('an extension moves the months, and the same value over more months is less a year', () => {
    expect(says({ endOn: '2025-12-31', net: euros('24000.00') })).toMatchObject({
      terms: { months: 24 },
      tags: ['in-line'],
      reasons: ['the ERP is master of end'],
    });
    expect(says({ endOn: '2025-12-31' })).toMatchObject({ terms: { months: 24, annual: '6000.00' }, tags: ['in-line', 'large-change'] });
  });

  it('a start that moves takes the months along where the end stays', () => {
    expect(says({ startOn: '2024-04-01', net: euros('9000') })).toMatchObject({ terms: { startOn: '2024-04-01', months: 9 } });
    expect(says({ startOn: '2025-01-01', endOn: '2025-12-31' })).toMatchObject({ terms: { startOn: '2025-01-01' }, tags: ['in-line'] });
  });

  it('one that ends earlier is looked at first', () => {
    expect(says({ endOn: '2024-06-30', net: euros('6000') })).toMatchObject({ terms: { months: 6 }, tags: ['in-line', 'shortened'] });
  });

  it('an amount that moves by more than the limit is looked at first, by just the limit is not', () => {
    expect(says({ net: euros('13200.01') })).toMatchObject({ terms: { annual: '13200.01' }, tags: ['in-line', 'large-change'] });
    expect(says({ net: euros('13200.00') })).toMatchObject({ terms: { annual: '13200.00' }, tags: ['in-line'] });
    expect(says({ net: euros('0') })).toMatchObject({ terms: { annual: '0.00' }, tags: ['in-line', 'large-change'] });
  });

  it('another currency follows; with another amount nobody knows how far it moves', () => {
    expect(says({ net: { amount: '12000.00', currency: 'CHF' } })).toMatchObject({ terms: { currency: 'CHF' }, tags: ['in-line'] });
    expect(says({ net: { amount: '12500.00', currency: 'CHF' } })).toMatchObject({
      terms: { annual: '12500.00', currency: 'CHF' },
      tags: ['in-line', 'large-change'],
    });
  });

  it('what the CRM lacks is filled in', () => {
    const { annual: _annual, paymentTerms: _terms, ...bare } = contract;
    expect(of({ contracts: [bare] })).toMatchObject({ terms: { annual: '12000.00', currency: 'EUR', paymentTerms: 'NT30' } });
  });

  it('what somebody changed in the CRM is put back', () => {
    expect(holds({ startOn: '2024-02-01', endOn: '2025-01-31', paymentTerms: 'NT90', annual: euros('1') })).toMatchObject({
      terms: { startOn: '2024-01-01', annual: '12000.00', paymentTerms: 'NT30' },
      tags: ['in-line', 'shortened', 'large-change'],
    });
  });
});

describe('what the CRM cannot say', () => {
  it('no whole number of months leaves everything as it is, whatever else differs', () => {
    expect(says({ endOn: '2025-01-15', paymentTerms: 'NT60', net: euros('1') })).toMatchObject({
      terms: {},
      open: [{ point: 'end', reason: 'Contract 40000002 runs from 2024-01-01 to 2025-01-15, which is no whole number of months' }],
      tags: ['in-line', 'conflict'],
    });
    const { endOn: _end, ...endless } = erp;
    expect(of({ erp: endless })).toMatchObject({ terms: {}, open: [{ reason: 'Contract 40000002 has no end in the ERP' }] });
  });

  it('both may say the same odd span, and its value is still kept in line', () => {
    const odd = { startOn: '2024-02-29', endOn: '2025-02-28' };
    expect(of({ erp: { ...erp, ...odd }, contracts: [{ ...contract, ...odd }] })).toMatchObject({ terms: {}, open: [] });
    expect(of({ erp: { ...erp, ...odd, net: euros('12100') }, contracts: [{ ...contract, ...odd }] })).toMatchObject({
      terms: { annual: '12100.00' },
    });
  });

  it('a CRM that reckons another end from the same start and months is not written to for ever', () => {
    expect(holds({ endOn: '2025-01-01' })).toMatchObject({ terms: {}, open: [{ point: 'end' }] });
  });
});

describe('a field the mapping leaves to people', () => {
  it('is told and not changed, beside what is', () => {
    expect(says({ paymentTerms: 'NT60', endOn: '2025-12-31', net: euros('24000') }, masters({ paymentTerms: 'review' }))).toMatchObject({
      terms: { months: 24 },
      open: [{ point: 'paymentTerms', reason: 'payment terms: the ERP says NT60, the CRM NT30' }],
      tags: ['in-line', 'conflict'],
    });
  });

  it('an end under review does not move with the start', () => {
    const later = { startOn: '2024-04-01', endOn: '2025-03-31' };
    expect(says(later, masters({ end: 'review' }))).toMatchObject({
      terms: { startOn: '2024-04-01', months: 9 },
      open: [{ point: 'end' }],
    });
    expect(says({ ...later, startOn: '2024-04-15', endOn: '2025-04-14' }, masters({ end: 'review' }))).toMatchObject({
      terms: {},
      open: [{ point: 'end', reason: 'from 2024-04-15 to 2024-12-31 is no whole number of months' }],
    });
  });

  it('amount and currency are never taken one without the other', () => {
    for (const own of [{ amount: 'review' }, { currency: 'review' }] as const)
      expect(says({ net: { amount: '12500', currency: 'CHF' } }, masters(own))).toMatchObject({
        terms: {},
        open: [{ point: 'amount' }, { point: 'currency' }],
      });
    expect(says({ net: euros('12500') }, masters({ currency: 'review' }))).toMatchObject({ terms: { annual: '12500.00' }, open: [] });
    // Amounts are no words: they stand in the record of the difference.
    expect(says({ net: euros('12500') }, masters({ amount: 'review' }))).toMatchObject({
      open: [{ reason: 'annual amount: the two systems do not say the same', amounts: { crm: euros('12000'), erp: euros('12500.00') } }],
    });
  });
});

describe('a contract that has ended', () => {
  it('in the ERP alone is told its owner, rejected or gone, and never ended by us', () => {
    for (const given of [undefined, { ...erp, isRejected: true }])
      expect(of({ erp: given, accounts: [] })).toMatchObject({ terms: {}, open: [{ point: 'ended' }], tags: ['in-line', 'ended'] });
  });

  it('in both is left alone', () => {
    for (const held of [{ endOn: '2024-05-16' }, { status: 'Expired' }])
      for (const said of [undefined, { ...erp, isRejected: true }, { ...erp, endOn: '2024-05-16' }])
        expect(of({ erp: said, contracts: [{ ...contract, ...held }] })).toMatchObject({ terms: {}, open: [], otherwise: 'it is over' });
  });

  it('in the CRM alone follows the ERP again', () => {
    expect(holds({ endOn: '2024-03-31', termMonths: 3 })).toMatchObject({ terms: { months: 12 }, tags: ['in-line'] });
  });

  it('is seen among all that run on, by number', () => {
    const all = [contract, { ...contract, id: 'C2', erpContractId: '2' }, { ...contract, id: 'C3', erpContractId: '3' }];
    const { erpContractId: _none, ...loose } = contract;
    const known = [erp, { ...erp, id: '3', isRejected: true }];
    expect(lost([{ ...contract, erpContractId: '0040000002' }], known)).toEqual([]);
    expect(lost([...all, loose], known).map(({ number, point }) => [number, point.reason])).toEqual([
      ['2', 'the ERP has no contract 2'],
      ['3', 'contract 3 was rejected in the ERP'],
    ]);
  });
});

describe('a contract only one system has', () => {
  it('the ERP’s becomes a draft', () => {
    expect(of({ contracts: [] })).toEqual({
      kind: 'create',
      account: 'A1',
      startOn: '2024-01-01',
      months: 12,
      annual: euros('12000.00'),
      paymentTerms: 'NT30',
    });
  });

  it('does not where it is over, rejected, gone, or nobody wants that', () => {
    for (const given of [{ erp: { ...erp, endOn: '2024-05-16' } }, { erp: { ...erp, isRejected: true } }, { erp: undefined }])
      expect(of({ ...given, contracts: [] })).toMatchObject({ kind: 'nothing' });
    expect(of({ contracts: [] }, { ...mapping, createContracts: false })).toMatchObject({ kind: 'nothing' });
  });

  it.each([
    ['no account is its customer', { accounts: [] }, 'link.missing'],
    ['two accounts are', { accounts: ['A1', 'A2'] }, 'link.ambiguous'],
    ['its months are not whole', { erp: { ...erp, endOn: '2024-12-30' } }, 'data.invalid'],
    ['its value is below zero', { erp: { ...erp, net: euros('-1') } }, 'data.invalid'],
    ['its value has no currency', { erp: { ...erp, net: { amount: '1', currency: 'XXX' } } }, 'data.missing'],
  ])('is for a person where %s', (_why, given, code) => {
    expect(of({ contracts: [], ...given })).toMatchObject({ kind: 'problem', problem: { code } });
  });
});

describe('a number that leads astray', () => {
  it('on two contracts, or on one of another customer, is for a person and changes nothing', () => {
    expect(of({ contracts: [contract, contract] })).toMatchObject({ problem: { code: 'link.ambiguous', field: 'ERP_Contract_Id__c' } });
    expect(of({ accounts: ['A9'] })).toMatchObject({ problem: { code: 'data.invalid', field: 'ERP_Contract_Id__c' } });
    expect(of({ accounts: [] })).toMatchObject({ problem: { code: 'link.missing' } });
    const { accountId: _none, ...orphan } = contract;
    expect(of({ contracts: [orphan] })).toMatchObject({ problem: { code: 'data.invalid' } });
    expect(says({ net: euros('-1') })).toMatchObject({ problem: { code: 'data.invalid' } });
  });
});

describe('who was told', () => {
  const end = { point: 'end', reason: 'x' } as const;
  const record = (point: string, status: string): MirrorValues => ({
    id: `V-${point}`,
    key: `1/contract-${point}`,
    texts: { Status__c: status },
    amounts: {},
  });
  it('is not told again while it stands open, and is once it was settled', () => {
    expect(toldOf('1', [end], [])).toEqual({ news: [{ point: end, record: undefined }], over: [] });
    expect(toldOf('1', [end], [record('end', 'open')])).toEqual({ news: [], over: [] });
    expect(toldOf('1', [end], [record('end', 'settled')]).news).toEqual([{ point: end, record: 'V-end' }]);
  });

  it('what stood open and is gone is settled', () => {
    expect(toldOf('1', [], [record('end', 'open'), record('start', 'settled')]).over).toEqual([{ key: '1/contract-end', record: 'V-end' }]);
  });
});
