import { businessId, changesTo, code, day, decimal, defineTool, financialDecimal } from 'countersign';
import { z } from 'zod';

const Line = z.object({
  material: businessId(),
  quantity: decimal(),
  unit: code().optional(),
  wantedOn: day().optional(),
  /** What one unit was sold for; the ERP's own price where it is left out. */
  unitPrice: financialDecimal().optional(),
});

/** A sales order of the ERP with its lines. The agreed price goes along as a manual price condition. */
export const createSalesOrder = defineTool({
  id: 'erp.create-sales-order',
  kind: 'write',
  description: 'Creates a sales order in the ERP.',
  system: 'erp',
  needs: ['write.A_SalesOrder.create'],
  input: z.object({
    type: code(),
    soldTo: businessId(),
    currency: code(),
    requestedOn: day().optional(),
    reference: businessId().optional(),
    /** SAP's key of the condition that holds an agreed price. */
    priceCondition: code(),
    lines: z.array(Line).min(1).max(200),
  }),
  target: () => ({ type: 'A_SalesOrder' }),
  reads: [],
  plain: ['SalesOrderType', 'TransactionCurrency', 'RequestedDeliveryDate', 'to_Item'],
  describe: (_ctx, _before, input) => ({
    title: `Sales order with ${input.lines.length} ${input.lines.length === 1 ? 'line' : 'lines'}`,
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'SalesOrderType', label: 'Type', after: input.type },
      { field: 'SoldToParty', label: 'Customer', after: input.soldTo },
      { field: 'TransactionCurrency', label: 'Currency', after: input.currency },
      { field: 'RequestedDeliveryDate', label: 'Wanted on', after: input.requestedOn },
      { field: 'PurchaseOrderByCustomer', label: "Customer's reference", after: input.reference },
      { field: 'to_Item', label: 'Lines', after: input.lines.map((line) => itemOf(line, input)) },
    ]),
  }),
});

function itemOf(line: z.infer<typeof Line>, order: { currency: string; priceCondition: string }) {
  return {
    Material: line.material,
    RequestedQuantity: line.quantity,
    ...(line.unit === undefined ? {} : { RequestedQuantityUnit: line.unit }),
    ...(line.wantedOn === undefined
      ? {}
      : { to_ScheduleLine: [{ RequestedDeliveryDate: line.wantedOn, ScheduleLineOrderQuantity: line.quantity }] }),
    ...(line.unitPrice === undefined
      ? {}
      : {
          to_PricingElement: [
            {
              ConditionType: order.priceCondition,
              ConditionRateValue: line.unitPrice,
              ConditionCurrency: order.currency,
              ConditionQuantity: '1',
            },
          ],
        }),
  };
}
