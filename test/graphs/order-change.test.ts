import { describe, expect, it } from 'vitest';
import { afterwards, decide, wordsFor, type Change, type Situation } from '../../graphs/order-change/decide.ts';
import { Mapping } from '../../graphs/order-change/mapping.ts';
import { eur, invoice, line, mappingOf } from '../support/bridge-records.ts';
import { delivery, item, opportunity, order } from '../support/order-company.ts';

const mapping = Mapping.parse(mappingOf('order-change'));
const won = { isWon: true, isClosed: true, stage: 'Closed Won' };
const situation = (change: Partial<Situation> = {}): Situation => ({
  opportunity: opportunity(won),
  lines: [line()],
  order: order(),
  deliveries: [],
  invoices: [],
  today: '2024-05-17',
  ...change,
});
const changesOf = (change: Partial<Situation>): readonly Change[] => {
  const decision = decide(situation(change), mapping);
  return decision.kind === 'change' ? decision.changes : [];
};

describe('what a changed deal means for its order', () => {
  it.each([
    ['they say the same', situation(), 'the deal and its order say the same'],
    ['the price rounds', situation({ lines: [line({ unitPrice: eur('100.49') })] }), 'the deal and its order say the same'],
    [
      'every item is rejected already',
      situation({ order: order({ items: [item({ rejectionReason: '11' })] }) }),
      'the order is rejected as a whole',
    ],
    ['a won deal lists no products', situation({ lines: [] }), 'the deal lists no products to compare'],
  ])('nothing, when %s', (_, given, reason) => {
    expect(decide(given, mapping)).toEqual({ kind: 'nothing', reason });
  });

  it.each<[string, Partial<Situation>, Change]>([
    ['a quantity', { lines: [line({ quantity: '12' })] }, { kind: 'quantity', item: '10', material: 'PUMP-100', from: '10', to: '12' }],
    [
      'a price beyond what rounds',
      { lines: [line({ unitPrice: eur('99.00') })] },
      { kind: 'price', item: '10', material: 'PUMP-100', quantity: '10', unitPrice: '99.00' },
    ],
    [
      'a discount of the line',
      { lines: [line({ discountPercent: '20' })] },
      { kind: 'price', item: '10', material: 'PUMP-100', quantity: '10', unitPrice: '80.00' },
    ],
    [
      'price and quantity together',
      { lines: [line({ quantity: '5', unitPrice: eur('90.00') })] },
      { kind: 'price', item: '10', material: 'PUMP-100', quantity: '5', unitPrice: '90.00' },
    ],
    ['a day', { lines: [line({ wantedOn: '2024-06-03' })] }, { kind: 'date', from: '2024-05-21', to: '2024-06-03' }],
    [
      'a product more',
      { lines: [line(), line({ material: 'PUMP-200', quantity: '1' })] },
      { kind: 'add', material: 'PUMP-200', quantity: '1', unitPrice: '100.00' },
    ],
    [
      'a product less',
      { order: order({ items: [item(), item({ id: '20', material: 'PUMP-200' })] }) },
      { kind: 'remove', item: '20', material: 'PUMP-200' },
    ],
  ])('%s is one change, and somebody is asked', (_, given, change) => {
    expect(decide(situation(given), mapping)).toEqual({
      kind: 'change',
      isCancellation: false,
      changes: [change],
      tags: ['change', change.kind],
    });
  });

  it('a product replaced is one removed and one added', () => {
    expect(changesOf({ lines: [line({ material: 'PUMP-200' })] }).map(({ kind }) => kind)).toEqual(['add', 'remove']);
  });

  it('of the same material twice, the line whose quantity stayed is its item, in whatever order the deal lists them', () => {
    const items = [
      item({ id: '10', ordered: { value: '2', unit: 'PC' }, net: eur('200.00') }),
      item({ id: '20', ordered: { value: '3', unit: 'PC' }, net: eur('300.00') }),
    ];
    const expected = [{ kind: 'quantity', item: '20', material: 'PUMP-100', from: '3', to: '5' }];
    expect(changesOf({ order: order({ items }), lines: [line({ quantity: '2' }), line({ quantity: '5' })] })).toEqual(expected);
    expect(changesOf({ order: order({ items }), lines: [line({ quantity: '5' }), line({ quantity: '2' })] })).toEqual(expected);
  });

  it('a day that has passed is nobody’s wish: the order made without it is not moved back', () => {
    expect(changesOf({ lines: [line({ wantedOn: '2024-05-10' })] })).toEqual([]);
  });

  it('a first line whose day has come does not move the order to the day of the next', () => {
    const lines = [line({ wantedOn: '2024-05-16', quantity: '10' }), line({ material: 'PUMP-200', wantedOn: '2024-07-01' })];
    const items = [item(), item({ id: '20', material: 'PUMP-200' })];
    expect(changesOf({ lines, order: order({ items, requestedOn: '2024-05-16' }) })).toEqual([]);
  });

  it('each line has a day of its own, the order has the earliest, and the order goes first', () => {
    const days = { requestedOn: '2024-05-21', scheduleLines: ['1'] };
    const items = [item(days), item({ ...days, id: '20', material: 'PUMP-200' }), item({ ...days, id: '30', material: 'PUMP-300' })];
    const lines = [
      line({ wantedOn: '2024-06-10' }),
      line({ material: 'PUMP-200', wantedOn: '2024-06-03' }),
      line({ material: 'PUMP-300', wantedOn: '2024-05-10' }),
    ];
    expect(changesOf({ lines, order: order({ items }) })).toEqual([
      { kind: 'date', from: '2024-05-21', to: '2024-06-03' },
      { kind: 'item-date', item: '10', material: 'PUMP-100', scheduleLine: '1', from: '2024-05-21', to: '2024-06-10' },
      { kind: 'item-date', item: '20', material: 'PUMP-200', scheduleLine: '1', from: '2024-05-21', to: '2024-06-03' },
    ]);
  });

  it('a line that names no day keeps the one it has, and the order with it', () => {
    const days = { requestedOn: '2024-05-21', scheduleLines: ['1'] };
    const items = [item(days), item({ ...days, id: '20', material: 'PUMP-200' })];
    const lines = [line({ wantedOn: '2024-06-10' }), line({ material: 'PUMP-200' })];
    expect(changesOf({ lines, order: order({ items }) }).map(wordsFor)).toEqual([
      'item 10 (PUMP-100): wanted on 2024-06-10 instead of 2024-05-21',
    ]);
  });

  it('the same material on two days: each line finds the item of its day', () => {
    const items = [
      item({ id: '10', requestedOn: '2024-06-03', scheduleLines: ['1'] }),
      item({ id: '20', requestedOn: '2024-07-01', scheduleLines: ['1'] }),
    ];
    const lines = [line({ wantedOn: '2024-07-01' }), line({ wantedOn: '2024-06-03' })];
    expect(changesOf({ lines, order: order({ items, requestedOn: '2024-06-03' }) })).toEqual([]);
  });

  it('what is entered anew has its own day where that is not the order’s, and keeps the day its item had', () => {
    const kept = item({ requestedOn: '2024-06-10', scheduleLines: ['1'] });
    const lines = [
      line({ unitPrice: eur('90.00') }),
      line({ material: 'PUMP-200', quantity: '1', wantedOn: '2024-05-21' }),
      line({ material: 'PUMP-300', quantity: '1', wantedOn: '2024-07-01' }),
    ];
    expect(changesOf({ lines, order: order({ items: [kept] }) })).toEqual([
      { kind: 'price', item: '10', material: 'PUMP-100', quantity: '10', unitPrice: '90.00', wantedOn: '2024-06-10' },
      { kind: 'add', material: 'PUMP-200', quantity: '1', unitPrice: '100.00' },
      { kind: 'add', material: 'PUMP-300', quantity: '1', unitPrice: '100.00', wantedOn: '2024-07-01' },
    ]);
  });

  it('what is entered anew is not asked for on a day that has passed', () => {
    const past = item({ requestedOn: '2024-05-01', scheduleLines: ['1'] });
    expect(changesOf({ lines: [line({ unitPrice: eur('90.00') })], order: order({ items: [past] }) })).toEqual([
      { kind: 'price', item: '10', material: 'PUMP-100', quantity: '10', unitPrice: '90.00' },
    ]);
  });

  it('an item that comes in parts is for a person: which part the deal’s day is for, nobody can tell', () => {
    const items = [item({ requestedOn: '2024-05-21', scheduleLines: ['1', '2'] })];
    const given = situation({ lines: [line({ wantedOn: '2024-06-03' })], order: order({ items }) });
    expect(decide(given, mapping)).toMatchObject({
      kind: 'problem',
      problem: { code: 'state.refused', field: 'ServiceDate', message: expect.stringContaining('comes in 2 parts') },
    });
  });

  it.each<[string, Partial<Situation>, RegExp | undefined]>([
    ['an amount that is the order’s', { opportunity: opportunity({ ...won, amount: eur('1000.00') }) }, undefined],
    ['one that rounds', { opportunity: opportunity({ ...won, amount: eur('1009.00') }) }, undefined],
    ['another amount', { opportunity: opportunity({ ...won, amount: eur('1200.00') }) }, /worth 1200.00 EUR and order SO-1 1000.00 EUR/],
    [
      'another currency',
      { opportunity: opportunity({ ...won, amount: { amount: '1000.00', currency: 'USD' } }) },
      /worth 1000.00 USD and order SO-1 1000.00 EUR/,
    ],
  ])('a deal without products, with %s', (_, given, words) => {
    const decision = decide(situation({ ...given, lines: [] }), mapping);
    if (words === undefined) expect(decision).toEqual({ kind: 'nothing', reason: 'the deal lists no products to compare' });
    else expect(decision).toMatchObject({ kind: 'problem', problem: { field: 'Amount', message: expect.stringMatching(words) } });
  });

  it('a deal lost after all cancels every item that is not rejected, whatever its lines say', () => {
    const items = [item(), item({ id: '20', rejectionReason: '05' }), item({ id: '30', material: 'PUMP-300' })];
    expect(
      decide(
        situation({
          opportunity: opportunity({ isClosed: true, isWon: false, stage: 'Closed Lost' }),
          lines: [line({ quantity: '-4' })],
          order: order({ items }),
        }),
        mapping,
      ),
    ).toEqual({
      kind: 'change',
      isCancellation: true,
      changes: [
        { kind: 'remove', item: '10', material: 'PUMP-100' },
        { kind: 'remove', item: '30', material: 'PUMP-300' },
      ],
      tags: ['change', 'remove', 'cancellation'],
    });
  });

  it.each([
    ['a product without a code', [line(), line({ material: undefined })], 'ProductCode'],
    ['a quantity of zero', [line({ quantity: '0' })], 'Quantity'],
    ['a price in another currency', [line({ unitPrice: { amount: '50.00', currency: 'USD' } })], 'CurrencyIsoCode'],
  ])('%s is a problem that names the field', (_, lines, field) => {
    expect(decide(situation({ lines }), mapping)).toMatchObject({ kind: 'problem', problem: { code: 'data.invalid', field } });
  });
});

