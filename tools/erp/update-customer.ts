import { businessId, changesTo, code, defineTool, organisation } from 'countersign';
import { z } from 'zod';
import { namesOf } from './create-customer.ts';

/** What the CRM is master of in a customer, and the id it knows the customer by. */
export const updateCustomer = defineTool({
  id: 'erp.update-customer',
  kind: 'write',
  description: "Brings a customer's name, language or CRM id up to date in the ERP.",
  system: 'erp',
  needs: ['customerMasters.get', 'write.A_BusinessPartner.update'],
  input: z.object({
    customer: businessId(),
    account: businessId().optional(),
    name: organisation().optional(),
    language: code().optional(),
  }),
  target: ({ customer }) => ({ type: 'A_BusinessPartner', id: customer }),
  reads: ['OrganizationBPName1', 'CorrespondenceLanguage', 'BusinessPartnerIDByExtSystem'],
  plain: ['CorrespondenceLanguage', 'BusinessPartnerIDByExtSystem'],
  describe: (_ctx, before, { customer, account, name, language }) => ({
    title: `Customer ${customer} in the ERP`,
    operation: 'update',
    changes: changesTo(before, [
      { field: 'OrganizationBPName1', label: 'Name', after: name },
      { field: 'CorrespondenceLanguage', label: 'Language', after: language },
      { field: 'BusinessPartnerIDByExtSystem', label: 'CRM account', after: account },
    ]),
  }),
  send: (ctx) => {
    const { OrganizationBPName1: name, ...rest } = ctx.request.fields;
    const names = name === undefined ? {} : { OrganizationBPName2: '', ...namesOf(name) };
    return ctx.send({ ...ctx.request, fields: { ...rest, ...names } });
  },
});
