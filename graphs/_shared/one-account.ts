import { CountersignError, type Account } from 'countersign';

/** The account that stands for an ERP customer. None and several are a person's to settle, never a guess. */
export function oneAccount(customer: string, accounts: readonly Account[]): Account {
  const [only] = accounts;
  if (!only)
    throw new CountersignError('link.missing', `No account stands for ERP customer ${customer}; link one, then retry`, {
      field: 'ERP_Customer_Id__c',
    });
  if (accounts.length > 1)
    throw new CountersignError(
      'link.ambiguous',
      `${accounts.length} accounts stand for ERP customer ${customer}; a person has to say which`,
      {
        field: 'ERP_Customer_Id__c',
      },
    );
  return only;
}
