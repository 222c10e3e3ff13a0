import { defineAgent } from 'countersign';
import { getCompany } from '../tools/company-data/get-company.ts';
import { listContactPersons } from '../tools/erp/list-contact-persons.ts';
import { createContactPerson } from '../tools/erp/create-contact-person.ts';
import { relateContactPerson } from '../tools/erp/relate-contact-person.ts';
import { updateContactPerson } from '../tools/erp/update-contact-person.ts';
import { setContactEmail } from '../tools/erp/set-contact-email.ts';
import { setContactPhone } from '../tools/erp/set-contact-phone.ts';
import { listAccountContacts } from '../tools/crm/list-account-contacts.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { findAccountByCustomer } from '../tools/crm/find-account-by-customer.ts';
import { findAccountByVendor } from '../tools/crm/find-account-by-vendor.ts';
import { getAccountMaster } from '../tools/crm/get-account-master.ts';
import { updateAccountMaster } from '../tools/crm/update-account-master.ts';
import { addPartnerRole } from '../tools/erp/add-partner-role.ts';
import { createCustomer } from '../tools/erp/create-customer.ts';
import { createSalesArea } from '../tools/erp/create-sales-area.ts';
import { createVendor } from '../tools/erp/create-vendor.ts';
import { createVendorCompany } from '../tools/erp/create-vendor-company.ts';
import { createVendorPurchasing } from '../tools/erp/create-vendor-purchasing.ts';
import { listAccountChildren } from '../tools/crm/list-account-children.ts';
import { mergeAccount } from '../tools/crm/merge-account.ts';
import { moveToAccount } from '../tools/crm/move-to-account.ts';
import { setPartnerBlock } from '../tools/erp/set-partner-block.ts';
import { listOpenInvoices } from '../tools/erp/list-open-invoices.ts';
import { listOrders } from '../tools/erp/list-orders.ts';
import { getContact } from '../tools/crm/get-contact.ts';
import { listContactCases } from '../tools/crm/list-contact-cases.ts';
import { mergeContact } from '../tools/crm/merge-contact.ts';
import { moveToContact } from '../tools/crm/move-to-contact.ts';
import { getCustomerMaster } from '../tools/erp/get-customer-master.ts';
import { updateCustomer } from '../tools/erp/update-customer.ts';

/** Keeps masters: one customer is one record in each system, and both say the same of it. */
export const masterDesk = defineAgent({
  id: 'master-desk',
  role: 'Keeps customers one record in each system, and both in line by the master of each field.',
  prompts: [],
  tools: [
    getCompany,
    listAccountContacts,
    listContactPersons,
    createContactPerson,
    relateContactPerson,
    updateContactPerson,
    setContactEmail,
    setContactPhone,
    getAccountMaster,
    findAccountByCustomer,
    findAccountByVendor,
    getCustomerMaster,
    createCustomer,
    createVendor,
    addPartnerRole,
    createSalesArea,
    createVendorCompany,
    createVendorPurchasing,
    updateCustomer,
    updateAccountMaster,
    listAccountChildren,
    mergeAccount,
    moveToAccount,
    setPartnerBlock,
    listOpenInvoices,
    listOrders,
    getContact,
    listContactCases,
    mergeContact,
    moveToContact,
    createTask,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 60_000 },
});
