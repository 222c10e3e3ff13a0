import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decide, type Situation } from '../../graphs/order-status/decide.ts';
import { Mapping } from '../../graphs/order-status/mapping.ts';
import { readOrder, type OrderPicture } from '../../graphs/order-status/status.ts';
import { contact, delivery, item, opportunity, order } from '../support/order-company.ts';

const mapping = Mapping.parse(parse(readFileSync(new URL('../../graphs/order-status/mapping.yaml', import.meta.url), 'utf8')));
const picture = (change: Partial<OrderPicture> = {}): OrderPicture => ({
  order: order(),
  deliveries: [],
  invoices: [],
  production: [],
  ...change,
});
const situation = (change: Partial<Situation> = {}): Situation => ({
  picture: picture(),
  opportunity: opportunity(),
  contacts: [contact()],
  hint: {},
  receivedAt: '2024-05-17T16:00:00.000Z',
  now: new Date('2024-05-17T16:00:10.000Z'),
  mapping,
  ...change,
});
const invoice = {
  ref: { connection: 'erp', type: 'A_BillingDocument', id: '90000001' },
  id: '90000001',
  issuedOn: '2024-05-18',
  net: { amount: '1000.00', currency: 'EUR' },
  tax: { amount: '190.00', currency: 'EUR' },
  gross: { amount: '1190.00', currency: 'EUR' },
  payer: '100001',
  cleared: 'not_started',
  cancelled: false,
} as const;

describe('what the ERP says of an order', () => {
  it.each([
    ['nothing is confirmed', picture({ order: order({ items: [item({ confirmed: '0', confirmedOn: undefined })] }) }), 'open'],
    ['part of the quantity is confirmed', picture({ order: order({ items: [item({ confirmed: '4' })] }) }), 'partially_allocated'],
    ['all of it is confirmed', picture(), 'confirmed'],
    ['a delivery is planned', picture({ deliveries: [delivery({ picking: 'not_started', goodsMovement: 'not_started' })] }), 'allocated'],
    [
      'a production order is released',
      picture({
        production: [
          {
            ref: { connection: 'erp', type: 'P', id: '1' },
            id: '1',
            order: 'SO-1',
            orderItem: '10',
            material: 'M',
            released: true,
            confirmed: false,
            completed: false,
          },
        ],
      }),
      'in_production',
    ],
    ['the delivery is picked', picture({ deliveries: [delivery({ goodsMovement: 'not_started' })] }), 'picked'],
    [
      'half of a line left',
      picture({
        deliveries: [
          delivery({ items: [{ id: '10', order: 'SO-1', orderItem: '10', material: 'M', quantity: { value: '5', unit: 'PC' } }] }),
        ],
      }),
      'partially_shipped',
    ],
    ['everything left', picture({ deliveries: [delivery()] }), 'shipped'],
    ['everything was received', picture({ deliveries: [delivery({ proofOfDelivery: 'complete' })] }), 'delivered'],
    [
      'everything is billed',
      picture({ order: order({ billingStatus: 'complete' }), deliveries: [delivery()], invoices: [invoice] }),
      'invoiced',
    ],
    [
      'the invoice is cleared',
      picture({ order: order({ billingStatus: 'complete' }), deliveries: [delivery()], invoices: [{ ...invoice, cleared: 'complete' }] }),
      'paid',
    ],
    ['every line is rejected', picture({ order: order({ items: [item({ rejectionReason: '05' })] }) }), 'rejected'],
    [
      'the confirmed date is after the requested one',
      picture({ order: order({ items: [item({ confirmedOn: '2024-05-30' })] }) }),
      'delayed',
    ],
  ] as const)('when %s', (_when, given, status) => {
    expect(readOrder(given).status).toBe(status);
  });

  it('tells a partial shipment line by line', () => {
    const two = order({ items: [item(), item({ id: '20', ordered: { value: '4', unit: 'PC' }, confirmed: '4' })] });
    const half = delivery({
      items: [
        { id: '1', order: 'SO-1', orderItem: '10', material: 'M', quantity: { value: '10', unit: 'PC' } },
        { id: '2', order: 'SO-1', orderItem: '20', material: 'M', quantity: { value: '1.5', unit: 'PC' } },
      ],
    });
    expect(
      readOrder(picture({ order: two, deliveries: [half] })).lines.map(({ status, shipped, open }) => ({ status, shipped, open })),
    ).toEqual([
      { status: 'shipped', shipped: '10', open: '0' },
      { status: 'partial', shipped: '1.5', open: '2.5' },
    ]);
  });
});

describe('what a changed order means', () => {
  it('moves the stage by the mapping', () => {
    expect(decide(situation())).toMatchObject({ kind: 'update', erpStatus: 'Confirmed', stage: 'Closed Won' });
  });

  it.each(['Closed Lost', 'Closed Won'])('never moves an opportunity out of %s', (stage) => {
    expect(decide(situation({ opportunity: opportunity({ stage, isClosed: true }) }))).toMatchObject({ stage: undefined });
  });

  it('looks again while the sender is ahead of the ERP, and asks a person after a minute', () => {
    const hint = { status: 'FULFILLED' };
    expect(decide(situation({ hint }))).toMatchObject({ kind: 'look-again' });
    expect(decide(situation({ hint, now: new Date('2024-05-17T16:01:01.000Z') }))).toEqual({
      kind: 'disagrees',
      claimed: 'shipped',
      actual: 'confirmed',
    });
  });

  it('a hint that comes late changes nothing: the ERP is further along', () => {
    expect(decide(situation({ hint: { status: 'CONFIRMED' }, picture: picture({ deliveries: [delivery()] }) }))).toMatchObject({
      kind: 'update',
      erpStatus: 'Shipped',
      opensFollowUp: true,
    });
  });

  it('fits the message to role and language of the first contact who has not opted out', () => {
    const contacts = [
      contact({ optedOut: true, title: 'CEO' }),
      contact({ id: '003000000000002AAA', title: 'Leiterin Einkauf', language: 'de', role: undefined }),
    ];
    expect(decide(situation({ contacts }))).toMatchObject({ audience: 'procurement', locale: 'de', contact: { id: '003000000000002AAA' } });
  });

  it('marks delays and rejections for review', () => {
    expect(decide(situation({ picture: picture({ order: order({ items: [item({ confirmedOn: '2024-05-30' })] }) }) }))).toMatchObject({
      tags: expect.arrayContaining(['delayed']),
      reading: { delayDays: 9 },
    });
    expect(decide(situation({ picture: picture({ order: order({ items: [item({ rejectionReason: '05' })] }) }) }))).toMatchObject({
      tags: expect.arrayContaining(['rejected']),
    });
  });
});

describe('a sender that is right about a late order', () => {
  it('is not told that it disagrees: picked and late is picked all the same', () => {
    const late = order({ items: [item({ confirmedOn: '2024-05-30' })] });
    const picked = delivery({ goodsMovement: 'not_started', goodsIssuedOn: undefined, proofOfDelivery: 'not_started' });
    const told = decide(situation({ picture: picture({ order: late, deliveries: [picked] }), hint: { status: 'picked' } }));
    expect(told).toMatchObject({ kind: 'update', reading: { status: 'delayed', progress: 'picked' } });
  });
});
