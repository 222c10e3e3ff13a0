import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { financeDesk } from '../../agents/finance-desk.ts';
import { releaseCreditBlock } from '../../tools/erp/release-credit-block.ts';
import { getCreditStatus } from '../../tools/erp/get-credit-status.ts';
import { listOpenInvoices } from '../../tools/erp/list-open-invoices.ts';
import { whenOrderChanges } from '../_shared/triggers.ts';
import { prepare } from './graph.ts';

/** An order on credit hold: its release is proposed with what speaks for and against it. A person decides, always. */
export const creditRelease = defineWorkflow({
  id: 'credit-release',
  version: '1.0.0',
  description: 'Proposes to release an order the credit check holds, with what speaks for and against it; never automatic.',
  recordType: 'SalesOrder',
  triggers: whenOrderChanges,
  phase: 'assisted',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'release',
        reason: 'a credit hold is released by a person',
        when: { tags: ['release'] },
        verdict: { effect: 'ask', role: 'controller', expiresInMs: 5 * 86_400_000, escalateAfterMs: 2 * 86_400_000, escalateTo: 'admin' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [financeDesk],
  tools: [releaseCreditBlock],
  requires: [getCreditStatus, listOpenInvoices, releaseCreditBlock],
  graph: gated({ prepare }),
});
