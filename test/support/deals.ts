import type { CompanyRig } from './company-rig.ts';

export type Line = { readonly material: string; readonly quantity: number; readonly price?: number };

/** A deal with lines, won by a person in the CRM. */
export async function won(
  rig: CompanyRig,
  account: string | null,
  lines: readonly Line[],
  deal: Record<string, string | number | null> = {},
): Promise<string> {
  const id = await rig.inCrm('Opportunity', {
    Name: 'Pumps for the north',
    AccountId: account,
    StageName: 'Negotiation/Review',
    CloseDate: '2026-12-31',
    CurrencyIsoCode: 'EUR',
    Amount: 0,
    ...deal,
  });
  for (const line of lines) await addLine(rig, id, line);
  await rig.inCrm('Opportunity', { StageName: 'Closed Won' }, id);
  return id;
}

/** One more product on a deal; answers the line's id. */
export async function addLine(rig: CompanyRig, opportunity: string, { material, quantity, price }: Line): Promise<string> {
  const [entry] = await rig.query(`SELECT Id, UnitPrice FROM PricebookEntry WHERE ProductCode = '${material}'`);
  return rig.inCrm('OpportunityLineItem', {
    OpportunityId: opportunity,
    PricebookEntryId: String(entry?.['Id']),
    Quantity: quantity,
    UnitPrice: price ?? Number(entry?.['UnitPrice']),
  });
}

/** The account of an ERP customer. */
export async function accountOf(rig: CompanyRig, customer: string): Promise<string> {
  const [found] = await rig.query(`SELECT Id FROM Account WHERE ERP_Customer_Id__c = '${customer}'`);
  return String(found?.['Id']);
}
