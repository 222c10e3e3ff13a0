import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type {
  AccountMaster,
  Asset,
  CreditStatus,
  CrmLine,
  CustomerMaster,
  Invoice,
  InvoiceDetail,
  Material,
  OrderSimulation,
  PriceRecord,
  Quote,
  ServiceCase,
} from '../../src/index.ts';

/** Records the workflows between CRM and ERP decide on, each complete and valid; a test names only what it is about. */
export const eur = (amount: string) => ({ amount, currency: 'EUR' });
const ref = (connection: string, type: string, id: string) => ({ connection, type, id, version: '1' });

/** What a workflow's own mapping.yaml says, before its schema has seen it. */
export const mappingOf = (workflow: string): unknown =>
  parse(readFileSync(new URL(`../../graphs/${workflow}/mapping.yaml`, import.meta.url), 'utf8'));

export const line = (change: Partial<CrmLine> = {}): CrmLine => ({
  id: '00k1',
  material: 'PUMP-100',
  description: 'Pump 100',
  quantity: '10',
  unitPrice: eur('100.00'),
  ...change,
});

export const accountMaster = (change: Partial<AccountMaster> = {}): AccountMaster => ({
  ref: ref('crm', 'Account', '001A'),
  id: '001A',
  name: 'Harbour Pumps Ltd',
  erpCustomerId: '100001',
  ...change,
});

export const customerMaster = (change: Partial<CustomerMaster> = {}): CustomerMaster => ({
  ref: ref('erp', 'A_Customer', '100001'),
  id: '100001',
  name: 'Harbour Pumps Ltd',
  isBlocked: false,
  ...change,
});

export const material = (change: Partial<Material> = {}): Material => ({
  ref: ref('erp', 'A_Product', change.id ?? 'PUMP-100'),
  id: 'PUMP-100',
  description: 'Pump 100',
  unit: 'PC',
  group: 'PUMPS',
  plants: ['1010'],
  blocked: false,
  ...change,
});

type SimulatedItem = OrderSimulation['items'][number];
export const simulatedItem = (change: Partial<SimulatedItem> = {}): SimulatedItem => ({
  material: 'PUMP-100',
  requested: { value: '10', unit: 'PC' },
  confirmed: '10',
  confirmedOn: '2024-06-01',
  net: eur('1000.00'),
  ...change,
});

export const simulation = (change: Partial<OrderSimulation> = {}): OrderSimulation => ({
  net: eur('1000.00'),
  creditStatus: 'approved',
  items: [simulatedItem()],
  ...change,
});

export const price = (change: Partial<PriceRecord> = {}): PriceRecord => ({
  ref: ref('erp', 'A_SlsPrcgConditionRecord', '1'),
  id: '1',
  material: 'PUMP-100',
  type: 'PPR0',
  price: eur('100.00'),
  per: { value: '1', unit: 'PC' },
  validFrom: '2024-01-01',
  validUntil: '9999-12-31',
  ...change,
});

export const credit = (change: Partial<CreditStatus> = {}): CreditStatus => ({
  ref: ref('erp', 'CreditAccount', '100001'),
  customer: '100001',
  segment: '0000',
  limit: eur('100000.00'),
  exposure: eur('40000.00'),
  blocked: false,
  ...change,
});

export const invoice = (change: Partial<Invoice> = {}): Invoice => ({
  ref: ref('erp', 'A_BillingDocument', change.id ?? '90000001'),
  id: '90000001',
  issuedOn: '2024-04-01',
  dueOn: '2024-05-01',
  net: eur('1000.00'),
  tax: eur('190.00'),
  gross: eur('1190.00'),
  payer: '100001',
  cleared: 'not_started',
  cancelled: false,
  ...change,
});

export const invoiceDetail = (change: Partial<InvoiceDetail> = {}): InvoiceDetail => ({
  ref: ref('erp', 'A_BillingDocument', '90000001'),
  id: '90000001',
  type: 'F2',
  issuedOn: '2024-05-02',
  payer: '100001',
  soldTo: '100001',
  net: eur('1000.00'),
  gross: eur('1190.00'),
  isCancelled: false,
  isCreditNote: false,
  cleared: 'not_started',
  lines: [{ id: '10', order: 'SO-1', net: eur('1000.00') }],
  ...change,
});

export const serviceCase = (change: Partial<ServiceCase> = {}): ServiceCase => ({
  ref: ref('crm', 'Case', '5001'),
  id: '5001',
  number: '00001001',
  subject: 'It stands still',
  status: 'New',
  priority: 'Medium',
  type: 'Return',
  accountId: '001A',
  isClosed: false,
  ...change,
});

export const asset = (change: Partial<Asset> = {}): Asset => ({
  ref: ref('crm', 'Asset', change.id ?? '02iA'),
  id: '02iA',
  name: 'Pump 100',
  serialNumber: 'SN-10001',
  accountId: '001A',
  material: 'PUMP-100',
  warrantyUntil: '2025-12-31',
  ...change,
});

export const quote = (change: Partial<Quote> = {}): Quote => ({
  ref: ref('crm', 'Quote', '0Q0A'),
  id: '0Q0A',
  number: '00000042',
  name: 'Spring quote',
  status: 'Draft',
  lines: [line()],
  ...change,
});
