import { amountCell, dayCell } from './cells.ts';
import { equals } from './filter.ts';
import { SapError } from './sap-error.ts';
import { touch } from './sales-status.ts';
import { person, type Warehouse } from './shipping.ts';
import { setNamed } from './services.ts';
import type { Row } from './store.ts';

/** Terms as somebody enters them; days are ISO days, the amount is the net value of the whole span. */
export type ContractTerms = {
  readonly startOn?: string;
  readonly endOn?: string;
  readonly net?: string;
  readonly currency?: string;
  readonly paymentTerms?: string;
};

/** What people in the ERP do to a contract; each moves its change stamp. */
export type ContractActs = {
  change(contract: string, terms: ContractTerms): void;
  /** Every item is rejected: nothing can be ordered from it any more. */
  reject(contract: string): void;
  remove(contract: string): void;
  /** Answers the number of the new one. */
  enter(customer: string, terms: Required<ContractTerms>): string;
};

export function createContractActs({ store, clock, ids }: Warehouse): ContractActs {
  const set = setNamed('A_SalesContract');
  const put = (contract: string, values: Row): void => {
    const key = { SalesContract: contract };
    if (!store.get(set, key)) throw new SapError(404, 'V1/302', `Sales document ${contract} is not in the database`);
    store.update(set, key, values);
    touch(store, set.name, key, clock, person);
  };
  return {
    change: (contract, terms) => put(contract, cellsOf(terms)),
    reject: (contract) => put(contract, { OverallSDProcessStatus: 'C', OverallSDDocumentRejectionSts: 'C' }),
    remove: (contract) => store.remove(set, equals({ SalesContract: contract })),
    enter(customer, terms) {
      const contract = String(40_100_000 + ids.next('sap-contract'));
      const today = clock.now().toISOString().slice(0, 10);
      store.insert(set, {
        SalesContract: contract,
        SalesContractType: 'CQ',
        SalesOrganization: '1010',
        DistributionChannel: '10',
        OrganizationDivision: '00',
        SoldToParty: customer,
        CreationDate: dayCell(today),
        CreatedByUser: person,
        SalesContractDate: dayCell(today),
        OverallSDProcessStatus: 'A',
        OverallSDDocumentRejectionSts: 'A',
        ...cellsOf(terms),
      });
      touch(store, set.name, { SalesContract: contract }, clock, person);
      return contract;
    },
  };
}

function cellsOf({ startOn, endOn, net, currency, paymentTerms }: ContractTerms): Row {
  return {
    ...(startOn === undefined ? {} : { SalesContractValidityStartDate: dayCell(startOn) }),
    ...(endOn === undefined ? {} : { SalesContractValidityEndDate: dayCell(endOn) }),
    ...(net === undefined ? {} : { TotalNetAmount: amountCell(net) }),
    ...(currency === undefined ? {} : { TransactionCurrency: currency }),
    ...(paymentTerms === undefined ? {} : { CustomerPaymentTerms: paymentTerms }),
  };
}
