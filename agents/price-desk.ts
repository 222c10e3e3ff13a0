import { defineAgent } from 'countersign';
import { createPriceBook } from '../tools/crm/create-price-book.ts';
import { createPrice } from '../tools/crm/create-price.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { findAccountByCustomer } from '../tools/crm/find-account-by-customer.ts';
import { findPriceBook } from '../tools/crm/find-price-book.ts';
import { listPriceBooks } from '../tools/crm/list-price-books.ts';
import { listProductsOf } from '../tools/crm/list-products-of.ts';
import { updatePrice } from '../tools/crm/update-price.ts';
import { listCustomerPrices } from '../tools/erp/list-customer-prices.ts';

/** Keeps what is agreed with customers: one price book each. */
export const priceDesk = defineAgent({
  id: 'price-desk',
  role: 'Keeps the price books of customers in line with the prices agreed with them in the ERP.',
  prompts: [],
  tools: [
    findAccountByCustomer,
    findPriceBook,
    listPriceBooks,
    listProductsOf,
    listCustomerPrices,
    createPriceBook,
    createPrice,
    updatePrice,
    createTask,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 60_000 },
});
