import type { BridgePorts, Changes } from '../../contracts/bridge-ports.ts';
import type { ChangePage } from '../../contracts/business.ts';
import type { CustomerPrice, PriceRecord } from '../../contracts/business-erp.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { money } from '../../contracts/money.ts';
import { PriceRow } from './bridge-schema.ts';
import { allOf, anyOf, type Condition, dayLiteral, equalsText, textLiteral, where } from './literals.ts';
import { refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { serviceOf } from './services.ts';

/** Prices one customer has at once; beyond it somebody sells by another list. */
const mostOfCustomer = 2_000;

const inForce = (on: string): readonly Condition[] => [
  where('ConditionValidityStartDate', 'le', dayLiteral(on)),
  where('ConditionValidityEndDate', 'ge', dayLiteral(on)),
];

/** Price conditions by material alone are list prices, those that name a customer as well are agreed with it. */
export function pricePorts(deps: PortDeps): Pick<BridgePorts, 'prices' | 'customerPrices' | 'customerPriceDays'> {
  const { client, name, config } = deps;
  const { salesOrganization, distributionChannel } = config.salesArea;
  const isOurs = (row: PriceRow): boolean =>
    (row.SalesOrganization ?? salesOrganization) === salesOrganization &&
    (row.DistributionChannel ?? distributionChannel) === distributionChannel;
  const read = async (filter: Condition, signal: AbortSignal | undefined, limit?: number): Promise<readonly PriceRow[]> => {
    const query = { $filter: filter.text, $expand: 'to_SlsPrcgConditionRecord', $orderby: 'ConditionRecord,ConditionValidityEndDate' };
    const { rows, hasMore } = await client.list({ service: serviceOf.prices, path: 'A_SlsPrcgCndnRecdValidity', query, signal }, limit);
    if (hasMore && limit !== undefined)
      throw new CountersignError('input.too_large', `A customer has more than ${limit} prices of its own`, { field: 'customer' });
    return rows.map((row) => parsed(name, PriceRow, row)).filter((row) => row.ConditionType === config.priceCondition);
  };
  return {
    prices: {
      async listForMaterial(material, on, options) {
        const filter = allOf(equalsText('Material', material), equalsText('Customer', ''), ...inForce(on));
        const rows = await read(filter, options?.signal);
        return rows.filter((row) => row.Customer === undefined).flatMap((row) => toPrice(name, row) ?? []);
      },
    },
    customerPrices: {
      async listForCustomer(customer, on, options) {
        // An empty customer is what list prices have.
        if (customer === '') return [];
        const type = equalsText('ConditionType', config.priceCondition);
        const rows = await read(allOf(equalsText('Customer', customer), type, ...inForce(on)), options?.signal, mostOfCustomer);
        return rows.filter(isOurs).flatMap((row): CustomerPrice[] => {
          const price = toPrice(name, row);
          return price && row.Customer === customer ? [{ ...price, customer }] : [];
        });
      },
    },
    customerPriceDays: { changedSince: (position, _limit, options) => begunOrEnded(deps, position, options?.signal) },
  };
}

/** More customers than this begin or end on one day where price lists are replaced; the nightly look finds what is left. */
const mostDays = 5_000;

/** Whose prices began, or ended the day before, from the day of the last look to today. What was told of a day is the same again. */
async function begunOrEnded(
  { client, name, config, clock }: PortDeps,
  position: Parameters<Changes['changedSince']>[0],
  signal: AbortSignal | undefined,
): Promise<ChangePage> {
  const from = ('since' in position ? position.since : position.cursor).slice(0, 10);
  const to = clock.now().toISOString().slice(0, 10);
  const within = (field: string, shift: number): Condition =>
    allOf(where(field, 'ge', dayLiteral(shifted(from, shift))), where(field, 'le', dayLiteral(shifted(to, shift))));
  const days = anyOf(within('ConditionValidityStartDate', 0), within('ConditionValidityEndDate', -1));
  const filter = allOf(where('Customer', 'ne', textLiteral('')), equalsText('ConditionType', config.priceCondition), days);
  const query = {
    $filter: filter.text,
    $select: 'ConditionRecord,Customer,ConditionValidityStartDate,ConditionValidityEndDate',
    $orderby: 'ConditionRecord,ConditionValidityEndDate',
  };
  const { rows } = await client.list({ service: serviceOf.prices, path: 'A_SlsPrcgCndnRecdValidity', query, signal }, mostDays);
  const found = new Set<string>();
  for (const row of rows) {
    const { Customer: customer, ConditionValidityStartDate: start, ConditionValidityEndDate: end } = parsed(name, PriceRow, row);
    const last = end === undefined || end >= '9999' ? undefined : shifted(end, 1);
    for (const day of [start, last])
      if (customer !== undefined && day !== undefined && day >= from && day <= to) found.add(`${day} ${customer}`);
  }
  const changes = [...found].toSorted().map((one) => ({ id: one.slice(11), changedAt: `${one.slice(0, 10)}T00:00:00.000Z` }));
  return { changes, cursor: to, more: false };
}

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function toPrice(connection: string, row: PriceRow): PriceRecord | undefined {
  const record = row.to_SlsPrcgConditionRecord;
  if (!record || record.ConditionIsDeleted || record.ConditionRateValue === undefined || row.Material === undefined) return undefined;
  return {
    ref: refOf(connection, 'A_SlsPrcgConditionRecord', row.ConditionRecord, record),
    id: row.ConditionRecord,
    material: row.Material,
    type: row.ConditionType ?? '',
    price: money(record.ConditionRateValue, record.ConditionRateValueUnit ?? 'XXX'),
    per: { value: record.ConditionQuantity ?? '1', unit: record.ConditionQuantityUnit ?? '' },
    validFrom: row.ConditionValidityStartDate ?? '1900-01-01',
    validUntil: row.ConditionValidityEndDate ?? '9999-12-31',
  };
}
