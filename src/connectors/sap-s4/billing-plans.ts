import type { BillingPlans } from '../../contracts/bridge-ports.ts';
import type { BillingDate } from '../../contracts/business-erp.ts';
import { money } from '../../contracts/money.ts';
import { BillingPlanRow } from './bridge-schema.ts';
import { allOf, anyOf, dayLiteral, equalsText, where } from './literals.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { OrderLink } from './schema.ts';
import { serviceOf } from './services.ts';

/** Orders of a customer that are looked through, the newest first. */
const mostOrders = 500;
/** Addresses have a length; this many orders fit in one. */
const perFilter = 20;

/** A plan stands on the order or on one of its items. */
const sets = ['A_SalesOrderBillingPlanItem', 'A_SlsOrderItemBillingPlanItem'];

export function billingPlans({ client, name }: PortDeps): BillingPlans {
  const service = serviceOf.orders;
  return {
    async ofCustomer(customer, { from, to }, options) {
      const signal = options?.signal;
      const asked = {
        $filter: equalsText('SoldToParty', customer).text,
        $select: 'SalesOrder',
        $orderby: 'SalesOrder desc',
        $top: mostOrders,
      };
      const { rows } = await client.list({ service, path: 'A_SalesOrder', query: asked, signal }, mostOrders);
      const orders = rows.map((row) => parsed(name, OrderLink, row).SalesOrder);
      const days = allOf(where('BillingPlanBillingDate', 'ge', dayLiteral(from)), where('BillingPlanBillingDate', 'le', dayLiteral(to)));
      const found: BillingDate[] = [];
      for (let at = 0; at < orders.length; at += perFilter) {
        const some = anyOf(...orders.slice(at, at + perFilter).map((order) => equalsText('SalesOrder', order)));
        const query = { $filter: allOf(some, days).text, $select: Object.keys(BillingPlanRow.shape).join(',') };
        const answers = await Promise.all(sets.map((path) => client.list({ service, path, query, signal })));
        for (const answer of answers) found.push(...answer.rows.flatMap((row) => toDate(parsed(name, BillingPlanRow, row))));
      }
      return found.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    },
  };
}

function toDate(row: BillingPlanRow): readonly BillingDate[] {
  const { SalesOrder: order, BillingPlanBillingDate: on } = row;
  if (on === undefined) return [];
  return [
    {
      order,
      on,
      amount: money(row.BillingPlanAmount ?? '0', row.TransactionCurrency ?? 'XXX'),
      // C is processed to the end.
      isBilled: row.BillingPlanRelatedBillgStatus === 'C',
      isBlocked: row.BillingBlockReason !== undefined,
    },
  ];
}
