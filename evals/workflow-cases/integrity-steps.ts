import { accountOf, change, dealOf, type Step } from './steps.ts';

type Fields = Parameters<typeof change>[2];
export const accountSays = (customer: string, fields: Fields): Step[] => [accountOf(customer), change('Account', '$account', fields)];
export const dealSays = (order: string, fields: Fields): Step[] => [dealOf(order), change('Opportunity', '$deal', fields)];
/** What the ERP keeps of a customer in his sales area. */
export const customerSays = (customer: string, values: Readonly<Record<string, string>>): Step => ({
  table: 'A_CustomerSalesArea',
  key: { Customer: customer },
  values: { ...values },
});
export const erpIsAway: Step = {
  fault: { face: 'sap', kind: 'server-error', status: 403, method: 'GET', pathPattern: 'A_BusinessPartner', times: 1 },
};
export const look = (night: number): string => `2024-06-${String(night).padStart(2, '0')}T02:00`;
/**
 * Seven accounts that say neither currency nor payment terms, and deals that say no status of their orders. Thirteen of the deals
 * are taken apart from theirs, so that a night is short: 14 differences of accounts and 13 of deals are left, all of them the ERP's
 * to settle.
 */
export const unlinked: Step[] = ['11', '12', '13', '14', '15', '17', '18', '18', '20', '21', '23', '24', '25'].flatMap((order) =>
  dealSays(`SO-789${order}`, { ERP_Order_Id__c: null }),
);
