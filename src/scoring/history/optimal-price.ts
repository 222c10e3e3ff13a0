import type { SalesOrder } from '../../contracts/business.ts';
import { compareDecimal } from '../../contracts/money.ts';
import { reading } from './reading.ts';
import { dayMs, endOf, later, noonOf, note, recordOf, type Said, type SystemModel } from './said.ts';

const lookBackDays = 91;
/** Orders of an item that are read for one answer. */
const mostOrders = 1000;

/**
 * Order lines: what was sold of an item, how many at which price. The ERP overwrites a line that is changed, so what it says is known
 * since the order's last change and no earlier; the label is what the line came to in the end.
 */
export const optimalPrice: SystemModel = {
  readings: [reading({ part: 'erp', feed: 'orders', features: ['historical_90d_qty'], overlapDays: 1, says: orderSays })],
  async of({ erp }, id, { asOf, readAt, signal }) {
    const options = signal ? { signal } : {};
    const { materials, orders } = erp?.ports ?? {};
    const material = await materials?.get(id, options);
    if (!material) return undefined;
    const createdFrom = new Date(Date.parse(asOf) - lookBackDays * dayMs).toISOString().slice(0, 10);
    const found = await orders?.list({ material: id, createdFrom, sort: 'created', descending: true, limit: mostOrders }, options);
    const observations = (found?.items ?? [])
      .flatMap((order) => orderSays(order, readAt).observations)
      .filter(({ entity }) => entity === `item:${id}`);
    return { observations, moments: [], links: {} };
  },
};

function orderSays(order: SalesOrder, readAt: string): Said {
  const { createdOn } = order;
  if (createdOn === undefined) return { observations: [], moments: [] };
  const known = later(endOf(createdOn), order.ref.changedAt ?? readAt);
  const said = order.items.map((item): Said => {
    const entity = `item:${item.material}`;
    const isSold = item.rejectionReason === undefined;
    const place = { at: noonOf(createdOn), known, record: `${recordOf(order.ref)}/${item.id}` };
    // A line that was rejected sold nothing; said as nought, so that it takes back what was said of it before.
    const observations = note(entity, { sold: isSold ? Number(item.ordered.value) : 0 }, place);
    const hasPrice = isSold && compareDecimal(item.ordered.value, '0') > 0 && compareDecimal(item.net.amount, '0') > 0;
    if (!hasPrice) return { observations, moments: [] };
    const quantity = Number(item.ordered.value);
    const moment = {
      entity,
      // The price is asked for before the line is there.
      asOf: `${createdOn}T00:00:00.000Z`,
      outcomeAt: known,
      targets: { quantity, price: Number(item.net.amount) / quantity },
      links: { line: `order-line:${order.id}/${item.id}` },
    };
    return { observations, moments: [moment] };
  });
  return { observations: said.flatMap(({ observations }) => observations), moments: said.flatMap(({ moments }) => moments) };
}