describe('once it has begun', () => {
  const fewer = [line({ quantity: '8' })];
  it.each([
    ['billed', { lines: fewer, invoices: [invoice()] }, 'is billed (invoice 90000001)'],
    ['picked', { lines: fewer, deliveries: [delivery({ goodsMovement: 'not_started' })] }, 'has begun'],
    ['shipped', { lines: fewer, deliveries: [delivery()] }, 'has begun'],
    ['shipped, and only the day changes', { lines: [line({ wantedOn: '2024-06-03' })], deliveries: [delivery()] }, 'has begun'],
    ['delivered in part', { lines: fewer, order: order({ items: [item({ delivered: '1' })] }) }, 'delivered in part'],
  ])('an order that is %s is refused with what to do instead', (_, change, words) => {
    expect(decide(situation(change), mapping)).toMatchObject({
      kind: 'problem',
      problem: { code: 'state.refused', field: 'order', message: expect.stringContaining(words) },
    });
  });

  it.each([
    ['its invoice was cancelled', { lines: fewer, invoices: [invoice({ cancelled: true })] }],
    ['its delivery is planned alone', { lines: fewer, deliveries: [delivery({ picking: 'not_started', goodsMovement: 'not_started' })] }],
    ['another item left', { lines: [line(), line({ material: 'PUMP-200', quantity: '1' })], deliveries: [delivery()] }],
  ])('it may still change where %s', (_, change) => {
    expect(decide(situation(change), mapping)).toMatchObject({ kind: 'change' });
  });
});

