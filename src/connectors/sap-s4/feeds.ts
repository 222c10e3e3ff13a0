import { z } from 'zod';
import type { Invoice } from '../../contracts/business.ts';
import type { FeedOptions, FeedPage, FeedPosition, Feeds, Payment } from '../../contracts/feeds.ts';
import { byIds } from './by-ids.ts';
import { memberOf } from './client.ts';
import { preciseInstant, readCursor, writeCursor } from './cursor.ts';
import { allOf, anyOf, type Condition, dayLiteral, entityPath, equalsText, instantLiteral, textLiteral, where } from './literals.ts';
import { toDelivery, toInvoice, toSalesOrder } from './map.ts';
import { orderShape } from './orders.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { DeliveryLink, DeliveryRow, InvoiceRow, OrderRow, toInstant } from './schema.ts';
import { serviceOf } from './services.ts';

/** Fields by which a set is read in order, and what else a row must fulfil. */
type Source = {
  readonly service: string;
  readonly set: string;
  /** `day` fields are moments at midnight without a zone. */
  readonly stamp: { readonly field: string; readonly kind: 'instant' | 'day' };
  readonly key: string;
  readonly shape?: Readonly<Record<string, string>>;
  readonly and?: readonly Condition[];
};

/** History in bulk: each set in the order of a stamp, so that a reading may stop and go on. */
export function feeds(deps: PortDeps): Feeds {
  return { orders: orders(deps), deliveries: deliveries(deps), invoices: invoices(deps), payments: payments(deps) };
}

const byChange = { field: 'LastChangeDateTime', kind: 'instant' } as const;

function orders(deps: PortDeps): NonNullable<Feeds['orders']> {
  const { config, name } = deps;
  const source = { service: serviceOf.orders, set: 'A_SalesOrder', stamp: byChange, key: 'SalesOrder', shape: orderShape(config) };
  return {
    changed: (position, limit, options) =>
      paged(deps, source, position, limit, options, async (rows) =>
        rows.map((row) => toSalesOrder(name, config, parsed(name, OrderRow, row))),
      ),
  };
}

function deliveries(deps: PortDeps): NonNullable<Feeds['deliveries']> {
  const { client, name } = deps;
  const toDeliveries = (rows: readonly unknown[]) => rows.map((row) => toDelivery(name, parsed(name, DeliveryRow, row)));
  const source: Source = {
    service: serviceOf.deliveries,
    set: 'A_OutbDeliveryHeader',
    // A header carries no stamp of its last change, and the day of a goods issue is never written again.
    stamp: { field: 'ActualGoodsMovementDate', kind: 'day' },
    key: 'DeliveryDocument',
    shape: { $expand: 'to_DeliveryDocumentItem' },
    and: [where('OverallGoodsMovementStatus', 'eq', textLiteral('C'))],
  };
  return {
    async changed(position, limit, options) {
      if (options?.of === undefined) return paged(deps, source, position, limit, options, async (rows) => toDeliveries(rows));
      // OData V2 cannot filter headers by their items: the items name the deliveries, page by page in the order of their numbers.
      const from = 'cursor' in position ? readCursor(position.cursor) : { at: position.since, id: '' };
      const links = await client.list(
        {
          service: serviceOf.deliveries,
          path: 'A_OutbDeliveryItem',
          query: {
            $filter: allOf(equalsText('Material', options.of), where('DeliveryDocument', 'gt', textLiteral(from.id))).text,
            $select: 'DeliveryDocument',
            $orderby: 'DeliveryDocument',
            $top: limit + 1,
          },
          signal: options.signal,
        },
        limit + 1,
      );
      const all = links.rows.map((row) => parsed(name, DeliveryLink, row).DeliveryDocument);
      const ids = [...new Set(all.slice(0, limit))];
      const since = where('ActualGoodsMovementDate', 'ge', dayLiteral(from.at.slice(0, 10)));
      const wanted = { ...source, query: source.shape ?? {}, and: [...(source.and ?? []), since] };
      const rows = await byIds(deps, wanted, ids, options);
      return { items: toDeliveries(rows), cursor: writeCursor({ at: from.at, id: ids.at(-1) ?? from.id }), more: all.length > limit };
    },
  };
}

/** Credit memos and cancellations are billing documents too, and nobody pays them. */
const isInvoice = equalsText('SDDocumentCategory', 'M');

function invoices(deps: PortDeps): NonNullable<Feeds['invoices']> {
  const { client, config, name } = deps;
  const source = { service: serviceOf.billing, set: 'A_BillingDocument', stamp: byChange, key: 'BillingDocument' };
  const asked = (of: string | undefined): Condition[] => [isInvoice, ...(of === undefined ? [] : [equalsText('PayerParty', of)])];
  const read = (row: unknown): Invoice => toInvoice(name, config, parsed(name, InvoiceRow, row));
  return {
    async get(id, options) {
      const row = await client.get({ service: serviceOf.billing, path: entityPath('A_BillingDocument', id), signal: options?.signal });
      return row === undefined ? undefined : read(row);
    },
    changed: (position, limit, options) =>
      paged(deps, { ...source, and: asked(options?.of) }, position, limit, options, async (rows) => rows.map(read)),
  };
}

