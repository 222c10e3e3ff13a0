import { accountOf, change, type Step } from './steps.ts';

type Cells = Readonly<Record<string, string>>;
type Fields = Parameters<typeof change>[2];

/** A contract of the ERP in the words of its table. */
export const cells = ({ start, end, net, ...more }: Cells): Cells => ({
  ...(start === undefined ? {} : { SalesContractValidityStartDate: `${start}T00:00:00` }),
  ...(end === undefined ? {} : { SalesContractValidityEndDate: `${end}T00:00:00` }),
  ...(net === undefined ? {} : { TotalNetAmount: `${net}0` }),
  ...more,
});
/** Somebody in the ERP changes a contract. */
export const says = (contract: string, given: Cells): Step => ({
  table: 'A_SalesContract',
  key: { SalesContract: contract },
  values: { ...cells(given) },
});
export const gone = (contract: string): Step => ({ table: 'A_SalesContract', key: { SalesContract: contract }, becomes: 'gone' });
/** A contract of a customer who had none, like that of another one. */
export const entered = (contract: string, customer: string, given: Cells = {}): Step => ({
  table: 'A_SalesContract',
  key: { SalesContract: '40000018' },
  becomes: 'copied',
  values: { SalesContract: contract, SoldToParty: customer, ...cells(given) },
});
/** Somebody in the CRM changes the contract that has this number. */
export const holds = (contract: string, fields: Fields): Step[] => [
  { find: 'Contract', where: `ERP_Contract_Id__c = '${contract}'`, as: 'contract' },
  change('Contract', '$contract', fields),
];
/** Another contract in the CRM; `$another`. */
export const another = (customer: string, number: string): Step[] => [
  accountOf(customer),
  {
    crm: 'Contract',
    as: 'another',
    fields: { AccountId: '$account', Status: 'Activated', StartDate: '2024-01-01', ContractTerm: 12, ERP_Contract_Id__c: number },
  },
];