describe('the order as it would be', () => {
  const items = [
    item(),
    item({ id: '20', material: 'PUMP-200', ordered: { value: '4', unit: 'PC' } }),
    item({ id: '30', rejectionReason: '11' }),
  ];
  it.each<[string, readonly Change[], readonly string[]]>([
    ['nothing', [], ['PUMP-100 10', 'PUMP-200 4']],
    ['a quantity', [{ kind: 'quantity', item: '10', material: 'PUMP-100', from: '10', to: '12' }], ['PUMP-100 12', 'PUMP-200 4']],
    ['a price', [{ kind: 'price', item: '20', material: 'PUMP-200', quantity: '6', unitPrice: '1.00' }], ['PUMP-100 10', 'PUMP-200 6']],
    ['a product less', [{ kind: 'remove', item: '20', material: 'PUMP-200' }], ['PUMP-100 10']],
    ['more of a product', [{ kind: 'add', material: 'PUMP-100', quantity: '2.5', unitPrice: undefined }], ['PUMP-100 12.5', 'PUMP-200 4']],
    ['a day', [{ kind: 'date', from: '2024-05-21', to: '2024-06-03' }], ['PUMP-100 10', 'PUMP-200 4']],
  ])('after %s has its quantities by material and none of what was rejected', (_, changes, expected) => {
    expect(afterwards(order({ items }), changes).map((each) => `${each.material} ${each.quantity}`)).toEqual(expected);
  });

  it('parts of one material that are wanted on days of their own are asked for apart', () => {
    const days = { requestedOn: '2024-05-21', scheduleLines: ['1'] };
    const two = [item(days), item({ ...days, id: '20' }), item({ ...days, id: '30', requestedOn: '2024-08-01' })];
    const moved = { kind: 'item-date', item: '20', material: 'PUMP-100', scheduleLine: '1', from: '2024-05-21', to: '2024-07-01' } as const;
    expect(afterwards(order({ items: two }), [moved])).toEqual([
      { material: 'PUMP-100', quantity: '10', unit: 'PC' },
      { material: 'PUMP-100', quantity: '10', unit: 'PC', wantedOn: '2024-07-01' },
      { material: 'PUMP-100', quantity: '10', unit: 'PC', wantedOn: '2024-08-01' },
    ]);
  });

  it('every kind of change is said in words with its figures', () => {
    expect(wordsFor({ kind: 'quantity', item: '10', material: 'M', from: '2', to: '3' })).toBe('item 10 (M): 2 becomes 3');
    expect(wordsFor({ kind: 'date', from: '2024-05-21', to: '2024-06-03' })).toBe('wanted on 2024-06-03 instead of 2024-05-21');
    const moved = { item: '10', material: 'M', scheduleLine: '1', from: '2024-05-21', to: '2024-06-03' };
    expect(wordsFor({ kind: 'item-date', ...moved })).toBe('item 10 (M): wanted on 2024-06-03 instead of 2024-05-21');
    const added = { kind: 'add' as const, material: 'M', quantity: '2', unitPrice: '9.00' };
    expect(wordsFor(added)).toBe('2 of M are added');
    expect(wordsFor({ ...added, wantedOn: '2024-06-03' })).toBe('2 of M are added, wanted on 2024-06-03');
    expect(wordsFor({ kind: 'remove', item: '10', material: 'M' })).toBe('item 10 (M) is rejected');
    expect(wordsFor({ kind: 'price', item: '10', material: 'M', quantity: '2', unitPrice: '9.00' })).toContain('a new price');
  });
});
