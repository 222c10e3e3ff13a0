import { stages, type ObjectDef } from './objects/index.ts';
import type { Row, Value } from './records.ts';

type Draft = Record<string, Value>;

/**
 * Fields the vendor computes from others. `before` is undefined for a new record; `now` is the change's stamp,
 * `number` a running number for auto-number fields.
 */
export function derive(
  object: ObjectDef,
  draft: Draft,
  context: { before: Row | undefined; given: Row; now: string; number: () => number },
): void {
  const rule = rules[object.name];
  if (rule) rule(draft, context);
}

type Rule = (draft: Draft, context: { before: Row | undefined; given: Row; now: string; number: () => number }) => void;

const fullName: Rule = (draft) => {
  draft['Name'] = [draft['FirstName'], draft['LastName']].filter((part) => typeof part === 'string' && part !== '').join(' ');
};

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
  OrderItem(draft, { before, number }) {
    if (!before) draft['OrderItemNumber'] = String(number()).padStart(10, '0');
    draft['TotalPrice'] = Math.round(Number(draft['Quantity']) * Number(draft['UnitPrice']) * 100) / 100;
  },
  Countersign_Effect__c(draft) {
    // A text name left empty becomes the record's id, as with the vendor.
    draft['Name'] ??= draft['Id'] ?? null;
  },
};
