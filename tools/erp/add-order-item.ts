import { businessId, changesTo, code, day, decimal, defineTool, financialDecimal } from 'countersign';
import { z } from 'zod';

export const addOrderItem = defineTool({
  id: 'erp.add-order-item',
  kind: 'write',
  description: 'Adds an item to a sales order.',
  system: 'erp',
  needs: ['orders.get', 'write.A_SalesOrderItem.create'],
  input: z.object({
    order: businessId(),
    material: businessId(),
    quantity: decimal(),
    unitPrice: financialDecimal().optional(),
    /** Where it is not the order's own day. */
    wantedOn: day().optional(),
    currency: code(),
    priceCondition: code(),
  }),
  target: () => ({ type: 'A_SalesOrderItem' }),
  reads: [],
  plain: ['RequestedQuantity', 'to_ScheduleLine', 'to_PricingElement'],
  describe: (_ctx, _before, input) => ({
    title: `Add an item to order ${input.order}`,
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'SalesOrder', label: 'Order', after: input.order },
      { field: 'Material', label: 'Material', after: input.material },
      { field: 'RequestedQuantity', label: 'Quantity', after: input.quantity },
      {
        field: 'to_ScheduleLine',
        label: 'Wanted on',
        after:
          input.wantedOn === undefined ? undefined : [{ RequestedDeliveryDate: input.wantedOn, ScheduleLineOrderQuantity: input.quantity }],
      },
      {
        field: 'to_PricingElement',
        label: 'Agreed price',
        after:
          input.unitPrice === undefined
            ? undefined
            : [
                {
                  ConditionType: input.priceCondition,
                  ConditionRateValue: input.unitPrice,
                  ConditionCurrency: input.currency,
                  ConditionQuantity: '1',
                },
              ],
      },
    ]),
  }),
});
