import { changesTo, code, defineTool, type WriteRequest } from 'countersign';
import { companyChanges, companyInput, companyOf, only, plainOfCompany } from './create-customer.ts';

/** A vendor of the ERP: a partner in both vendor roles, in one company code and one purchasing organisation. No bank account: that is entered by people. */
export const createVendor = defineTool({
  id: 'erp.create-vendor',
  kind: 'write',
  description: 'Creates a vendor in the ERP, with address, tax number, company code, purchasing organisation and payment terms.',
  system: 'erp',
  needs: ['write.A_BusinessPartner.create', 'customerMasters.get'],
  input: companyInput.extend({
    companyCode: code(),
    reconciliationAccount: code(),
    purchasingOrganization: code(),
  }),
  target: () => ({ type: 'A_BusinessPartner' }),
  reads: [],
  plain: [...plainOfCompany, 'CompanyCode', 'ReconciliationAccount', 'PurchasingOrganization', 'PurchaseOrderCurrency', 'PaymentTerms'],
  describe: (_ctx, _before, input) => ({
    title: 'New vendor in the ERP',
    operation: 'create',
    changes: changesTo(undefined, [
      ...companyChanges(input),
      { field: 'CompanyCode', label: 'Company code', after: input.companyCode },
      { field: 'ReconciliationAccount', label: 'Reconciliation account', after: input.reconciliationAccount },
      { field: 'PurchasingOrganization', label: 'Purchasing organisation', after: input.purchasingOrganization },
      { field: 'PurchaseOrderCurrency', label: 'Currency', after: input.currency },
      { field: 'PaymentTerms', label: 'Payment terms', after: input.paymentTerms },
    ]),
  }),
  send: (ctx) => ctx.send({ ...ctx.request, fields: nested(ctx.request.fields) }),
});

/** SAP's roles of a vendor: who is paid, and who is bought from. */
const roles = ['FLVN00', 'FLVN01'];

function nested(fields: WriteRequest['fields']): WriteRequest['fields'] {
  return {
    ...companyOf(fields),
    to_BusinessPartnerRole: roles.map((role) => ({ BusinessPartnerRole: role })),
    to_Supplier: {
      to_SupplierCompany: [only(fields, ['CompanyCode', 'ReconciliationAccount', 'PaymentTerms'])],
      to_SupplierPurchasingOrg: [only(fields, ['PurchasingOrganization', 'PurchaseOrderCurrency', 'PaymentTerms'])],
    },
  };
}
