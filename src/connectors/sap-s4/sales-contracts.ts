import type { SalesContracts } from '../../contracts/bridge-ports.ts';
import type { SalesContract } from '../../contracts/business-erp.ts';
import { money } from '../../contracts/money.ts';
import { SalesContractRow } from './bridge-schema.ts';
import { changedSince } from './changed-since.ts';
import { entityPath, equalsText } from './literals.ts';
import { defined, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { serviceOf } from './services.ts';

const set = 'A_SalesContract';
const service = serviceOf.contracts;
const fields = Object.keys(SalesContractRow.shape)
  .filter((field) => !field.startsWith('__'))
  .join(',');

/** A customer has contracts by the dozen, not by the thousand. */
const mostContracts = 500;

/** Contracts of the sales side. They are read only: who changes one, changes it in the ERP. */
export function salesContracts(deps: PortDeps): SalesContracts {
  const { client, name } = deps;
  const read = (row: unknown): SalesContractRow => parsed(name, SalesContractRow, row);
  return {
    async get(id, options) {
      const row = await client.get({ service, path: entityPath(set, id), query: { $select: fields }, signal: options?.signal });
      return row === undefined ? undefined : toSalesContract(name, read(row));
    },
    async listForCustomer(customer, options) {
      const query = { $filter: equalsText('SoldToParty', customer).text, $orderby: 'SalesContract', $select: fields, $top: mostContracts };
      const { rows } = await client.list({ service, path: set, query, signal: options?.signal }, mostContracts);
      return rows.map((row) => toSalesContract(name, read(row)));
    },
    changedSince: (position, limit, options) =>
      changedSince(deps, { service, set, key: 'SalesContract', read }, { position, limit }, options),
  };
}

/** The day SAP writes where there is none. */
const endless = '9999-12-31';

function toSalesContract(connection: string, row: SalesContractRow): SalesContract {
  const end = row.SalesContractValidityEndDate;
  return {
    ref: refOf(connection, set, row.SalesContract, row),
    id: row.SalesContract,
    type: row.SalesContractType ?? '',
    soldTo: row.SoldToParty ?? '-',
    ...defined('reference', row.PurchaseOrderByCustomer),
    ...defined('datedOn', row.SalesContractDate),
    ...defined('startOn', row.SalesContractValidityStartDate),
    ...defined('endOn', end === endless ? undefined : end),
    net: money(row.TotalNetAmount ?? '0', row.TransactionCurrency ?? 'XXX'),
    ...defined('paymentTerms', row.CustomerPaymentTerms),
    // C: every line is; B is some of them, whose value is out of the net then.
    isRejected: row.OverallSDDocumentRejectionSts === 'C',
  };
}
