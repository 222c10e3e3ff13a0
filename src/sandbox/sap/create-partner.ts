import type { CreateContext } from './create-sales.ts';
import { dayCell } from './cells.ts';
import { createCustomer, createSupplier } from './create-roles.ts';
import { guidOf } from './documents.ts';
import { equals } from './filter.ts';
import type { Input } from './input.ts';
import { badRequest, SapError } from './sap-error.ts';
import { text } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { Row } from './store.ts';

/** A new business partner with what came with it: address, tax numbers, roles, and the customer with its sales area. */
export function createPartner(context: CreateContext, input: Input): Row {
  const { store, clock, ids } = context;
  const category = text(input.values, 'BusinessPartnerCategory');
  if (!['1', '2', '3'].includes(category)) throw new SapError(400, 'R1/119', 'Enter a business partner category');
  const isPerson = category === '1';
  const name = text(input.values, isPerson ? 'LastName' : 'OrganizationBPName1');
  if (name === '') throw new SapError(400, 'R1/102', `Enter a name for the ${isPerson ? 'person' : 'organization'}`);
  const id = String(10_900_000 + ids.next('sap-partner'));
  const now = clock.now().toISOString();
  const today = dayCell(now.slice(0, 10));
  const full = fullName(input.values);
  const customer = input.children.get('to_Customer')?.[0];
  const supplier = input.children.get('to_Supplier')?.[0];
  const partner = store.insert(setNamed('A_BusinessPartner'), {
    BusinessPartnerGrouping: 'BP02',
    ...input.values,
    BusinessPartner: id,
    Customer: customer ? id : '',
    Supplier: supplier ? id : '',
    BusinessPartnerFullName: full,
    BusinessPartnerName: full,
    BusinessPartnerUUID: guidOf(`bp/${id}`),
    CreationDate: today,
    CreatedByUser: context.user,
    ...changedNow(context),
    ETag: now,
  });
  const children = (navigation: string): readonly Input[] => input.children.get(navigation) ?? [];
  for (const address of children('to_BusinessPartnerAddress')) createAddress(context, id, address);
  for (const tax of children('to_BusinessPartnerTax'))
    store.insert(setNamed('A_BusinessPartnerTaxNumber'), { ...tax.values, BusinessPartner: id });
  for (const role of children('to_BusinessPartnerRole'))
    store.insert(setNamed('A_BusinessPartnerRole'), { ...role.values, BusinessPartner: id });
  if (customer) createCustomer(context, id, full, customer);
  if (supplier) createSupplier(context, id, full, supplier);
  return partner;
}

const nameLines = ['FirstName', 'LastName', 'OrganizationBPName1', 'OrganizationBPName2'] as const;

const fullName = (row: Row): string =>
  nameLines
    .map((line) => text(row, line))
    .filter((part) => part !== '')
    .join(' ');

/** A partner's full name follows its name lines, and its customer's follows it. */
/** Who changed a partner last, and when. */
function changedNow({ clock, user }: CreateContext): Row {
  const [day = '', time = ''] = clock.now().toISOString().split('T');
  const [hours = '', minutes = '', seconds = ''] = time.split(':');
  return { LastChangeDate: dayCell(day), LastChangeTime: `PT${hours}H${minutes}M${seconds.slice(0, 2)}S`, LastChangedByUser: user };
}

export function followPartner(context: CreateContext, row: Row, given: Row): void {
  const { store } = context;
  store.update(setNamed('A_BusinessPartner'), row, changedNow(context));
  if (nameLines.every((line) => given[line] === undefined)) return;
  const full = fullName({ ...row, ...given });
  store.update(setNamed('A_BusinessPartner'), row, { BusinessPartnerFullName: full, BusinessPartnerName: full });
  const customer = store.get(setNamed('A_Customer'), { Customer: text(row, 'Customer') });
  if (customer) store.update(setNamed('A_Customer'), customer, { CustomerFullName: full, CustomerName: full.slice(0, 80) });
  const supplier = store.get(setNamed('A_Supplier'), { Supplier: text(row, 'Supplier') });
  if (supplier) store.update(setNamed('A_Supplier'), supplier, { SupplierFullName: full, SupplierName: full.slice(0, 80) });
}

