import type { z } from 'zod';
import { Account, CaseRecord, Contact, CrmUser, CustomerEntry, Opportunity, type RecordRef } from '../../contracts/business.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { money } from '../../contracts/money.ts';
import type { SalesforceConfig } from './config.ts';
import { AccountRow, CaseRow, ContactRow, EntryRow, OpportunityRow, UserRow } from './schema.ts';

export type Row = Readonly<Record<string, unknown>>;
export type MapContext = { readonly connection: string; readonly config: SalesforceConfig };

const systemFields = ['Id', 'SystemModstamp', 'LastModifiedDate', 'LastModifiedById'];

/** The fields each mapping reads; a query names them and nothing else. */
export function fieldsOf(config: SalesforceConfig) {
  const { fields } = config;
  return {
    opportunity: [
      ...systemFields,
      'Name',
      'AccountId',
      'OwnerId',
      'StageName',
      'IsClosed',
      'IsWon',
      'Amount',
      'CloseDate',
      'Description',
      fields.erpOrder,
      fields.erpStatus,
      fields.tracking,
      ...(config.multiCurrency ? ['CurrencyIsoCode'] : []),
      ...keyField(config, 'Opportunity'),
    ],
    /** What else the history of an opportunity needs of the record itself. */
    dated: ['CreatedDate'],
    history: ['OpportunityId', 'StageName', 'Amount', 'CloseDate', 'CreatedDate', ...(config.multiCurrency ? ['CurrencyIsoCode'] : [])],
    account: [
      ...systemFields,
      'Name',
      'OwnerId',
      'Phone',
      'BillingStreet',
      'BillingCity',
      'BillingState',
      'BillingPostalCode',
      'BillingCountry',
      fields.erpCustomer,
      fields.language,
    ],
    entry: ['Id', 'Name', 'BillingCity', 'BillingCountry', fields.erpCustomer],
    contact: [
      ...systemFields,
      'AccountId',
      'FirstName',
      'LastName',
      'Name',
      'Title',
      'Email',
      'Phone',
      'HasOptedOutOfEmail',
      fields.language,
      fields.mergedInto,
    ],
    case: [...systemFields, 'CaseNumber', 'Subject', 'Description', 'Status', 'Priority', 'Origin', 'AccountId', 'ContactId', 'IsClosed'],
    user: [...systemFields, 'Name', 'Email', 'IsActive'],
  } as const satisfies Readonly<Record<string, readonly string[]>>;
}

function keyField(config: SalesforceConfig, object: string): readonly string[] {
  return config.keyObjects.includes(object) ? [config.fields.key] : [];
}

export function toOpportunity(row: Row, context: MapContext): Opportunity {
  const { connection, config } = context;
  const seen = parsed(OpportunityRow, row, connection);
  return checked(Opportunity, connection, {
    ref: ref('Opportunity', seen, connection),
    id: seen.Id,
    name: seen.Name,
    accountId: seen.AccountId,
    ownerId: seen.OwnerId,
    stage: seen.StageName,
    isClosed: seen.IsClosed,
    isWon: seen.IsWon,
    amount: seen.Amount === undefined ? undefined : moneyOf(seen.Amount, seen.CurrencyIsoCode ?? config.currency),
    closeOn: seen.CloseDate,
    description: seen.Description,
    erpOrderId: custom(row, config.fields.erpOrder),
    erpStatus: custom(row, config.fields.erpStatus),
    tracking: custom(row, config.fields.tracking),
    lastEffectKey: custom(row, config.fields.key),
  });
}

export function toAccount(row: Row, context: MapContext): Account {
  const { connection, config } = context;
  const seen = parsed(AccountRow, row, connection);
  const lines = [
    seen.BillingStreet,
    [seen.BillingPostalCode, seen.BillingCity].filter(Boolean).join(' '),
    seen.BillingState,
    seen.BillingCountry,
  ];
  return checked(Account, connection, {
    ref: ref('Account', seen, connection),
    id: seen.Id,
    name: seen.Name,
    ownerId: seen.OwnerId,
    phone: seen.Phone,
    billingAddress: lines.filter(Boolean).join(', ') || undefined,
    erpCustomerId: custom(row, config.fields.erpCustomer),
    language: custom(row, config.fields.language),
  });
}

