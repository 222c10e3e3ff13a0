import type { ServiceCase } from 'countersign';
import type { Mapping } from './mapping.ts';

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'request'; readonly priority: string; readonly wantedAt: string };

/** A case of high priority that is no return and no repair becomes a service request. */
export function decide(one: ServiceCase, mapping: Mapping, now: Date): Decision {
  if (one.isClosed) return { kind: 'nothing', reason: 'the case is closed' };
  if (one.erpDocumentId !== undefined) return { kind: 'nothing', reason: 'the case has its ERP document' };
  const priority = mapping.priorities[one.priority ?? ''];
  if (priority === undefined) return { kind: 'nothing', reason: 'not of high priority' };
  if (one.type !== undefined && !mapping.types.includes(one.type))
    return { kind: 'nothing', reason: 'another workflow takes cases of this type' };
  const wantedAt = new Date(now.getTime() + mapping.wantedWithinHours * 3_600_000);
  wantedAt.setUTCMinutes(0, 0, 0);
  return { kind: 'request', priority, wantedAt: wantedAt.toISOString() };
}