function createAddress({ store, ids }: CreateContext, partner: string, input: Input): void {
  const addressId = String(95_000 + ids.next('sap-address'));
  if (text(input.values, 'Country') === '') throw badRequest('Enter a country for the address');
  const found = store.get(setNamed('A_BusinessPartner'), { BusinessPartner: partner });
  store.insert(setNamed('A_BusinessPartnerAddress'), {
    ...input.values,
    BusinessPartner: partner,
    AddressID: addressId,
    AddressUUID: guidOf(`address/${addressId}`),
    FullName: text(found, 'BusinessPartnerFullName').slice(0, 80),
  });
  const reach = (navigation: string, set: string): void =>
    (input.children.get(navigation) ?? []).forEach((one, index) =>
      store.insert(setNamed(set), { ...one.values, AddressID: addressId, Person: '', OrdinalNumber: String(index + 1) }),
    );
  reach('to_EmailAddress', 'A_AddressEmailAddress');
  reach('to_PhoneNumber', 'A_AddressPhoneNumber');
}

/** A new service order: one of a known customer, with its items and texts, not released yet. */
export function createServiceOrder(context: CreateContext, input: Input): Row {
  const { store, clock, ids, user } = context;
  const soldTo = text(input.values, 'SoldToParty');
  if (!store.get(setNamed('A_Customer'), { Customer: soldTo }))
    throw new SapError(400, 'CRM_ORDER/104', `Partner ${soldTo || '(empty)'} is not maintained for sales area 1010 10 00`);
  if (text(input.values, 'ServiceOrderType') === '') throw new SapError(400, 'CRM_ORDER/013', 'Enter a transaction type');
  const id = String(8_000_000 + ids.next('sap-service-order'));
  const now = clock.now().toISOString();
  const head = store.insert(setNamed('A_ServiceOrder'), {
    SalesOrganization: '1010',
    DistributionChannel: '10',
    Division: '00',
    ServiceDocumentPriority: '3',
    ...input.values,
    ServiceOrder: id,
    ServiceObjectType: 'BUS2000116',
    ServiceDocumentCreationDate: dayCell(now.slice(0, 10)),
    ServiceDocumentCreatedByUser: user,
    ServiceDocChangedDateTime: now,
  });
  (input.children.get('to_Item') ?? []).forEach((item, index) => {
    const product = text(item.values, 'Product');
    const material = store.material(product);
    if (!material) throw new SapError(400, 'CRM_ORDER/020', `Product ${product || '(empty)'} does not exist`);
    store.insert(setNamed('A_ServiceOrderItem'), {
      ServiceOrderItemCategory: 'SVP1',
      ServiceOrderItemDescription: material.description.slice(0, 40),
      QuantityUnit: material.unit,
      Quantity: '1.000',
      ...item.values,
      ServiceOrder: id,
      ServiceOrderItem: String((index + 1) * 10),
    });
  });
  for (const long of input.children.get('to_Text') ?? [])
    store.insert(setNamed('A_ServiceOrderText'), { ...long.values, ServiceOrder: id });
  return head;
}

/** A long text of a service order that is there; one of each kind and language. */
export function createServiceText({ store }: CreateContext, { values }: Input): Row {
  const order = text(values, 'ServiceOrder');
  if (!store.get(setNamed('A_ServiceOrder'), { ServiceOrder: order }))
    throw new SapError(400, 'CRM_ORDER/001', `Transaction ${order || '(empty)'} does not exist`);
  if (store.get(setNamed('A_ServiceOrderText'), values)) throw new SapError(400, 'CRM_ORDER/044', 'A text of this kind exists already');
  return store.insert(setNamed('A_ServiceOrderText'), values);
}

/** What completing a service order does to its items. */
export function followServiceOrder({ store }: CreateContext, row: Row, given: Row): void {
  if (text(given, 'ServiceOrderIsCompleted') !== 'X') return;
  for (const item of store.find(setNamed('A_ServiceOrderItem'), equals({ ServiceOrder: row['ServiceOrder'] ?? null })))
    store.update(setNamed('A_ServiceOrderItem'), item, { ServiceOrderItemIsCompleted: 'X' });
}
