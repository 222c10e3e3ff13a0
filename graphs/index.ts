import type { Assistant, Workflow } from 'countersign';
import { assistant } from './assistant/index.ts';
import { changeRequest } from './change-request/index.ts';
import { closedWon } from './closed-won/index.ts';
import { decisionAudit } from './decision-audit/index.ts';
import { orderStatus } from './order-status/index.ts';

export const workflows: readonly Workflow[] = [orderStatus, closedWon, changeRequest, decisionAudit];
export const assistants: readonly Assistant[] = [assistant];
