import type { SetupStep } from '../../src/evaluating/index.ts';

/** A case as somebody writes it down: what comes first, what is started, who decides, and what has to come of it. */
export type Written = {
  readonly id: string;
  readonly tags: readonly ('normal' | 'edge' | 'refusal' | 'injection')[];
  readonly setup?: readonly Step[];
  readonly record: string;
  readonly connection?: string;
  readonly decide?: 'approve' | 'reject';
  readonly status: string;
  readonly outcome?: string;
  readonly waitsFor?: string;
  /** What records say afterwards, or a person who has to act is told. */
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
};
type Loose<T> = T extends { readonly find: string } ? Omit<T, 'field'> & { readonly field?: string } : LooseRow<T>;
type LooseRow<T> = T extends { readonly table: string } ? Omit<T, 'becomes' | 'values'> & Partial<T> : T;
export type Step = Loose<SetupStep>;
type Fields = Readonly<Record<string, string | number | boolean | null>>;
export type Line = { readonly material: string; readonly quantity: number; readonly fields?: Fields };

/** How a run ends, in the words of a case. */
export const applied = { status: 'done', outcome: 'applied' } as const;
export const approved = { decide: 'approve', waitsFor: 'controller', ...applied } as const;
export const rejected = { decide: 'reject', waitsFor: 'controller', status: 'done', outcome: 'rejected' } as const;
export const waits = { waitsFor: 'controller', status: 'awaiting_approval' } as const;
export const nothing = (outcome: string) => ({ status: 'done', outcome }) as const;
export const exception = (outcome: string) => ({ status: 'exception', outcome }) as const;

export const accountOf = (customer: string, as = 'account'): Step => ({
  find: 'Account',
  where: `ERP_Customer_Id__c = '${customer}'`,
  as,
});
/** The deal that names an order of the ERP; `$deal`. */
export const dealOf = (order: string, as = 'deal'): Step => ({ find: 'Opportunity', where: `ERP_Order_Id__c = '${order}'`, as });
export const change = (object: string, id: string, fields: Fields): Step => ({ crm: object, id, fields: { ...fields } });

const entry = (material: string): Step => ({
  find: 'PricebookEntry',
  where: `ProductCode = '${material}'`,
  as: `entry${material.replace(/\D/g, '')}`,
});

export function lines(object: 'OpportunityLineItem' | 'QuoteLineItem', parent: Fields, given: readonly Line[]): Step[] {
  return given.flatMap(({ material, quantity, fields = {} }, at): Step[] => [
    entry(material),
    {
      crm: object,
      fields: {
        ...parent,
        PricebookEntryId: `$entry${material.replace(/\D/g, '')}`,
        Quantity: quantity,
        ...(object === 'QuoteLineItem' ? { UnitPrice: 50 } : {}),
        ...fields,
      },
      as: `line${at + 1}`,
    },
  ]);
}

/** A deal with its products, won by a person in the CRM; `$deal`, `$line1`, `$line2`. */
export function deal(given: readonly Line[], fields: Fields = {}, customer = '10100002'): Step[] {
  const { StageName: stage = 'Closed Won', ...rest } = fields;
  return [
    accountOf(customer),
    {
      crm: 'Opportunity',
      as: 'deal',
      fields: {
        Name: 'Belts for the north',
        AccountId: '$account',
        StageName: 'Negotiation/Review',
        CloseDate: '2024-06-30',
        CurrencyIsoCode: 'EUR',
        Amount: 100,
        ...rest,
      },
    },
    ...lines('OpportunityLineItem', { OpportunityId: '$deal' }, given),
    change('Opportunity', '$deal', { StageName: stage }),
  ];
}

/** A case of a customer whose pumps were delivered and stand under warranty; `$case`, `$number`. */
export function openCase(fields: Fields, customer = '10100015'): Step[] {
  return [
    accountOf(customer),
    { crm: 'Case', as: 'case', fields: { AccountId: '$account', Status: 'New', Priority: 'Medium', ...fields } },
    { find: 'Case', where: "Id = '$case'", field: 'CaseNumber', as: 'number' },
  ];
}

/** An account the ERP knows nothing of; `$stranger`. */
export const stranger: Step = { crm: 'Account', as: 'stranger', fields: { Name: 'Stranger Ltd' } };
/** A system refuses the next write that fits; what a workflow writes to the CRM goes as a composite request. */
export const refuses = (face: 'sap' | 'salesforce', pathPattern: string, method: 'POST' | 'PATCH' = 'POST'): Step => ({
  fault: { face, kind: 'server-error', status: 400, method, pathPattern, times: 1 },
});
