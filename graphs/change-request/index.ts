import { defineWorkflow, type WriteTool } from 'countersign';
import { changeRecordType, gated } from 'countersign/flow';
import { customersDesk, ordersDesk, pipelineDesk } from '../../agents/assistant-desks.ts';
import { prepare } from './prepare.ts';

const desks = [ordersDesk, customersDesk, pipelineDesk];
const tools: readonly WriteTool[] = desks.flatMap((desk) => desk.tools.flatMap((tool) => (tool.kind === 'read' ? [] : [tool])));

/** A change somebody asked the assistant for. It goes the way of every change: proposed, countersigned, committed once. */
export const changeRequest = defineWorkflow({
  id: 'change-request',
  version: '1.0.0',
  description: 'Carries a change a person asked for in a conversation; every one of them is countersigned by somebody else.',
  recordType: changeRecordType,
  triggers: [{ on: 'event', types: ['assistant.change-requested'] }],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'asked-in-conversation',
        reason: 'a change asked for in words is looked at by somebody else before it is written',
        when: { tags: ['conversation'] },
        verdict: { effect: 'ask', role: 'controller', expiresInMs: 3 * 86_400_000, escalateAfterMs: 86_400_000, escalateTo: 'admin' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: desks,
  tools: [...new Map(tools.map((tool) => [tool.id, tool])).values()],
  graph: gated({ prepare }),
});
