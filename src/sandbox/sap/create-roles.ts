import { amountCell, dayCell } from './cells.ts';
import type { CreateContext } from './create-sales.ts';
import type { Input } from './input.ts';
import type { EntitySet } from './model.ts';
import { badRequest, SapError } from './sap-error.ts';
import { text } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { Row } from './store.ts';

export function createCustomer({ store, clock, user }: CreateContext, id: string, name: string, input: Input): void {
  const today = dayCell(clock.now().toISOString().slice(0, 10));
  store.insert(setNamed('A_Customer'), {
    CustomerAccountGroup: 'CUST',
    ...input.values,
    Customer: id,
    CustomerFullName: name,
    CustomerName: name.slice(0, 80),
    CreationDate: today,
    CreatedByUser: user,
  });
  const areas = input.children.get('to_CustomerSalesArea') ?? [];
  for (const area of areas) store.insert(setNamed('A_CustomerSalesArea'), { ShippingCondition: '01', ...area.values, Customer: id });
  const currency = text(areas[0]?.values, 'Currency') || 'EUR';
  // Credit management knows a new customer from the first day, with nothing granted yet.
  store.insert(setNamed('CreditMgmtBusinessPartner'), { BusinessPartner: id, CreditRiskClass: 'C', CreditCheckRule: 'STANDARD' });
  store.insert(setNamed('CreditManagementAccount'), {
    BusinessPartner: id,
    CreditSegment: '1000',
    CreditLimitAmount: amountCell('0'),
    CreditSegmentCurrency: currency,
    CreditLimitIsZero: 1,
    CreditAccountIsBlocked: 0,
    CreditLimitLastChangeDate: today,
    YY1_CreditExposure_CMA: amountCell('0'),
  });
}

export function createSupplier({ store, clock, user }: CreateContext, id: string, name: string, input: Input): void {
  store.insert(setNamed('A_Supplier'), {
    SupplierAccountGroup: 'SUPL',
    ...input.values,
    Supplier: id,
    SupplierFullName: name,
    SupplierName: name.slice(0, 80),
    CreationDate: dayCell(clock.now().toISOString().slice(0, 10)),
    CreatedByUser: user,
  });
  for (const set of ['A_SupplierCompany', 'A_SupplierPurchasingOrg'] as const)
    for (const one of input.children.get(set.replace('A_', 'to_')) ?? []) store.insert(setNamed(set), { ...one.values, Supplier: id });
}

/** A role more. The first of a customer or of a supplier makes the partner one; where it is sold to or bought from comes after. */
export function createRole(context: CreateContext, { values }: Input): Row {
  const { store } = context;
  const id = text(values, 'BusinessPartner');
  const role = text(values, 'BusinessPartnerRole');
  const partner = store.get(setNamed('A_BusinessPartner'), { BusinessPartner: id });
  if (!partner) throw new SapError(400, 'R11/139', `Business partner ${id || '(empty)'} does not exist`);
  if (!/^(FLCU0[01]|FLVN0[01]|BUP00[123])$/.test(role)) throw new SapError(400, 'R1/222', `BP role ${role || '(empty)'} is not defined`);
  if (store.get(setNamed('A_BusinessPartnerRole'), values)) throw new SapError(400, 'R1/223', `BP role ${role} already exists`);
  const row = store.insert(setNamed('A_BusinessPartnerRole'), values);
  const name = text(partner, 'BusinessPartnerFullName');
  const bare: Input = { values: {}, children: new Map() };
  if (role.startsWith('FLVN') && text(partner, 'Supplier') === '') {
    store.update(setNamed('A_BusinessPartner'), partner, { Supplier: id });
    createSupplier(context, id, name, bare);
  }
  if (role.startsWith('FLCU') && text(partner, 'Customer') === '') {
    store.update(setNamed('A_BusinessPartner'), partner, { Customer: id });
    createCustomer(context, id, name, bare);
  }
  return row;
}

const areas: Readonly<Record<string, { readonly of: string; readonly number: string; readonly role: string }>> = {
  A_CustomerSalesArea: { of: 'A_Customer', number: 'Customer', role: 'FLCU01' },
  A_SupplierCompany: { of: 'A_Supplier', number: 'Supplier', role: 'FLVN00' },
  A_SupplierPurchasingOrg: { of: 'A_Supplier', number: 'Supplier', role: 'FLVN01' },
};
export const isArea = (set: string): boolean => set in areas;

/** A sales area, company code or purchasing organisation more, of a customer or supplier with the role for it; once. */
export function createArea({ store }: CreateContext, set: EntitySet, { values }: Input): Row {
  const area = areas[set.name];
  const id = text(values, area?.number ?? '');
  if (!area || !store.get(setNamed(area.of), { [area.number]: id }))
    throw badRequest(`${area?.number ?? 'Partner'} ${id || '(empty)'} does not exist`);
  if (!store.get(setNamed('A_BusinessPartnerRole'), { BusinessPartner: id, BusinessPartnerRole: area.role }))
    throw new SapError(400, 'CVI_EI/041', `Business partner ${id} has no role ${area.role}`);
  if (store.get(set, values)) throw new SapError(400, 'CVI_EI/039', 'This assignment exists already');
  return store.insert(set, { ...(area.of === 'A_Customer' ? { ShippingCondition: '01' } : {}), ...values });
}
