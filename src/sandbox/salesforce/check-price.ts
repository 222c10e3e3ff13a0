import { SalesforceFault } from './fault.ts';
import { type ObjectDef, pricebook2 } from './objects/index.ts';
import type { Records, Row } from './records.ts';

/** A product stands once in a book and currency, and in other books only while it stands in the standard one. */
export function checkPrice(object: ObjectDef, row: Row, records: Records): void {
  const others = records
    .byValue(object, 'Product2Id', String(row['Product2Id']))
    .filter((one) => one['Id'] !== row['Id'] && one['CurrencyIsoCode'] === row['CurrencyIsoCode']);
  if (others.some((one) => one['Pricebook2Id'] === row['Pricebook2Id']))
    throw new SalesforceFault(400, 'DUPLICATE_VALUE', 'This price definition already exists in this price book', []);
  const isStandard = (book: Row[string] | undefined): boolean => records.get(pricebook2, String(book))?.['IsStandard'] === true;
  if (row['IsActive'] !== true || isStandard(row['Pricebook2Id'])) return;
  if (!others.some((one) => one['IsActive'] === true && isStandard(one['Pricebook2Id'])))
    throw new SalesforceFault(400, 'STANDARD_PRICE_NOT_DEFINED', 'Before creating a custom price, create a standard price.', []);
}
