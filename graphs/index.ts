import type { Assistant, Workflow } from 'countersign';
import { approvalNotice } from './approval-notice/index.ts';
import { assistant } from './assistant/index.ts';
import { changeRequest } from './change-request/index.ts';
import { dailyDigest } from './daily-digest/index.ts';
import { decisionAudit } from './decision-audit/index.ts';
import { orderStatus } from './order-status/index.ts';

export const workflows: readonly Workflow[] = [orderStatus, changeRequest, decisionAudit, approvalNotice, dailyDigest];
export const assistants: readonly Assistant[] = [assistant];
