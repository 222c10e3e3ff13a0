import { total } from './amounts.ts';
import type { SeedCustomer, SeedMaterial, SeedOrder, SeedOrderItem } from './seed.ts';

/** Three orders with fixed ids and dates that documentation, demos and tests speak about. Amounts are theirs, not the price list's. */
export function storyOrders(customer: SeedCustomer, materials: readonly SeedMaterial[]): SeedOrder[] {
  const line = (index: number, quantity: string, net: string, rest: Partial<SeedOrderItem>): SeedOrderItem => {
    const material = materials[index % materials.length];
    return {
      id: String((index + 1) * 10),
      material: material?.id ?? 'MAT-1001',
      description: material?.description ?? '',
      unit: material?.unit ?? 'PC',
      quantity,
      confirmed: quantity,
      delivered: '0',
      net,
      inProduction: false,
      ...rest,
    };
  };
  const order = (id: string, rest: Pick<SeedOrder, 'createdOn' | 'requestedOn' | 'changedAt' | 'items' | 'deliveries'>): SeedOrder => ({
    id,
    customer: customer.id,
    customerReference: `PO-${id.slice(-5)}`,
    currency: customer.currency,
    changedBy: 'JMEIER',
    net: total(
      rest.items.map((item) => item.net),
      customer.currency,
    ),
    invoices: [],
    creditBlocked: false,
    deliveryBlock: '',
    ...rest,
  });
  return [
    shipped(order, [
      line(0, '120', '54000.00', { delivered: '120', confirmedOn: '2024-05-20' }),
      line(1, '160', '128400.00', { delivered: '160', confirmedOn: '2024-05-20' }),
    ]),
    order('SO-78911', {
      createdOn: '2024-05-02',
      requestedOn: '2024-05-15',
      changedAt: '2024-05-16T09:12:00Z',
      items: [line(0, '30', '13365.00', { confirmedOn: '2024-05-24' }), line(1, '12', '8929.44', { confirmedOn: '2024-05-24' })],
      deliveries: [],
    }),
    partlyShipped(order, [
      line(0, '10', '4455.00', { delivered: '10', confirmedOn: '2024-05-21' }),
      line(1, '20', '14882.40', { delivered: '10', confirmedOn: '2024-05-28' }),
    ]),
  ];
}

type MakeOrder = (id: string, rest: Pick<SeedOrder, 'createdOn' | 'requestedOn' | 'changedAt' | 'items' | 'deliveries'>) => SeedOrder;

function shipped(order: MakeOrder, items: SeedOrderItem[]): SeedOrder {
  return order('SO-78910', {
    createdOn: '2024-05-06',
    requestedOn: '2024-05-20',
    changedAt: '2024-05-17T14:05:00Z',
    items,
    deliveries: [delivery('8078910', '1Z999AA1234567890', '2024-05-17', '2024-05-20', items)],
  });
}

function partlyShipped(order: MakeOrder, items: SeedOrderItem[]): SeedOrder {
  return order('SO-78912', {
    createdOn: '2024-05-07',
    requestedOn: '2024-05-28',
    changedAt: '2024-05-17T11:30:00Z',
    items,
    deliveries: [delivery('8078912', '1Z999AA1234567912', '2024-05-17', '2024-05-21', items)],
  });
}

function delivery(
  id: string,
  tracking: string,
  issuedOn: string,
  deliveryOn: string,
  items: readonly SeedOrderItem[],
): SeedOrder['deliveries'][number] {
  return {
    id,
    tracking,
    plannedGoodsIssueOn: issuedOn,
    goodsIssuedOn: issuedOn,
    deliveryOn,
    picked: true,
    items: items.map((item) => ({ orderItem: item.id, material: item.material, quantity: item.delivered, unit: item.unit })),
  };
}
