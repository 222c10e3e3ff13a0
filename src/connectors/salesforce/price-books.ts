import type { BridgePorts } from '../../contracts/bridge-ports.ts';
import { CustomerBook, ListedProduct } from '../../contracts/business-crm.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions } from '../../contracts/call-options.ts';
import type { Reads } from './bridge-reads.ts';
import { moneyIn } from './bridge-map.ts';
import { CustomerBookRow, CustomerEntryRow, PriceEntryRow, ProductRow } from './bridge-schema.ts';
import { checked, custom, type MapContext, parsed, type Row } from './map.ts';
import { condition, id, most, name, names, soql, texts, text, where } from './soql.ts';

/** Entries one customer's book may hold; beyond it somebody sells by another list. */
const mostEntries = 2_000;
/** An address has a length; this many codes fit into one query. */
const perQuery = 100;

/** Price books of customers: one each, known by the customer's number in the ERP. */
export function customerBooks({ context, fields, rows, page, changes, entriesOf }: Reads): BridgePorts {
  const customerField = name(context.config.fields.erpCustomer);
  const entries = async (book: string, options?: CallOptions): Promise<readonly Row[]> => {
    const query = soql`SELECT ${names(fields.customerEntry)} FROM PricebookEntry WHERE Pricebook2Id = ${id(book)} ORDER BY Id LIMIT ${most(mostEntries + 1)}`;
    const found = await rows(query, options, mostEntries + 1);
    if (found.length > mostEntries)
      throw new CountersignError('input.too_large', `The price book of a customer has more than ${mostEntries} entries`, {
        field: 'customer',
      });
    return found;
  };
  return {
    priceBooks: {
      async ofCustomer(customer, options) {
        if (customer === '') return [];
        const of = where([condition`${customerField} = ${text(customer)}`]);
        const found = await rows(soql`SELECT ${names(fields.customerBook)} FROM Pricebook2${of} ORDER BY Id LIMIT ${most(5)}`, options, 5);
        return Promise.all(found.map(async (row) => toBook(row, await entries(String(row['Id']), options), context)));
      },
      async list(position, options) {
        const { items, more } = await page('Pricebook2', fields.customerBook, position, [condition`${customerField} != null`], options);
        const field = context.config.fields.erpCustomer;
        return { items: items.map((row) => ({ id: String(row['Id']), customer: custom(row, field) ?? '' })), more };
      },
      async productsOf(materials, options) {
        const wanted = [...new Set(materials)].filter((material) => material !== '');
        const all: ListedProduct[] = [];
        for (let at = 0; at < wanted.length; at += perQuery) {
          const coded = where([condition`ProductCode IN ${texts(wanted.slice(at, at + perQuery))}`]);
          const found = await rows(soql`SELECT ${names(fields.product)} FROM Product2${coded} ORDER BY Id`, options);
          const prices = await entriesOf(found, options);
          all.push(...found.map((row) => toListed(row, prices, context)));
        }
        return all;
      },
    },
    customerPriceEntryChanges: changes(
      'PricebookEntry',
      `Pricebook2.${context.config.fields.erpCustomer}`,
      condition`${name(`Pricebook2.${context.config.fields.erpCustomer}`)} != null`,
    ),
  };
}

function toBook(row: Row, entries: readonly Row[], context: MapContext): CustomerBook {
  const { connection } = context;
  const seen = parsed(CustomerBookRow, row, connection);
  return checked(CustomerBook, connection, {
    id: seen.Id,
    isActive: seen.IsActive,
    entries: entries.map((each) => {
      const entry = parsed(CustomerEntryRow, each, connection);
      return {
        id: entry.Id,
        product: entry.Product2Id,
        material: entry.Product2?.ProductCode,
        price: moneyIn(entry.UnitPrice ?? 0, entry.CurrencyIsoCode, context),
        isActive: entry.IsActive,
      };
    }),
  });
}

function toListed(row: Row, entries: readonly Row[], { connection, config }: MapContext): ListedProduct {
  const { Id: id, ProductCode: material, IsActive: isActive } = parsed(ProductRow, row, connection);
  const prices = entries.map((entry) => parsed(PriceEntryRow, entry, connection));
  const standard = prices.filter((one) => one.Product2Id === id && one.IsActive && one.Pricebook2?.IsStandard === true);
  const currencies = standard.map((one) => one.CurrencyIsoCode ?? config.currency);
  return checked(ListedProduct, connection, { id, material, isActive, currencies });
}
