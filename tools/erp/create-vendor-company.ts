import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** Where a vendor is paid. SAP refuses the same company code a second time. */
export const createVendorCompany = defineTool({
  id: 'erp.create-vendor-company',
  kind: 'write',
  description: 'Sets a vendor of the ERP up for a company code, with payment terms.',
  system: 'erp',
  needs: ['write.A_SupplierCompany.create'],
  input: z.object({ vendor: businessId(), companyCode: code(), reconciliationAccount: code(), paymentTerms: code() }),
  target: () => ({ type: 'A_SupplierCompany' }),
  reads: [],
  plain: ['Supplier', 'CompanyCode', 'ReconciliationAccount', 'PaymentTerms'],
  describe: (_ctx, _before, { vendor, companyCode, reconciliationAccount, paymentTerms }) => ({
    title: 'Company code of the vendor',
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'Supplier', label: 'Vendor', after: vendor },
      { field: 'CompanyCode', label: 'Company code', after: companyCode },
      { field: 'ReconciliationAccount', label: 'Reconciliation account', after: reconciliationAccount },
      { field: 'PaymentTerms', label: 'Payment terms', after: paymentTerms },
    ]),
  }),
});
