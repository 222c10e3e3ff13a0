import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** Where a customer is sold to. SAP refuses the same sales area a second time. */
export const createSalesArea = defineTool({
  id: 'erp.create-sales-area',
  kind: 'write',
  description: 'Sets a customer of the ERP up for a sales area, with currency and payment terms.',
  system: 'erp',
  needs: ['write.A_CustomerSalesArea.create'],
  input: z.object({
    customer: businessId(),
    salesOrganization: code(),
    distributionChannel: code(),
    division: code(),
    currency: code(),
    paymentTerms: code(),
  }),
  target: () => ({ type: 'A_CustomerSalesArea' }),
  reads: [],
  plain: ['Customer', 'SalesOrganization', 'DistributionChannel', 'Division', 'Currency', 'CustomerPaymentTerms'],
  describe: (_ctx, _before, { customer, salesOrganization, distributionChannel, division, currency, paymentTerms }) => ({
    title: 'Sales area of the customer',
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'Customer', label: 'Customer', after: customer },
      { field: 'SalesOrganization', label: 'Sales organisation', after: salesOrganization },
      { field: 'DistributionChannel', label: 'Distribution channel', after: distributionChannel },
      { field: 'Division', label: 'Division', after: division },
      { field: 'Currency', label: 'Currency', after: currency },
      { field: 'CustomerPaymentTerms', label: 'Payment terms', after: paymentTerms },
    ]),
  }),
});
