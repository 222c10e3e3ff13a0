import { createHash } from 'node:crypto';
import type { SeedDelivery, SeedInvoice } from '../company/seed.ts';
import { amountCell, dayCell } from './cells.ts';
import { accounts, negated, postLines } from './ledger.ts';
import { overall, quantity, type Step } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { SapStore } from './store.ts';

/** Item numbers in follow-on documents keep the zeros of their six digits: `000010`. */
export const itemNumber = (item: string): string => item.padStart(6, '0');

/** A delivery with its items and its place in the order's document flow. */
export function insertDelivery(
  store: SapStore,
  order: { id: string; customer: string; currency: string; changedBy: string; changedAt: string },
  delivery: SeedDelivery,
): void {
  const moved: Step = delivery.goodsIssuedOn ? 'C' : 'A';
  const picked: Step = delivery.picked ? 'C' : 'A';
  const proof: Step = delivery.proofOfDeliveryOn ? 'C' : 'A';
  const changedOn = dayCell(order.changedAt.slice(0, 10));
  store.insert(setNamed('A_OutbDeliveryHeader'), {
    DeliveryDocument: delivery.id,
    DeliveryDocumentType: 'LF',
    BillOfLading: delivery.tracking,
    ActualGoodsMovementDate: delivery.goodsIssuedOn ? dayCell(delivery.goodsIssuedOn) : null,
    PlannedGoodsIssueDate: dayCell(delivery.plannedGoodsIssueOn),
    DeliveryDate: dayCell(delivery.deliveryOn),
    ProofOfDeliveryDate: delivery.proofOfDeliveryOn ? dayCell(delivery.proofOfDeliveryOn) : null,
    OverallPickingStatus: picked,
    OverallGoodsMovementStatus: moved,
    OverallProofOfDeliveryStatus: proof,
    OverallPackingStatus: picked,
    OverallSDProcessStatus: overall([moved, proof]),
    CreationDate: changedOn,
    DocumentDate: changedOn,
    LastChangeDate: changedOn,
    CreatedByUser: order.changedBy,
    LastChangedByUser: order.changedBy,
    SoldToParty: order.customer,
    ShipToParty: order.customer,
    SalesOrganization: '1010',
    ShippingPoint: '1010',
    TransactionCurrency: order.currency,
    TotalCreditCheckStatus: 'A',
  });
  delivery.items.forEach((item, index) =>
    store.insert(setNamed('A_OutbDeliveryItem'), {
      DeliveryDocument: delivery.id,
      DeliveryDocumentItem: itemNumber(String((index + 1) * 10)),
      ActualDeliveryQuantity: quantity(item.quantity),
      OriginalDeliveryQuantity: quantity(item.quantity),
      DeliveryQuantityUnit: item.unit,
      BaseUnit: item.unit,
      GoodsMovementStatus: moved,
      Material: item.material,
      PickingStatus: picked,
      Plant: '1010',
      ProofOfDeliveryStatus: proof,
      ReferenceSDDocument: order.id,
      ReferenceSDDocumentItem: itemNumber(item.orderItem),
      ReferenceSDDocumentCategory: 'C',
    }),
  );
  insertFlow(store, order.id, delivery.id, 'J', order.changedAt);
}

