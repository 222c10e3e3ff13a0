import { describe, expect, it } from 'vitest';
import { isOpen, isSerial, withModel } from '../../graphs/_shared/model-reading.ts';
import { readCase } from '../../graphs/_shared/read-case.ts';
import { Mapping } from '../../graphs/case-to-rma/mapping.ts';
import { mappingOf } from '../support/bridge-records.ts';

const rules = Mapping.parse(mappingOf('case-to-rma'));
const caseOf = (subject: string, text?: string) => ({ subject, ...(text === undefined ? {} : { text }), assetId: undefined });
const readBy = (subject: string, text: string | undefined, read: { serials: string[]; problem: string } | undefined) =>
  withModel(readCase(caseOf(subject, text), rules), read, caseOf(subject, text), rules);

describe('whether a model is asked what a case says', () => {
  it.each([
    ['one serial number and a problem it knows', 'Leak at SN-10001', undefined, false],
    ['its asset and a problem it knows', 'Leak', '02i1', false],
    ['no serial number', 'Leak', undefined, true],
    ['two serial numbers', 'Leak at SN-10001, replaced SN-10002', undefined, true],
    ['a problem in other words', 'SN-10001 drips', undefined, true],
    ['its asset and a problem in other words', 'It drips', '02i1', true],
  ])('a case with %s', (_, subject, assetId, open) => {
    expect(isOpen(readCase({ subject }, rules), { assetId }, rules)).toBe(open);
  });

  it('where no kinds of problem are asked for, the product alone decides', () => {
    expect(isOpen(readCase({ subject: 'SN-10001 drips' }, { ...rules, problems: {} }), {}, { problems: {} })).toBe(false);
  });
});

describe('what a model adds to what the rules read', () => {
  it('a kind of problem the words of the mapping do not know', () => {
    expect(readBy('SN-10001 tropft', undefined, { serials: ['SN-10001'], problem: 'leak' })).toMatchObject({
      serials: ['SN-10001'],
      problem: 'leak',
      byModel: ['problem'],
    });
  });

  it('which of several products it is about', () => {
    expect(readBy('SN-10001 replaced by SN-10002, which leaks', undefined, { serials: ['sn-10002'], problem: 'leak' })).toMatchObject({
      serials: ['SN-10002'],
      byModel: ['serials'],
    });
  });

  it('a serial number in the writing of the customer', () => {
    expect(readBy('Pump no. 78934/10', 'It leaks', { serials: ['78934/10'], problem: 'leak' }).serials).toEqual(['78934/10']);
  });

  it.each([
    ['a serial number that does not stand in the case', { serials: ['SN-55555'], problem: 'leak' }, []],
    ['a number of a few digits', { serials: ['10'], problem: 'leak' }, []],
    ['a kind of problem there is not', { serials: [], problem: 'credit note of 500' }, []],
    ['"other"', { serials: [], problem: 'other' }, []],
  ])('%s counts for nothing', (_, read, serials) => {
    const reading = readBy('The 10 pumps do odd things', undefined, read);
    expect(reading.serials).toEqual(serials);
    expect(reading.problem === undefined || reading.problem === 'leak').toBe(true);
    expect(reading.byModel).not.toContain('serials');
  });

  it.each([
    ['one serial number', 'Leak at SN-10001, see 99999', { serials: ['99999'], problem: 'leak' }, { serials: ['SN-10001'] }],
    ['a problem', 'Leak at SN-10001', { serials: [], problem: 'damaged' }, { problem: 'leak' }],
  ])('never replaces %s the rules are certain of', (_, subject, read, certain) => {
    expect(readBy(subject, undefined, read)).toMatchObject({ ...certain, byModel: [] });
  });

  it('nothing where no model answered', () => {
    expect(readBy('Leak at SN-10001', undefined, undefined)).toEqual({ ...readCase(caseOf('Leak at SN-10001'), rules), byModel: [] });
  });
});

it.each([
  ['78934/10', 'SN-78934-10', true],
  ['sn 78934 10', 'SN-78934-10', true],
  ['SN-78934-1', 'SN-78934-10', false],
  ['10', 'SN-78934-10', false],
  ['78934/10', undefined, false],
])('%s written for %s: %s', (written, serial, same) => {
  expect(isSerial(written, serial)).toBe(same);
});
