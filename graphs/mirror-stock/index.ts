import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { mirrorDesk } from '../../agents/mirror-desk.ts';
import { listMaterials } from '../../tools/erp/list-materials.ts';
import { getStock } from '../../tools/erp/get-stock.ts';
import { findMirror } from '../../tools/crm/find-mirror.ts';
import { mirrorStock } from '../../tools/crm/mirror-stock.ts';
import { prepare } from './graph.ts';

/** Stock levels of the ERP stand in the CRM, looked at every hour; only what changed is written. */
export const mirrorStocks = defineWorkflow({
  id: 'mirror-stock',
  version: '1.0.0',
  description: 'Copies the stock levels of the ERP to the CRM every hour; only levels that changed are written.',
  recordType: 'Schedule',
  triggers: [
    { on: 'event', types: ['stock.look'] },
    { on: 'schedule', cron: '7 * * * *', eventType: 'stock.look' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      { name: 'copy', reason: 'a copy decides nothing; the ERP is the master', when: { tags: ['copy'] }, verdict: { effect: 'allow' } },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [mirrorDesk],
  tools: mirrorDesk.tools,
  requires: [listMaterials, getStock, findMirror, mirrorStock],
  graph: gated({ prepare }),
});
