import type { CallOptions, Customers } from '../../contracts/ports.ts';
import { byIds } from './by-ids.ts';
import { allOf, anyOf, type Condition, entityPath, equalsText, textLiteral, where } from './literals.ts';
import { toCustomer, toCustomerEntry } from './map-customer.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { CreditLink, CustomerLink, DirectoryRow, PartnerRow } from './schema.ts';
import { serviceOf } from './services.ts';

const expand = 'to_Customer/to_CustomerSalesArea,to_BusinessPartnerAddress/to_EmailAddress,to_BusinessPartnerAddress/to_PhoneNumber';

const directoryShape = {
  $select: 'Customer,BusinessPartnerFullName,to_BusinessPartnerAddress/CityName,to_BusinessPartnerAddress/Country',
  $expand: 'to_BusinessPartnerAddress',
};

export function customers(deps: PortDeps): Customers {
  const { client, config, name } = deps;
  const service = serviceOf.partners;
  return {
    async get(id, options) {
      const path = entityPath('A_BusinessPartner', id);
      const row = await client.get({ service, path, query: { $expand: expand }, signal: options?.signal });
      return row === undefined ? undefined : toCustomer(name, config, parsed(name, PartnerRow, row));
    },
    async directory({ after, limit }, options) {
      // Suppliers and persons are business partners too; only customers have a customer number.
      const filter = where('Customer', 'gt', textLiteral(after ?? ''));
      const query = { ...directoryShape, $filter: filter.text, $orderby: 'Customer', $top: limit + 1 };
      const { rows } = await client.list({ service, path: 'A_BusinessPartner', query, signal: options?.signal }, limit + 1);
      return {
        items: rows.slice(0, limit).map((row) => toCustomerEntry(parsed(name, DirectoryRow, row))),
        more: rows.length > limit,
      };
    },
    async listBlocked(limit, options) {
      const [ofSales, ofCredit] = await Promise.all([blockedInSales(deps, limit, options), blockedByCredit(deps, limit, options)]);
      // Each list holds its first numbers in order, so the first of both together are among them.
      const all = [...new Set([...ofSales, ...ofCredit])].toSorted();
      const ids = all.slice(0, limit);
      const source = { service, set: 'A_BusinessPartner', key: 'BusinessPartner', query: { $expand: expand } };
      const rows = await byIds(deps, source, ids, options);
      const held = new Set(ofCredit);
      const found = rows.map((row) => toCustomer(name, config, parsed(name, PartnerRow, row)));
      return {
        items: found.map((one) => ({ ...one, creditBlocked: held.has(one.id) })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        more: all.length > limit,
      };
    },
  };
}

/** Numbers of the first customers with an order or delivery block for all sales areas, one beyond the limit. */
async function blockedInSales({ client, name }: PortDeps, limit: number, options?: CallOptions): Promise<readonly string[]> {
  const isSet = (field: string): Condition => where(field, 'ne', textLiteral(''));
  const filter = anyOf(isSet('OrderIsBlockedForCustomer'), isSet('DeliveryIsBlocked'));
  const query = { $filter: filter.text, $select: 'Customer', $orderby: 'Customer', $top: limit + 1 };
  const call = { service: serviceOf.partners, path: 'A_Customer', query, signal: options?.signal };
  const { rows } = await client.list(call, limit + 1);
  return rows.map((row) => parsed(name, CustomerLink, row).Customer);
}

async function blockedByCredit({ client, config, name }: PortDeps, limit: number, options?: CallOptions): Promise<readonly string[]> {
  const filter = allOf(equalsText('CreditSegment', config.creditSegment), where('CreditAccountIsBlocked', 'eq', 'true'));
  const query = { $filter: filter.text, $select: 'BusinessPartner', $orderby: 'BusinessPartner', $top: limit + 1 };
  const call = { service: serviceOf.credit, path: 'CreditManagementAccount', query, signal: options?.signal };
  const { rows } = await client.list(call, limit + 1);
  return rows.map((row) => parsed(name, CreditLink, row).BusinessPartner);
}