export function toEntry(row: Row, { connection, config }: MapContext): CustomerEntry {
  const seen = parsed(EntryRow, row, connection);
  return checked(CustomerEntry, connection, {
    id: seen.Id,
    name: seen.Name,
    town: seen.BillingCity,
    country: seen.BillingCountry,
    erpCustomer: custom(row, config.fields.erpCustomer),
  });
}

export function toContact(row: Row, role: { role: string | undefined; isPrimary: boolean }, context: MapContext): Contact {
  const { connection, config } = context;
  const seen = parsed(ContactRow, row, connection);
  return checked(Contact, connection, {
    ref: ref('Contact', seen, connection),
    id: seen.Id,
    accountId: seen.AccountId,
    firstName: seen.FirstName,
    lastName: seen.LastName,
    name: seen.Name,
    title: seen.Title,
    role: role.role,
    isPrimary: role.isPrimary,
    email: seen.Email,
    phone: seen.Phone,
    language: custom(row, config.fields.language),
    // Where the organisation hides the field we do not know, and somebody we do not know about is not written to.
    optedOut: seen.HasOptedOutOfEmail ?? true,
    mergedIntoId: custom(row, config.fields.mergedInto),
  });
}

export function toCase(row: Row, { connection }: MapContext): CaseRecord {
  const seen = parsed(CaseRow, row, connection);
  return checked(CaseRecord, connection, {
    ref: ref('Case', seen, connection),
    id: seen.Id,
    number: seen.CaseNumber,
    subject: seen.Subject ?? '',
    description: seen.Description,
    status: seen.Status,
    priority: seen.Priority,
    origin: seen.Origin,
    accountId: seen.AccountId,
    contactId: seen.ContactId,
    isClosed: seen.IsClosed,
  });
}

export function toUser(row: Row, { connection }: MapContext): CrmUser {
  const seen = parsed(UserRow, row, connection);
  return checked(CrmUser, connection, {
    ref: ref('User', seen, connection),
    id: seen.Id,
    name: seen.Name,
    email: seen.Email,
    isActive: seen.IsActive,
  });
}

export function ref(
  type: string,
  row: { Id: string; SystemModstamp: string; LastModifiedDate?: string | undefined; LastModifiedById?: string | undefined },
  connection: string,
): RecordRef {
  const changedAt = row.LastModifiedDate === undefined ? undefined : isoInstant(row.LastModifiedDate);
  const by = row.LastModifiedById === undefined ? {} : { changedBy: row.LastModifiedById };
  return { connection, type, id: row.Id, version: row.SystemModstamp, ...(changedAt === undefined ? {} : { changedAt }), ...by };
}

/** `2025-06-02T08:00:00.000+0000` lacks the colon ISO 8601 asks for in an offset. */
export function isoInstant(text: string): string | undefined {
  const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** Amounts come as JSON numbers; the shortest text of a double is what the vendor printed, up to fifteen digits. */
export function moneyOf(amount: number, currency: string) {
  const text = String(amount);
  return /^-?\d{1,18}(\.\d+)?$/.test(text) ? money(text, currency) : undefined;
}

export function custom(row: Row, field: string): string | undefined {
  const value = row[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function parsed<S extends z.ZodType>(schema: S, row: Row, connection: string): z.output<S> {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  throw unknownForm(connection, result.error.issues[0]?.path.join('.'));
}

export function checked<S extends z.ZodType>(schema: S, connection: string, value: Readonly<Record<string, unknown>>): z.output<S> {
  const result = schema.safeParse(Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)));
  if (result.success) return result.data;
  throw unknownForm(connection, result.error.issues[0]?.path.join('.'));
}

function unknownForm(connection: string, field: string | undefined): CountersignError {
  return new CountersignError(
    'connector.invalid_reply',
    `${connection} answered with a record in an unknown form`,
    field === undefined ? {} : { field },
  );
}
