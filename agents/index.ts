import type { Agent } from 'countersign';
import { assistantDesks } from './assistant-desks.ts';
import { customerDesk } from './customer-desk.ts';
import { orderDesk } from './order-desk.ts';

export const agents: readonly Agent[] = [customerDesk, orderDesk, ...assistantDesks];
