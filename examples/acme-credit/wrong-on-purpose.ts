/**
 * Mistakes the compiler catches. This file must not compile: what follows a `// wrong:` comment, up to the next empty
 * line, is an error, and nothing else is. `npm run examples` checks exactly that.
 */
import { businessId, code, defineContent, defineTool } from 'countersign';
import type { FlowContext, ProposalPlan } from 'countersign/flow';
import { z } from 'zod';
import { creditDesk } from './agents/credit-desk.ts';
import { openCreditTask } from './tools/open-credit-task.ts';
import { readCreditPosition } from './tools/read-credit-position.ts';

const task = { description: 'x', system: 'crm', needs: [], input: z.object({ subject: code() }), target: () => ({ type: 'Task' }) };

// wrong: a write tool has to say what it would do
export const silent = defineTool({ ...task, id: 'acme.silent', kind: 'write', reads: [], plain: [] });

// wrong: what a read tool answers has to have the shape of its output
export const misread = defineTool({
  id: 'acme.misread',
  kind: 'read',
  description: 'x',
  system: 'erp',
  needs: ['orders.get'],
  input: z.object({ order: businessId() }),
  output: z.object({ soldTo: businessId() }),
  run: async ({ ports }, { order }) => ({ soldTo: (await ports.orders?.get(order))?.net }),
});

// wrong: a read context has no way to write
export const sneaky = async (flow: FlowContext) => flow.ports.writer;

// wrong: a write tool cannot be called, only proposed
export const called = () => openCreditTask.run();

export const read = (flow: FlowContext) => {
  // wrong: the input's field is `order`
  return flow.read(creditDesk, readCreditPosition, { id: 'SO-1' });
};

export const asked = (flow: FlowContext) => {
  // wrong: a write tool is no read tool
  return flow.read(creditDesk, openCreditTask, { opportunity: '1', owner: '2', subject: 'x', text: 'x' });
};

export const proposed = (draft: Parameters<ProposalPlan['write']>[0]) => {
  // wrong: a proposal needs the whole input of its tool
  return draft.propose('task', openCreditTask, { opportunity: '1', subject: 'x', text: 'x' });
};

// wrong: content lists workflows too
export const forgetful = defineContent({ tools: [readCreditPosition], agents: [creditDesk] });
