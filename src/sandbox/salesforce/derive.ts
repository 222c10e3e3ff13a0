import { lastDay } from '../company/contracts.ts';
import { stages, type ObjectDef } from './objects/index.ts';
import type { Row, Value } from './records.ts';

type Draft = Record<string, Value>;

type Context = {
  readonly before: Row | undefined;
  readonly given: Row;
  readonly now: string;
  readonly number: () => number;
  readonly find: (object: string, id: Value | undefined) => Row | undefined;
};

/**
 * Fields the vendor computes from others. `before` is undefined for a new record; `now` is the change's stamp,
 * `number` a running number for auto-number fields.
 */
export function derive(object: ObjectDef, draft: Draft, context: Context): void {
  const rule = rules[object.name];
  if (rule) rule(draft, context);
}

type Rule = (draft: Draft, context: Context) => void;

const fullName: Rule = (draft) => {
  draft['Name'] = [draft['FirstName'], draft['LastName']].filter((part) => typeof part === 'string' && part !== '').join(' ');
};

/** A text name left empty becomes the record's id, as with the vendor. */
const nameless: Rule = (draft) => {
  draft['Name'] ??= draft['Id'] ?? null;
};

/** A line knows its product by the product itself or by the price book entry it was taken from. */
function lineOf(draft: Draft, { find }: Context): void {
  const entry = find('PricebookEntry', draft['PricebookEntryId']);
  draft['Product2Id'] ??= entry?.['Product2Id'] ?? null;
  const product = find('Product2', draft['Product2Id']);
  const known = { ProductCode: product?.['ProductCode'], Name: product?.['Name'], ListPrice: entry?.['UnitPrice'] };
  for (const [field, value] of Object.entries(known)) if (field in draft) draft[field] = value ?? null;
  draft['UnitPrice'] ??= entry?.['UnitPrice'] ?? 0;
  const kept = 1 - Number(draft['Discount'] ?? 0) / 100;
  draft['TotalPrice'] = Math.round(Number(draft['Quantity']) * Number(draft['UnitPrice']) * kept * 100) / 100;
}

function endOf(start: Value | undefined, months: Value | undefined): string | null {
  return typeof start === 'string' && typeof months === 'number' ? lastDay(start, months) : null;
}

const rules: Readonly<Record<string, Rule>> = {
  Contact: fullName,
  User: fullName,
  Opportunity(draft, { before, given }) {
    const stage = stages[String(draft['StageName'])];
    if (!stage) return;
    draft['IsClosed'] = stage.isClosed;
    draft['IsWon'] = stage.isWon;
    const moved = before?.['StageName'] !== draft['StageName'];
    if (moved && given['Probability'] === undefined) draft['Probability'] = stage.probability;
    if (moved && given['ForecastCategoryName'] === undefined) draft['ForecastCategoryName'] = stage.forecast;
  },
  Case(draft, { before, now, number }) {
    if (!before) draft['CaseNumber'] = String(1_000 + number()).padStart(8, '0');
    const isClosed = draft['Status'] === 'Closed';
    if (isClosed && before?.['IsClosed'] !== true) draft['ClosedDate'] = now;
    if (!isClosed) draft['ClosedDate'] = null;
    draft['IsClosed'] = isClosed;
  },
  Task(draft) {
    draft['IsClosed'] = draft['Status'] === 'Completed';
  },
  Order(draft, { before, number }) {
    if (!before) draft['OrderNumber'] = String(100 + number()).padStart(8, '0');
    draft['StatusCode'] = draft['Status'] ?? null;
    draft['TotalAmount'] ??= 0;
  },
  OpportunityLineItem(draft, context) {
    lineOf(draft, context);
    draft['CurrencyIsoCode'] ??= context.find('Opportunity', draft['OpportunityId'])?.['CurrencyIsoCode'] ?? null;
  },
  QuoteLineItem(draft, context) {
    lineOf(draft, context);
    if (!context.before) draft['LineNumber'] = String(context.number()).padStart(8, '0');
  },
  PricebookEntry(draft, { find }) {
    draft['ProductCode'] = find('Product2', draft['Product2Id'])?.['ProductCode'] ?? null;
  },
  Quote(draft, { before, find, number }) {
    if (!before) draft['QuoteNumber'] = String(number()).padStart(8, '0');
    draft['AccountId'] ??= find('Opportunity', draft['OpportunityId'])?.['AccountId'] ?? null;
    draft['CurrencyIsoCode'] ??= find('Opportunity', draft['OpportunityId'])?.['CurrencyIsoCode'] ?? null;
    draft['GrandTotal'] ??= 0;
  },
  Lead(draft, context) {
    fullName(draft, context);
    draft['IsConverted'] = draft['Status'] === 'Closed - Converted';
  },
  Contract(draft, { before, number }) {
    if (!before) draft['ContractNumber'] = String(100 + number()).padStart(8, '0');
    draft['EndDate'] = endOf(draft['StartDate'], draft['ContractTerm']);
  },
  OrderItem(draft, { before, number }) {
    if (!before) draft['OrderItemNumber'] = String(number()).padStart(10, '0');
    draft['TotalPrice'] = Math.round(Number(draft['Quantity']) * Number(draft['UnitPrice']) * 100) / 100;
  },
  Countersign_Effect__c: nameless,
  ERP_Invoice__c: nameless,
  ERP_Shipment__c: nameless,
  ERP_Stock__c: nameless,
  ERP_Forecast__c: nameless,
  ERP_Variance__c: nameless,
  Usage_Record__c: nameless,
};
