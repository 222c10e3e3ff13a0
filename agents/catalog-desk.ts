import { defineAgent } from 'countersign';
import { createPrice } from '../tools/crm/create-price.ts';
import { createProduct } from '../tools/crm/create-product.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { findProducts } from '../tools/crm/find-products.ts';
import { getProduct } from '../tools/crm/get-product.ts';
import { listProducts } from '../tools/crm/list-products.ts';
import { updatePrice } from '../tools/crm/update-price.ts';
import { updateProduct } from '../tools/crm/update-product.ts';
import { findMaterials } from '../tools/erp/find-materials.ts';
import { listPrices } from '../tools/erp/list-prices.ts';

/** Keeps the catalogue: what can be sold, in which unit, at which list price. */
export const catalogDesk = defineAgent({
  id: 'catalog-desk',
  role: 'Keeps products and list prices of the CRM in line with the materials and prices of the ERP.',
  prompts: [],
  tools: [
    findProducts,
    getProduct,
    listProducts,
    findMaterials,
    listPrices,
    createProduct,
    createPrice,
    updateProduct,
    updatePrice,
    createTask,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 60_000 },
});
