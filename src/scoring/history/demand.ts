import type { Delivery } from '../../contracts/business.ts';
import type { LabelledMoment, Observation } from '../../contracts/models.ts';
import { addDecimal } from '../../contracts/money.ts';
import { everyOf, reading } from './reading.ts';
import { dayMs, endOf, noonOf, note, recordOf, type SystemModel } from './said.ts';

const weekMs = 7 * dayMs;
/** The first Monday of 1970; weeks begin on Mondays in UTC. */
const firstMonday = 4 * dayMs;
const horizonWeeks = 13;
/** Less of a past than this says nothing of seasons, and little of a level. */
const leastPastWeeks = 26;
const lookBackDays = 1092;
/** Lines of one item that are read for one answer; of an item with more the first ones. */
const mostDeliveries = 5000;

/**
 * What left the house a week. A goods issue is posted on a day and its quantity is never written again. What lies on hand is known as of
 * now alone, so it is read for an answer and has no past.
 */
export const demand: SystemModel = {
  readings: [
    reading({
      part: 'erp',
      feed: 'deliveries',
      features: ['weekly_demand'],
      // Goods issues are posted for days past at times.
      overlapDays: 14,
      says: (delivery) => ({ observations: deliverySays(delivery), moments: [] }),
    }),
  ],
  onlyNow: [{ part: 'erp', port: 'materials', features: ['on_hand'] }],
  derived: { kind: 'item', moments: momentsOf },
  async of({ erp }, id, { asOf, readAt, signal }) {
    const { feeds, materials } = erp?.ports ?? {};
    const options = signal ? { signal } : {};
    const material = await materials?.get(id, options);
    if (materials && !material) return undefined;
    const since = new Date(Date.parse(asOf) - lookBackDays * dayMs).toISOString();
    const sent = feeds?.deliveries ? await everyOf(feeds.deliveries, id, { since, most: mostDeliveries, ...options }) : [];
    const entity = `item:${id}`;
    const observations = sent.flatMap(deliverySays).filter((each) => each.entity === entity);
    if (!material && observations.length === 0) return undefined;
    const stock = (await materials?.stock(id, options)) ?? [];
    const onHand = stock.reduce((sum, { onHand: there }) => addDecimal(sum, there), '0');
    const now = material ? note(entity, { on_hand: Number(onHand) }, { at: readAt, record: recordOf(material.ref) }) : [];
    return { observations: [...observations, ...now], moments: [], links: {} };
  },
};

function deliverySays(delivery: Delivery): Observation[] {
  const { goodsIssuedOn, items, ref } = delivery;
  if (goodsIssuedOn === undefined) return [];
  return items.flatMap(({ id, material, quantity }) =>
    note(
      `item:${material}`,
      { demand: Number(quantity.value) },
      { at: noonOf(goodsIssuedOn), known: endOf(goodsIssuedOn), record: `${recordOf(ref)}/${id}` },
    ),
  );
}

/** Every thirteenth Monday whose thirteen weeks are over, once there is half a year of a past: what the item sold in each of the weeks. */
function momentsOf(entity: string, observations: readonly Observation[], now: string): LabelledMoment[] {
  const sold = observations.filter(({ name }) => name === 'demand').map(({ at, value }) => ({ at: Date.parse(at), value: Number(value) }));
  const first = sold.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  if (sold.length === 0) return [];
  const spanMs = horizonWeeks * weekMs;
  const begin = Math.ceil((first + leastPastWeeks * weekMs - firstMonday) / spanMs) * spanMs + firstMonday;
  const moments: LabelledMoment[] = [];
  for (let asOf = begin; asOf + spanMs <= Date.parse(now); asOf += spanMs) {
    const weeks = Array.from({ length: horizonWeeks }, () => 0);
    for (const { at, value } of sold) {
      const week = Math.floor((at - asOf) / weekMs);
      if (week >= 0 && week < horizonWeeks) weeks[week] = (weeks[week] ?? 0) + value;
    }
    moments.push({
      entity,
      asOf: new Date(asOf).toISOString(),
      outcomeAt: new Date(asOf + spanMs).toISOString(),
      targets: { demand_ahead: weeks },
    });
  }
  return moments;
}
