import type { Log } from '../../contracts/log.ts';
import type { FaultDesk } from '../core/faults.ts';

/** Where the ERP tells the world about changes, and the header that proves it is the ERP. */
export type WebhookTarget = { readonly url: string; readonly header: string; readonly key: string };

export type WebhookBody = {
  readonly order_id: string;
  readonly crm_opportunity_id: string;
  readonly new_status: string;
  readonly tracking_number: string;
  readonly estimated_delivery: string;
};

/** What SAP itself sends when a document was created or changed: a CloudEvent that carries the number and nothing else. */
export type DocumentEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, string>>;
};

export type Webhook = {
  aim(target: WebhookTarget | undefined): void;
  post(body: WebhookBody | DocumentEvent): Promise<readonly number[]>;
};

/**
 * Posts a change to the target, if there is one, and returns the status of each copy; 0 when the receiver could not be
 * reached. A `duplicate-webhook` fault makes several copies of one change, all the same, as an impatient sender does.
 */
export function createWebhook(deps: { faults: FaultDesk; log: Log; target?: WebhookTarget | undefined; closing: AbortSignal }): Webhook {
  let target = deps.target;
  return {
    aim(next) {
      target = next;
    },
    async post(body) {
      if (!target) return [];
      const { url, header, key } = target;
      const struck = deps.faults.strike({ face: 'sap', method: 'POST', path: new URL(url).pathname }, ['duplicate-webhook']);
      const copies = struck.reduce((most, fault) => Math.max(most, fault.copies ?? 2), 1);
      const text = JSON.stringify(body);
      const statuses: number[] = [];
      for (let copy = 0; copy < copies; copy++) {
        statuses.push(
          await postOnce({ url, headers: { 'content-type': 'application/json', [header]: key }, text, signal: deps.closing }, deps.log),
        );
      }
      return statuses;
    },
  };
}

export async function postOnce(
  request: { url: string; headers: Record<string, string>; text: string; signal: AbortSignal },
  log: Log,
): Promise<number> {
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.text,
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(10_000)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    log.warn({ host: new URL(request.url).host }, 'sandbox webhook was not delivered');
    return 0;
  }
}
