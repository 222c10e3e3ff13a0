import { defineContent } from 'countersign';
import { creditDesk } from './agents/credit-desk.ts';
import { creditWatch } from './graphs/credit-watch/index.ts';
import { findOpportunities } from './tools/find-opportunities.ts';
import { openCreditTask } from './tools/open-credit-task.ts';
import { readCreditPosition } from './tools/read-credit-position.ts';

/** Everything this repository adds to the built-in content; what is not listed does not exist. */
export const content = defineContent({
  tools: [readCreditPosition, findOpportunities, openCreditTask],
  agents: [creditDesk],
  workflows: [creditWatch],
});
