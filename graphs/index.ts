import type { Workflow } from 'countersign';
import { orderStatus } from './order-status/index.ts';

export const workflows: readonly Workflow[] = [orderStatus];