export function insertInvoice(
  store: SapStore,
  order: {
    id: string;
    customer: string;
    currency: string;
    changedAt: string;
    paymentTerms: string;
    items: readonly { id: string; material: string; quantity: string; unit: string; net: string; rejectionReason?: string }[];
  },
  invoice: SeedInvoice,
): void {
  store.insert(setNamed('A_BillingDocument'), {
    BillingDocument: invoice.id,
    BillingDocumentType: 'F2',
    SDDocumentCategory: 'M',
    BillingDocumentDate: dayCell(invoice.issuedOn),
    CreationDate: dayCell(invoice.issuedOn),
    LastChangeDate: dayCell(order.changedAt.slice(0, 10)),
    LastChangeDateTime: new Date(order.changedAt).toISOString(),
    TotalNetAmount: amountCell(invoice.net),
    TaxAmount: amountCell(invoice.tax),
    TotalGrossAmount: amountCell(invoice.gross),
    TransactionCurrency: order.currency,
    PayerParty: order.customer,
    SoldToParty: order.customer,
    CustomerPaymentTerms: order.paymentTerms,
    InvoiceClearingStatus: invoice.cleared ? 'C' : 'A',
    AccountingPostingStatus: 'C',
    AccountingDocument: `18${invoice.id.slice(-8)}`,
    OverallBillingStatus: 'C',
  });
  insertReceivable(store, order, invoice);
  bookInvoice(store, order.currency, invoice);
  order.items
    .filter((item) => item.rejectionReason === undefined)
    .forEach((item, index) =>
      store.insert(setNamed('A_BillingDocumentItem'), {
        BillingDocument: invoice.id,
        BillingDocumentItem: itemNumber(String((index + 1) * 10)),
        SalesDocument: order.id,
        SalesDocumentItem: itemNumber(item.id),
        Material: item.material,
        BillingQuantity: quantity(item.quantity),
        BillingQuantityUnit: item.unit,
        NetAmount: amountCell(item.net),
        TransactionCurrency: order.currency,
      }),
    );
  insertFlow(store, order.id, invoice.id, 'M', order.changedAt);
}

/** The customer's line of the invoice's journal entry, cleared or open. */
function insertReceivable(
  store: SapStore,
  order: { customer: string; currency: string; changedAt: string; paymentTerms: string },
  invoice: SeedInvoice,
): void {
  const document = `18${invoice.id.slice(-8)}`;
  const clearedOn = invoice.cleared ? dayCell(invoice.clearedOn ?? order.changedAt.slice(0, 10)) : null;
  store.insert(setNamed('A_OperationalAcctgDocItemCube'), {
    CompanyCode: '1010',
    FiscalYear: invoice.issuedOn.slice(0, 4),
    AccountingDocument: document,
    AccountingDocumentItem: '001',
    FinancialAccountType: 'D',
    Customer: order.customer,
    BillingDocument: invoice.id,
    DocumentDate: dayCell(invoice.issuedOn),
    PostingDate: dayCell(invoice.issuedOn),
    NetDueDate: dayCell(invoice.dueOn),
    ClearingDate: clearedOn,
    ClearingCreationDate: clearedOn,
    ClearingAccountingDocument: invoice.cleared ? `14${invoice.id.slice(-8)}` : '',
    IsCleared: invoice.cleared ? 1 : 0,
    PaymentTerms: order.paymentTerms,
    AmountInTransactionCurrency: amountCell(invoice.gross),
    TransactionCurrency: order.currency,
  });
}

/** What it earned and the tax on it stand on their accounts, in credit. */
function bookInvoice(store: SapStore, currency: string, { id, issuedOn, net, tax }: SeedInvoice): void {
  const lines = [
    { account: accounts.revenue, amount: negated(net) },
    { account: accounts.tax, amount: negated(tax) },
  ];
  postLines(store, { document: `18${id.slice(-8)}`, on: issuedOn, currency, invoice: id, lines });
}

function insertFlow(store: SapStore, orderId: string, document: string, category: string, changedAt: string): void {
  store.insert(setNamed('A_SalesOrderSubsqntProcFlow'), {
    SalesOrder: orderId,
    DocRelationshipUUID: guidOf(`${orderId}/${document}`),
    SubsequentDocument: document,
    SubsequentDocumentCategory: category,
    ProcessFlowLevel: '0',
    CreationDate: dayCell(changedAt.slice(0, 10)),
    LastChangeDate: dayCell(changedAt.slice(0, 10)),
  });
}

/** A stable UUID from a name, so that reloading the same company gives the same links. */
export function guidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
