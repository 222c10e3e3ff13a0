import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** Where a vendor is bought from. SAP refuses the same organisation a second time. */
export const createVendorPurchasing = defineTool({
  id: 'erp.create-vendor-purchasing',
  kind: 'write',
  description: 'Sets a vendor of the ERP up for a purchasing organisation, with currency and payment terms.',
  system: 'erp',
  needs: ['write.A_SupplierPurchasingOrg.create'],
  input: z.object({ vendor: businessId(), purchasingOrganization: code(), currency: code(), paymentTerms: code() }),
  target: () => ({ type: 'A_SupplierPurchasingOrg' }),
  reads: [],
  plain: ['Supplier', 'PurchasingOrganization', 'PurchaseOrderCurrency', 'PaymentTerms'],
  describe: (_ctx, _before, { vendor, purchasingOrganization, currency, paymentTerms }) => ({
    title: 'Purchasing organisation of the vendor',
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'Supplier', label: 'Vendor', after: vendor },
      { field: 'PurchasingOrganization', label: 'Purchasing organisation', after: purchasingOrganization },
      { field: 'PurchaseOrderCurrency', label: 'Currency', after: currency },
      { field: 'PaymentTerms', label: 'Payment terms', after: paymentTerms },
    ]),
  }),
});
