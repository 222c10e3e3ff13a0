import { describe, expect, it } from 'vitest';
import { alternativesFor, askFor, inProduction, productionWords, readSimulation } from '../../graphs/inventory-insight/decide.ts';
import { Mapping } from '../../graphs/inventory-insight/mapping.ts';
import { line, mappingOf, material, quote, simulatedItem, simulation } from '../support/bridge-records.ts';

const mapping = Mapping.parse(mappingOf('inventory-insight'));
const today = '2024-05-17';

describe('what of a quote the ERP is asked about', () => {
  it('each material once, with the quantities of all its lines, for the earliest day that has not passed', () => {
    const lines = [
      line({ quantity: '2', wantedOn: '2024-06-20' }),
      line({ material: 'PUMP-200', quantity: '1', wantedOn: '2024-06-10' }),
      line({ quantity: '0.5', wantedOn: '2024-05-01' }),
    ];
    expect(askFor(quote({ lines }), mapping, today)).toEqual({
      kind: 'ask',
      requestedOn: '2024-06-10',
      lines: [
        { material: 'PUMP-100', quantity: '2.5' },
        { material: 'PUMP-200', quantity: '1' },
      ],
    });
  });

  it('without a day it is asked for two weeks from today', () => {
    expect(askFor(quote(), mapping, today)).toMatchObject({ requestedOn: '2024-05-31' });
  });

  it.each(['Draft', 'Needs Review', 'In Review', 'Approved', 'Presented'])('a quote that is %s is looked at', (status) => {
    expect(askFor(quote({ status }), mapping, today).kind).toBe('ask');
  });

  it.each(['Accepted', 'Denied', 'Rejected', 'SYSTEM: Draft'])('a quote that is %s is not', (status) => {
    expect(askFor(quote({ status }), mapping, today)).toEqual({ kind: 'nothing', reason: 'the quote is settled' });
  });

  it('a quote without lines waits for its first', () => {
    expect(askFor(quote({ lines: [] }), mapping, today)).toEqual({ kind: 'nothing', reason: 'the quote has no lines yet' });
  });

  it.each([
    ['a product without a code', line({ material: undefined }), 'ProductCode'],
    ['a quantity of zero', line({ quantity: '0' }), 'Quantity'],
    ['a quantity below zero', line({ quantity: '-2' }), 'Quantity'],
  ])('%s is a problem that names line and field', (_, bad, field) => {
    expect(askFor(quote({ lines: [line(), bad] }), mapping, today)).toMatchObject({
      kind: 'problem',
      problem: { code: 'data.invalid', field, message: expect.stringContaining('line 2') },
    });
  });
});

describe('what the ERP’s answer means', () => {
  const at = (...items: Parameters<typeof simulatedItem>[0][]) =>
    readSimulation(simulation({ items: items.map((each) => simulatedItem(each)) }), '2024-06-10');

  it('everything in time is available, on the last of the days', () => {
    expect(at({}, { material: 'PUMP-200', confirmedOn: '2024-06-10' })).toEqual({
      state: 'available',
      completeOn: '2024-06-10',
      short: [],
    });
  });

  it.each([
    ['one of two lines is late', [{}, { material: 'PUMP-200', confirmedOn: '2024-06-11' }], 'partial', '2024-06-11', ['PUMP-200']],
    ['one of two lines is less', [{}, { material: 'PUMP-200', confirmed: '9.5' }], 'partial', undefined, ['PUMP-200']],
    ['the only line is late', [{ confirmedOn: '2024-07-01' }], 'short', '2024-07-01', ['PUMP-100']],
    ['no day is confirmed', [{ confirmedOn: undefined }], 'short', undefined, ['PUMP-100']],
    ['nothing is confirmed', [{ confirmed: '0', confirmedOn: undefined }], 'short', undefined, ['PUMP-100']],
  ])('when %s it says what is short and by when all of it is there', (_, items, state, completeOn, short) => {
    const insight = at(...items);
    expect(insight).toMatchObject({ state, completeOn });
    expect(insight.short.map((each) => each.material)).toEqual(short);
  });
});

describe('what else would do', () => {
  const short = { material: 'PUMP-100', requested: '5', confirmed: '1', confirmedOn: undefined };
  const inStock = (id: string, onHand: readonly string[], change: Parameters<typeof material>[0] = {}) => ({
    material: material({ id, ...change }),
    stock: onHand.map((each) => ({ material: id, plant: '1010', onHand: each, unit: 'PC' })),
  });

  it('other materials of the group that lie there in that quantity, the fullest first, no more than asked for', () => {
    const others = [
      inStock('PUMP-100', ['100']),
      inStock('PUMP-B', ['3', '2']),
      inStock('PUMP-A', ['5']),
      inStock('PUMP-C', ['9']),
      inStock('PUMP-D', ['4.9']),
      inStock('PUMP-E', ['50'], { blocked: true }),
      inStock('VALVE', ['50'], { group: 'VALVES' }),
    ];
    expect(alternativesFor(short, material(), others, 2)).toEqual([
      { material: 'PUMP-C', inStock: '9' },
      { material: 'PUMP-A', inStock: '5' },
    ]);
    expect(alternativesFor(short, material(), others, 10).map((each) => each.material)).toEqual(['PUMP-C', 'PUMP-A', 'PUMP-B']);
  });

  it('nothing where the material has no group: what is like it is not known', () => {
    const others = [inStock('PUMP-A', ['50'], { group: undefined })];
    expect(alternativesFor(short, material({ group: undefined }), others, 3)).toEqual([]);
    expect(alternativesFor(short, undefined, others, 3)).toEqual([]);
  });
});

describe('what is on the production schedule', () => {
  const short = { material: 'PUMP-100', requested: '50', confirmed: '1', confirmedOn: undefined };
  const receipt = (id: string, quantity: string, on: string | undefined, change: { material?: string; order?: string } = {}) => ({
    ref: { connection: 'erp', type: 'A_ProductionOrder_2', id },
    id,
    material: 'PUMP-100',
    plant: '1010',
    quantity,
    unit: 'PC',
    on,
    ...change,
  });

  it('is told with quantity, order, plant and day, the earliest first and no more than would be enough', () => {
    const made = inProduction(short, [
      receipt('3', '10', '2024-08-01'),
      receipt('2', '40', '2024-07-03'),
      receipt('1', '20', '2024-06-03'),
    ]);
    expect(made.map(({ id }) => id)).toEqual(['1', '2']);
    expect(productionWords(made, today)).toBe(
      '; being made for nobody yet: 20 PC from production order 1 in plant 1010, on 2024-06-03; 40 PC from production order 2 in plant 1010, on 2024-07-03',
    );
  });

  it('leaves out what is made for a sales order, of another material or for no day', () => {
    const given = [
      receipt('1', '50', '2024-06-03', { order: '4711' }),
      receipt('2', '50', '2024-06-03', { material: 'PUMP-200' }),
      receipt('3', '50', undefined),
    ];
    expect(inProduction(short, given)).toEqual([]);
    expect(productionWords([], today)).toBe('');
  });

  it('says of an order that should be done that it is overdue', () => {
    expect(productionWords([receipt('1', '50', '2024-05-01')], today)).toContain('in plant 1010, overdue since 2024-05-01');
  });
});
