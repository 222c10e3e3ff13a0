import { defineAgent } from 'countersign';
import { createContract } from '../tools/crm/create-contract.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { findAccountByCustomer } from '../tools/crm/find-account-by-customer.ts';
import { findContracts } from '../tools/crm/find-contracts.ts';
import { listContracts } from '../tools/crm/list-contracts.ts';
import { readMirrors } from '../tools/crm/read-mirrors.ts';
import { recordVariance } from '../tools/crm/record-variance.ts';
import { updateContract } from '../tools/crm/update-contract.ts';
import { listSalesContracts } from '../tools/erp/list-sales-contracts.ts';

/** Keeps contracts: from when to when, for how much a year, on which terms of payment. */
export const contractDesk = defineAgent({
  id: 'contract-desk',
  role: 'Keeps the terms of contracts in the CRM in line with the contracts of the ERP.',
  prompts: [],
  tools: [
    findContracts,
    listContracts,
    findAccountByCustomer,
    readMirrors,
    listSalesContracts,
    createContract,
    updateContract,
    recordVariance,
    createTask,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 60_000 },
});
