import type { FlowContext } from 'countersign/flow';
import { priceDesk } from '../../agents/price-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { findPriceBook } from '../../tools/crm/find-price-book.ts';
import { listProductsOf } from '../../tools/crm/list-products-of.ts';
import { listCustomerPrices } from '../../tools/erp/list-customer-prices.ts';
import { unlisted, type Item, type Open } from './decide.ts';

export type Gathered = { readonly account: string; readonly item: Item };

/** Both sides of one customer; undefined where no account stands for it in the CRM. */
export async function gather(flow: FlowContext, customer: string): Promise<Gathered | undefined> {
  const [account] = await flow.read(priceDesk, findAccountByCustomer, { customer });
  if (!account) return undefined;
  const on = flow.clock.now().toISOString().slice(0, 10);
  const [prices, books] = await Promise.all([
    flow.read(priceDesk, listCustomerPrices, { customer, on }),
    flow.read(priceDesk, findPriceBook, { customer }),
  ]);
  const materials = unlisted(prices, books);
  const products = materials.length === 0 ? [] : await flow.read(priceDesk, listProductsOf, { materials });
  return { account: account.id, item: { customer, prices, books, products } };
}

/** What nobody was told of yet. */
export async function untold(flow: FlowContext, customer: string, open: readonly Open[]): Promise<readonly Open[]> {
  const links = await Promise.all(open.map((one) => flow.links.find(tellingOf(flow, customer, one), 'Task')));
  return open.filter((_, at) => links[at]?.length === 0);
}

/** Under which name it is remembered that a person was told of something: once of each. */
export const tellingOf = (flow: FlowContext, customer: string, { about, why }: Open) => ({
  connection: flow.connectionName('erp'),
  type: 'CustomerPrice',
  id: `${customer}/${about}/${why}`,
});
