import { changesTo, code, defineTool, type WriteRequest } from 'countersign';
import { companyChanges, companyInput, companyOf, only, plainOfCompany } from './company-partner.ts';

/** A customer of the ERP with address, tax number, role and its sales area. The CRM's id goes along, so the ERP knows whom it stands for. */
export const createCustomer = defineTool({
  id: 'erp.create-customer',
  kind: 'write',
  description: 'Creates a customer in the ERP, with address, tax number, currency and payment terms.',
  system: 'erp',
  needs: ['write.A_BusinessPartner.create', 'customerMasters.get'],
  input: companyInput.extend({
    role: code(),
    salesOrganization: code(),
    distributionChannel: code(),
    division: code(),
  }),
  target: () => ({ type: 'A_BusinessPartner' }),
  reads: [],
  plain: [
    ...plainOfCompany,
    'BusinessPartnerRole',
    'SalesOrganization',
    'DistributionChannel',
    'Division',
    'Currency',
    'CustomerPaymentTerms',
  ],
  describe: (_ctx, _before, input) => ({
    title: 'New customer in the ERP',
    operation: 'create',
    changes: changesTo(undefined, [
      ...companyChanges(input),
      { field: 'BusinessPartnerRole', label: 'Role', after: input.role },
      { field: 'SalesOrganization', label: 'Sales organisation', after: input.salesOrganization },
      { field: 'DistributionChannel', label: 'Distribution channel', after: input.distributionChannel },
      { field: 'Division', label: 'Division', after: input.division },
      { field: 'Currency', label: 'Currency', after: input.currency },
      { field: 'CustomerPaymentTerms', label: 'Payment terms', after: input.paymentTerms },
    ]),
  }),
  send: (ctx) => ctx.send({ ...ctx.request, fields: nested(ctx.request.fields) }),
});

type Fields = WriteRequest['fields'];

/** Approvers see a list of fields; SAP wants them where they belong: address, tax number, role and sales area hang below the partner. */
function nested(fields: Fields): Fields {
  return {
    ...companyOf(fields),
    to_BusinessPartnerRole: [only(fields, ['BusinessPartnerRole'])],
    to_Customer: {
      to_CustomerSalesArea: [only(fields, ['SalesOrganization', 'DistributionChannel', 'Division', 'Currency', 'CustomerPaymentTerms'])],
    },
  };
}
