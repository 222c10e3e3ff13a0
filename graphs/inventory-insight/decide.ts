import {
  addDecimal,
  compareDecimal,
  type CrmLine,
  type Material,
  type OrderSimulation,
  type PlannedReceipt,
  type Quote,
  type Stock,
} from 'countersign';
import { addTo } from '../_shared/figures.ts';
import type { Problem } from '../_shared/problem.ts';
import type { Mapping } from './mapping.ts';

export type Wanted =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | {
      readonly kind: 'ask';
      readonly requestedOn: string;
      readonly lines: readonly { readonly material: string; readonly quantity: string }[];
    };

/** What of a quote the ERP is asked about: quantities of a material in several lines are asked for together. */
export function askFor(quote: Quote, mapping: Mapping, today: string): Wanted {
  if (!mapping.statuses.includes(quote.status)) return { kind: 'nothing', reason: 'the quote is settled' };
  if (quote.lines.length === 0) return { kind: 'nothing', reason: 'the quote has no lines yet' };
  const bad = quote.lines.findIndex((line) => line.material === undefined || compareDecimal(line.quantity, '0') <= 0);
  if (bad >= 0) return { kind: 'problem', problem: wrongLine(quote.lines[bad], bad + 1) };
  const sums = new Map<string, string>();
  for (const line of quote.lines) sums.set(line.material ?? '', addDecimal(sums.get(line.material ?? '') ?? '0', line.quantity));
  const wanted = quote.lines.flatMap((line) => line.wantedOn ?? []).filter((day) => day >= today);
  return {
    kind: 'ask',
    requestedOn: wanted.toSorted()[0] ?? addTo(today, mapping.leadDays),
    lines: [...sums].map(([material, quantity]) => ({ material, quantity })),
  };
}

function wrongLine(line: CrmLine | undefined, at: number): Problem {
  return line?.material === undefined
    ? { code: 'data.invalid', field: 'ProductCode', message: `The product of line ${at} has no code, so the ERP material is not known` }
    : { code: 'data.invalid', field: 'Quantity', message: `The quantity of line ${at} is ${line.quantity}; it has to be above zero` };
}

export type ShortLine = {
  readonly material: string;
  readonly requested: string;
  readonly confirmed: string;
  readonly confirmedOn: string | undefined;
};

export type Insight = {
  readonly state: 'available' | 'partial' | 'short';
  /** The day the whole of it would be there; undefined where the ERP confirms no day for a part. */
  readonly completeOn: string | undefined;
  readonly short: readonly ShortLine[];
};

export function readSimulation(simulation: OrderSimulation, requestedOn: string): Insight {
  const short = simulation.items
    .filter((item) => compareDecimal(item.confirmed, item.requested.value) < 0 || (item.confirmedOn ?? '9999') > requestedOn)
    .map(({ material, requested, confirmed, confirmedOn }) => ({ material, requested: requested.value, confirmed, confirmedOn }));
  const isComplete = simulation.items.every(
    (item) => compareDecimal(item.confirmed, item.requested.value) >= 0 && item.confirmedOn !== undefined,
  );
  return {
    state: short.length === 0 ? 'available' : short.length < simulation.items.length ? 'partial' : 'short',
    completeOn: isComplete
      ? simulation.items
          .flatMap((item) => item.confirmedOn ?? [])
          .toSorted()
          .at(-1)
      : undefined,
    short,
  };
}

export type Alternative = { readonly material: string; readonly inStock: string };

/** Other materials of the same group that lie in stock in that quantity today, the fullest first. */
export function alternativesFor(
  line: ShortLine,
  own: Material | undefined,
  others: readonly { readonly material: Material; readonly stock: readonly Stock[] }[],
  most: number,
): readonly Alternative[] {
  return others
    .filter(
      ({ material }) => material.id !== line.material && material.group !== undefined && material.group === own?.group && !material.blocked,
    )
    .map(({ material, stock }) => ({ material: material.id, inStock: stock.reduce((sum, place) => addDecimal(sum, place.onHand), '0') }))
    .filter(({ inStock }) => compareDecimal(inStock, line.requested) >= 0)
    .toSorted((a, b) => compareDecimal(b.inStock, a.inStock) || (a.material < b.material ? -1 : 1))
    .slice(0, most);
}

/** What is being made of a short material and belongs to nobody yet: the earliest first, until it would be enough. */
export function inProduction(line: ShortLine, schedule: readonly PlannedReceipt[]): readonly PlannedReceipt[] {
  const free = schedule
    .filter(({ material, order, on }) => material === line.material && order === undefined && on !== undefined)
    .toSorted((a, b) => ((a.on ?? '') < (b.on ?? '') ? -1 : (a.on ?? '') > (b.on ?? '') ? 1 : a.id < b.id ? -1 : 1));
  let sum = '0';
  return free.filter(({ quantity }) => {
    const isWanted = compareDecimal(sum, line.requested) < 0;
    sum = addDecimal(sum, quantity);
    return isWanted;
  });
}

export const productionWords = (receipts: readonly PlannedReceipt[], today: string): string =>
  receipts.length === 0
    ? ''
    : `; being made for nobody yet: ${receipts
        .map(({ id, plant, quantity, unit, on = '' }) => {
          const when = on < today ? `overdue since ${on}` : `on ${on}`;
          return `${quantity} ${unit} from production order ${id} in plant ${plant}, ${when}`;
        })
        .join('; ')}`;
