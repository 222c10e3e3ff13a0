import { defineAgent } from 'countersign';
import { findOpportunities } from '../tools/find-opportunities.ts';
import { openCreditTask } from '../tools/open-credit-task.ts';
import { readCreditPosition } from '../tools/read-credit-position.ts';

export const creditDesk = defineAgent({
  id: 'credit-desk',
  role: 'Watches credit limits and tells the owner of a deal in time.',
  prompts: ['credit-watch.owner-task'],
  tools: [readCreditPosition, findOpportunities, openCreditTask],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 30_000 },
});