const text = () => z.string().nullish();
const ClearedItem = z.object({
  CompanyCode: text(),
  FiscalYear: text(),
  AccountingDocument: z.string().min(1),
  AccountingDocumentItem: text(),
  BillingDocument: z.string().min(1),
  ClearingDate: z.string(),
  ClearingCreationDate: z.string(),
});

/** Cleared customer lines of the journal name the invoices; an invoice in parts comes once for each part, complete with the last. */
function payments(deps: PortDeps): NonNullable<Feeds['payments']> {
  const { config, name } = deps;
  const source: Source = {
    service: serviceOf.accounting,
    set: 'A_OperationalAcctgDocItemCube',
    stamp: { field: 'ClearingCreationDate', kind: 'day' },
    key: 'AccountingDocument',
    shape: { $select: Object.keys(ClearedItem.shape).join(',') },
    and: [
      // D is a customer's account; a clearing that was reset has cleared nothing.
      equalsText('FinancialAccountType', 'D'),
      where('BillingDocument', 'ne', textLiteral('')),
      where('ClearingIsReversed', 'eq', 'false'),
    ],
  };
  const read = async (rows: readonly unknown[], options?: FeedOptions): Promise<Payment[]> => {
    const items = rows.map((row) => parsed(name, ClearedItem, row));
    const ids = [...new Set(items.map(({ BillingDocument: id }) => id))];
    const billed = { service: serviceOf.billing, set: 'A_BillingDocument', key: 'BillingDocument', and: [isInvoice] };
    const found = await byIds(deps, billed, ids, options);
    const byId = new Map(found.map((row) => toInvoice(name, config, parsed(name, InvoiceRow, row))).map((one) => [one.id, one]));
    return items.flatMap((item) => {
      const invoice = byId.get(item.BillingDocument);
      const clearedOn = toInstant(item.ClearingDate)?.slice(0, 10);
      const enteredOn = toInstant(item.ClearingCreationDate)?.slice(0, 10);
      if (!invoice || clearedOn === undefined) return [];
      const id = [item.CompanyCode, item.AccountingDocument, item.FiscalYear, item.AccountingDocumentItem].filter(Boolean).join('/');
      const ref = { connection: name, type: source.set, id };
      return [{ ref, invoice, clearedOn, ...(enteredOn === undefined ? {} : { enteredOn }) }];
    });
  };
  return {
    changed: (position, limit, options) => {
      const of = options?.of === undefined ? [] : [equalsText('Customer', options.of)];
      return paged(deps, { ...source, and: [...(source.and ?? []), ...of] }, position, limit, options, (rows) => read(rows, options));
    },
  };
}

/** A page of a set in the order of its stamp, and for equal stamps of its key. */
async function paged<T>(
  { client, name }: PortDeps,
  { service, set, stamp, key, shape, and = [] }: Source,
  position: FeedPosition,
  limit: number,
  options: FeedOptions | undefined,
  read: (rows: readonly unknown[]) => Promise<readonly T[]>,
): Promise<FeedPage<T>> {
  const from = 'cursor' in position ? readCursor(position.cursor) : undefined;
  const literal = (at: string): string => (stamp.kind === 'day' ? dayLiteral(at.slice(0, 10)) : instantLiteral(at));
  const beyond = from
    ? anyOf(
        where(stamp.field, 'gt', literal(from.at)),
        allOf(where(stamp.field, 'eq', literal(from.at)), where(key, 'gt', textLiteral(from.id))),
      )
    : where(stamp.field, 'ge', literal('since' in position ? position.since : ''));
  const query = {
    ...shape,
    $filter: allOf(beyond, ...and).text,
    $orderby: `${stamp.field},${key}`,
    $top: limit + 1,
    // Counted once: later pages have less in front of them.
    ...(from ? {} : { $inlinecount: 'allpages' }),
  };
  const { rows, count } = await client.list({ service, path: set, query, signal: options?.signal }, limit + 1);
  const places = rows.map((row) => placeOf(row, stamp, key));
  const beyondPage = places[limit];
  // Rows that share a place stay together: behind a cursor at that place the rest of them would be passed over.
  const cut = beyondPage ? places.findIndex(({ at, id }) => at === beyondPage.at && id === beyondPage.id) : rows.length;
  const shown = rows.slice(0, cut > 0 ? cut : limit);
  const place = places[shown.length - 1];
  return {
    items: await read(shown),
    cursor: writeCursor(place ?? from ?? { at: 'since' in position ? position.since : '', id: '' }),
    more: rows.length > limit,
    ...(count === undefined ? {} : { total: count }),
  };

  function placeOf(row: unknown, { field, kind }: Source['stamp'], id: string): { at: string; id: string } {
    const at = memberOf(row, field);
    const etag = memberOf(memberOf(row, '__metadata'), 'etag');
    const moment = toInstant(typeof at === 'string' ? at : undefined) ?? '';
    const precise = kind === 'instant' && typeof etag === 'string' ? preciseInstant(etag) : undefined;
    const found = parsed(name, z.string().min(1), memberOf(row, id));
    return { at: precise ?? (kind === 'day' ? moment.slice(0, 10) : moment), id: found };
  }
}
