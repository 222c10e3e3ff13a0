import { addDecimal, compareDecimal, type CrmLine, type Material, type PlannedReceipt, type Stock, subtractDecimal } from 'countersign';
import { addTo, daysBetween } from '../_shared/figures.ts';
import { nextMonth } from '../_shared/period.ts';
import type { Mapping } from './mapping.ts';

export type Demand = { readonly deal: string; readonly closeOn: string; readonly lines: readonly CrmLine[] };
/** Days from winning to delivery; `why` where a plant's capacity is what holds it up. */
export type Lag = { readonly days: number; readonly why?: string };
export type Supply = {
  readonly now: string;
  readonly materials: readonly Material[];
  readonly stocks: readonly Stock[];
  readonly schedule: readonly PlannedReceipt[];
};

/**
 * When what is won is delivered, by deal: stock goes to the deals in the order of their close dates, then what is on the production
 * schedule for nobody yet; the rest takes the lead time of its material, and the months its plant has room in where its capacity is known.
 */
export function lagsOf(demands: readonly Demand[], supply: Supply, mapping: Mapping): ReadonlyMap<string, Lag> {
  const { now, materials, stocks, schedule } = supply;
  const known = new Map(materials.map((material) => [material.id, material]));
  const stock = new Map<string, string>();
  for (const { material, onHand } of stocks) stock.set(material, addDecimal(stock.get(material) ?? '0', onHand));
  const receipts = freeReceipts(schedule, now);
  const room = roomOf(schedule, now, mapping);
  const lags = new Map<string, Lag>();
  for (const { deal, closeOn, lines } of demands.toSorted((a, b) => (a.closeOn < b.closeOn ? -1 : a.closeOn > b.closeOn ? 1 : 0))) {
    const wonOn = closeOn < now ? now : closeOn;
    let last: Ready = { on: wonOn };
    for (const { material: id, quantity } of lines) {
      if (id === undefined) continue;
      const short = take(stock, id, quantity);
      if (short === '0') continue;
      const earliest = addTo(wonOn, known.get(id)?.leadTimeDays ?? mapping.unknownLeadDays);
      // What is planned for later than it could be had anew is not waited for.
      const scheduled = fromSchedule(receipts.get(id) ?? [], short, earliest);
      let ready: Ready = { on: scheduled.on ?? wonOn };
      if (scheduled.left !== '0') ready = later(ready, room(known.get(id), scheduled.left, earliest));
      last = later(last, ready);
    }
    const days = daysBetween(wonOn, last.on) + mapping.shippingDays;
    lags.set(deal, last.why === undefined ? { days } : { days, why: last.why });
  }
  return lags;
}

type Ready = { readonly on: string; readonly why?: string };
const later = (a: Ready, b: Ready): Ready => (b.on > a.on ? b : a);

/** Takes what there is; answers what is missing. */
function take(left: Map<string, string>, key: string, quantity: string): string {
  const rest = subtractDecimal(left.get(key) ?? '0', quantity);
  const isShort = compareDecimal(rest, '0') < 0;
  left.set(key, isShort ? '0' : rest);
  return isShort ? subtractDecimal('0', rest) : '0';
}

type Receipt = { readonly on: string; left: string };

/** What is made for a sales order is nobody else's, and without a day nothing can be promised of it. */
function freeReceipts(schedule: readonly PlannedReceipt[], now: string): ReadonlyMap<string, Receipt[]> {
  const found = new Map<string, Receipt[]>();
  for (const { material, quantity, on, order } of schedule) {
    if (order !== undefined || on === undefined) continue;
    found.set(material, [...(found.get(material) ?? []), { on: on < now ? now : on, left: quantity }]);
  }
  for (const receipts of found.values()) receipts.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return found;
}

function fromSchedule(
  receipts: readonly Receipt[],
  wanted: string,
  until: string,
): { readonly left: string; readonly on: string | undefined } {
  let left = wanted;
  let on: string | undefined;
  for (const receipt of receipts) {
    if (left === '0' || receipt.on > until) break;
    if (compareDecimal(receipt.left, '0') <= 0) continue;
    const rest = subtractDecimal(left, receipt.left);
    const isUsedUp = compareDecimal(rest, '0') >= 0;
    receipt.left = isUsedUp ? '0' : subtractDecimal('0', rest);
    left = compareDecimal(rest, '0') > 0 ? rest : '0';
    on = receipt.on;
  }
  return { left, on };
}

const mostMonths = 24;

/** What a plant makes in a month less what is on its schedule; deals take the rest of it, the earlier one first. */
function roomOf(schedule: readonly PlannedReceipt[], now: string, { plants }: Pick<Mapping, 'plants'>) {
  const used = new Map<string, string>();
  const use = (plant: string, month: string, quantity: string): void =>
    void used.set(`${plant}/${month}`, addDecimal(used.get(`${plant}/${month}`) ?? '0', quantity));
  for (const { plant, quantity, unit, on } of schedule)
    if (plants[plant]?.unit === unit) use(plant, (on === undefined || on < now ? now : on).slice(0, 7), quantity);
  return (material: Material | undefined, wanted: string, earliest: string): Ready => {
    const plant = material?.plants.find((one) => plants[one]?.unit === material.unit);
    const capacity = plant === undefined ? undefined : plants[plant];
    if (plant === undefined || capacity === undefined) return { on: earliest };
    let left = wanted;
    let month = earliest.slice(0, 7);
    for (let ahead = 0; ahead < mostMonths; ahead += 1) {
      const free = subtractDecimal(capacity.perMonth, used.get(`${plant}/${month}`) ?? '0');
      if (compareDecimal(free, left) >= 0) {
        use(plant, month, left);
        return ahead === 0 ? { on: earliest } : { on: endOf(month), why: `plant ${plant} has no capacity for them before ${month}` };
      }
      if (compareDecimal(free, '0') > 0) {
        use(plant, month, free);
        left = subtractDecimal(left, free);
      }
      month = nextMonth(`${month}-01`).slice(0, 7);
    }
    return { on: endOf(month), why: `plant ${plant} has no capacity for them within ${mostMonths} months` };
  };
}

const endOf = (month: string): string => addTo(nextMonth(`${month}-01`), -1);
