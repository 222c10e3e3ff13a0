import { generateCompany, type CompanySandbox, type CompanySeed } from '../../src/sandbox/index.ts';
import type { SeedOrder } from '../../src/sandbox/company/seed.ts';
import type { Dice } from './dice.ts';

/**
 * How an order makes work:
 * - natural: one of the default company's, in whatever state it is; moves on until it is paid
 * - routine: has years until it is late, so every move goes out without a person
 * - late: is late already, so every move asks a controller
 */
export type Kind = 'natural' | 'routine' | 'late';
export type Company = { readonly seed: CompanySeed; readonly orders: ReadonlyMap<string, Kind> };

const kinds: readonly Kind[] = ['routine', 'late', 'natural', 'routine', 'late'];

/** The default company, most of whose orders got so many pieces that there is always another move. Only clearly linked orders count. */
export function crashCompany(seed: number, size = 10): Company {
  const base = generateCompany({ seed, size });
  const named = base.opportunities.map((opportunity) => opportunity.order);
  const orders = new Map<string, Kind>();
  const changed = base.orders.map((order, index) => {
    const kind = kinds[index % kinds.length] ?? 'natural';
    if (named.filter((id) => id === order.id).length === 1) orders.set(order.id, kind);
    return kind === 'natural' ? order : endless(order, kind);
  });
  return { seed: { ...base, orders: changed }, orders };
}

function endless(order: SeedOrder, kind: Exclude<Kind, 'natural'>): SeedOrder {
  const { deliveryBlock, ...rest } = order;
  return {
    ...rest,
    deliveryBlock,
    requestedOn: kind === 'late' ? '2024-05-10' : '2044-01-01',
    deliveries: [],
    invoices: [],
    creditBlocked: false,
    items: order.items.map(({ rejectionReason: _rejected, ...item }) => ({
      ...item,
      quantity: '5000',
      confirmed: '5000',
      confirmedOn: '2024-05-20',
      delivered: '0',
      inProduction: false,
    })),
  };
}

const mostShipments = 3;

/** What people in the ERP do to an order; false when the order could not be moved that way now. */
export async function moveOrder(
  sandbox: CompanySandbox,
  company: Company,
  shipments: Map<string, number>,
  order: string,
  dice: Dice,
): Promise<boolean> {
  const quietly = { notify: false };
  const shipped = shipments.get(order) ?? 0;
  try {
    if (company.orders.get(order) === 'natural') {
      await sandbox.act[dice.pick(['confirm', 'pick', 'deliver', 'invoice', 'pay', 'hold', 'release'] as const)](order, quietly as never);
    } else if (shipped < mostShipments && dice.chance(0.2)) {
      shipments.set(order, shipped + 1);
      await sandbox.act.ship(order, { ...quietly, lines: [{ item: '10', quantity: '1' }] });
    } else {
      await sandbox.act.delay(order, 1, quietly);
    }
    return true;
  } catch {
    // The ERP refuses what makes no sense, a second invoice for example; nothing changed then.
    return false;
  }
}
