import { contractsOf, lastDay } from '../company/contracts.ts';
import type { CompanySeed } from '../company/seed.ts';
import { amountCell, dayCell } from './cells.ts';
import { setNamed } from './services.ts';
import type { SapStore } from './store.ts';

/** The contracts the CRM knows by these numbers, with the same terms. */
export function loadContracts(store: SapStore, seed: CompanySeed): void {
  for (const { number, customer, startOn, months, annual } of contractsOf(seed))
    store.insert(setNamed('A_SalesContract'), {
      SalesContract: number,
      SalesContractType: 'CQ',
      SalesOrganization: '1010',
      DistributionChannel: '10',
      OrganizationDivision: '00',
      SoldToParty: customer.id,
      CreationDate: dayCell(startOn),
      CreatedByUser: 'MIGRATION',
      LastChangeDate: dayCell(startOn),
      LastChangeDateTime: new Date(`${startOn}T08:00:00Z`).toISOString(),
      PurchaseOrderByCustomer: `FRAME-${number.slice(-4)}`,
      SalesContractDate: dayCell(startOn),
      SalesContractValidityStartDate: dayCell(startOn),
      SalesContractValidityEndDate: dayCell(lastDay(startOn, months)),
      TotalNetAmount: amountCell(((annual * months) / 12).toFixed(2)),
      TransactionCurrency: customer.currency,
      CustomerPaymentTerms: customer.paymentTerms,
      OverallSDProcessStatus: 'A',
      OverallSDDocumentRejectionSts: 'A',
    });
}
