import type { Log } from '../../contracts/log.ts';
import { type WebhookTarget, postOnce } from '../sap/webhook.ts';
import type { Row } from './records.ts';
import type { Change } from './writes.ts';

/** Objects whose changes are told; the others are told by nobody. */
const told = new Set(['Account', 'Case', 'Contact', 'Contract', 'Lead', 'Opportunity', 'OpportunityLineItem', 'Product2', 'Quote']);

export type ChangeEvents = {
  /** Where changes are told from now on; nowhere when undefined. */
  aim(target: WebhookTarget | undefined): void;
  changed(change: Change, before: Row | undefined, after: Row | undefined, user: string): void;
  /** Resolves when everything that was changed so far has been told. */
  settled(): Promise<readonly number[]>;
};

/**
 * Change Data Capture as a relay posts it: header with entity, record, kind of change, changed fields and who changed them. No
 * values: what the record holds is read from the CRM. Changes of the API user are told as well, so a receiver hears its own echo.
 */
export function createChangeEvents(deps: {
  readonly log: Log;
  readonly closing: AbortSignal;
  readonly next: () => number;
  readonly isStill: (change: Change, after: Row | undefined) => boolean;
}): ChangeEvents {
  let target: WebhookTarget | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let statuses: number[] = [];
  return {
    aim: (next) => {
      target = next;
    },
    changed: (change, before, after, user) => {
      if (!target || !told.has(change.type)) return;
      const { url, header, key } = target;
      const number = deps.next();
      const text = JSON.stringify(eventOf(change, { before, after, user, number }));
      const headers = { 'content-type': 'application/json', [header]: key };
      const earlier = queue;
      const tell = async (): Promise<void> => {
        await earlier;
        // What was rolled back with its transaction never happened; what changed again is told by its own event.
        if (deps.isStill(change, after)) statuses.push(await postOnce({ url, headers, text, signal: deps.closing }, deps.log));
      };
      queue = tell();
    },
    async settled() {
      await queue;
      const all = statuses;
      statuses = [];
      return all;
    },
  };
}

function eventOf(
  change: Change,
  { before, after, user, number }: { before: Row | undefined; after: Row | undefined; user: string; number: number },
): unknown {
  const kinds = { create: 'CREATE', update: 'UPDATE', delete: 'DELETE' } as const;
  const changedFields = Object.keys(after ?? {}).filter((field) => before?.[field] !== after?.[field]);
  const record = after ?? before;
  // A line is part of its deal; who listens wants to know of the deal.
  const parent = change.type === 'OpportunityLineItem' ? record?.['OpportunityId'] : undefined;
  return {
    schema: 'countersign-sandbox',
    payload: {
      ChangeEventHeader: {
        entityName: typeof parent === 'string' ? 'Opportunity' : change.type,
        recordIds: [typeof parent === 'string' ? parent : change.id],
        changeType: typeof parent === 'string' ? 'UPDATE' : kinds[change.operation],
        changeOrigin: 'com/salesforce/api/rest/60.0',
        transactionKey: `0000${number}`,
        sequenceNumber: 1,
        commitTimestamp: Date.parse(String(record?.['LastModifiedDate'] ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2')),
        commitNumber: number,
        commitUser: user,
        changedFields: change.operation === 'update' ? changedFields : [],
      },
    },
    event: { replayId: number, EventUuid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` },
  };
}
