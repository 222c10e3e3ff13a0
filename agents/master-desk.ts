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
import { getAccountMaster } from '../tools/crm/get-account-master.ts';
import { updateAccountMaster } from '../tools/crm/update-account-master.ts';
import { createCustomer } from '../tools/erp/create-customer.ts';
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
    getCustomerMaster,
    createCustomer,
    updateCustomer,
    updateAccountMaster,
    createTask,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 60_000 },
});
