import { defineAgent } from 'countersign';
import { createTask } from '../tools/crm/create-task.ts';
import { findAssets } from '../tools/crm/find-assets.ts';
import { getAccountMaster } from '../tools/crm/get-account-master.ts';
import { getServiceCase } from '../tools/crm/get-service-case.ts';
import { postNote } from '../tools/crm/post-note.ts';
import { updateCase } from '../tools/crm/update-case.ts';
import { completeServiceOrder } from '../tools/erp/complete-service-order.ts';
import { createReturn } from '../tools/erp/create-return.ts';
import { createServiceOrder } from '../tools/erp/create-service-order.ts';
import { findMaterials } from '../tools/erp/find-materials.ts';
import { getReturn } from '../tools/erp/get-return.ts';
import { getServiceOrder } from '../tools/erp/get-service-order.ts';
import { getStock } from '../tools/erp/get-stock.ts';
import { noteOnServiceOrder } from '../tools/erp/note-on-service-order.ts';
import { releaseReturn } from '../tools/erp/release-return.ts';

/** Knows cases and what the ERP makes of them: returns, repairs and service orders, warranty and spare stock. */
export const serviceDesk = defineAgent({
  id: 'service-desk',
  role: 'Reads cases and installed products, drafts returns and service orders, and writes back what became of them.',
  prompts: ['service-desk.read-case'],
  tools: [
    getServiceCase,
    findAssets,
    getAccountMaster,
    findMaterials,
    getStock,
    getServiceOrder,
    getReturn,
    createReturn,
    createServiceOrder,
    noteOnServiceOrder,
    completeServiceOrder,
    releaseReturn,
    updateCase,
    createTask,
    postNote,
  ],
  limits: { maxModelCalls: 2, maxTokens: 4000, timeoutMs: 30_000 },
});
