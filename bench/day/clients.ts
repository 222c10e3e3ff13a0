import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxApp } from '../../src/sandbox/salesforce/index.ts';
import { sandboxKeys } from '../../src/app/sandbox-host.ts';

export type Row = Readonly<Record<string, unknown>>;

const erpHeaders = { authorization: `Basic ${Buffer.from('COUNTERSIGN:sandbox').toString('base64')}`, accept: 'application/json' };

/** What people and systems do in the sandbox, over HTTP as everybody else. */
export function sandboxClient(url: string) {
  const post = async (path: string, body: unknown): Promise<{ status: number; body: Row }> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Row };
  };
  let token: Promise<string> | undefined;
  const access = (): Promise<string> =>
    (token ??= fetch(`${url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: sandboxApp.clientId,
        client_secret: sandboxApp.clientSecret,
      }),
    })
      .then((answer) => answer.json() as Promise<{ access_token: string }>)
      .then((body) => body.access_token));
  return {
    async inCrm(object: string, fields: Row, id?: string): Promise<string | undefined> {
      const { body } = await post('/_sandbox/salesforce/act', { object, fields, ...(id === undefined ? {} : { id }) });
      return typeof body['id'] === 'string' ? body['id'] : undefined;
    },
    async act(action: string, order: string, more: Row = {}): Promise<boolean> {
      return (await post('/_sandbox/act', { action, order, ...more })).status === 200;
    },
    async odata(path: string): Promise<Row[]> {
      const answer = await fetch(`${url}/sap/opu/odata/sap/${path}`, { headers: erpHeaders });
      if (!answer.ok) throw new Error('the ERP is away');
      return ((await answer.json()) as { d: { results: Row[] } }).d.results;
    },
    /** The record of the ERP that carries a key, as somebody would look for it by hand. */
    async byKey(key: string): Promise<string | undefined> {
      const places = [
        ['API_SALES_ORDER_SRV/A_SalesOrder', 'YY1_CountersignKey_SDH', ['SalesOrder']],
        ['API_CUSTOMER_RETURN_SRV/A_CustomerReturn', 'YY1_CountersignKey_SDH', ['CustomerReturn']],
        ['API_SERVICE_ORDER_SRV/A_ServiceOrder', 'YY1_CountersignKey_SRV', ['ServiceOrder']],
        ['API_SALES_ORDER_SRV/A_SalesOrderItem', 'PurchaseOrderByCustomer', ['SalesOrder', 'SalesOrderItem']],
        ['API_BUSINESS_PARTNER/A_BusinessPartner', 'YY1_CountersignKey_BUS', ['BusinessPartner']],
      ] as const;
      for (const [path, field, ids] of places) {
        const filter = encodeURIComponent(`${field} eq '${key}'`);
        const [row] = await this.odata(`${path}?$filter=${filter}`);
        if (row) return ids.map((id) => String(row[id])).join('/');
      }
      return undefined;
    },
    fault: (spec: Row) => post('/_sandbox/faults', spec),
    clearFaults: () => fetch(`${url}/_sandbox/faults`, { method: 'DELETE' }),
    /** Asked again while the CRM is away: who plays the day waits, the day does not change. */
    async soql(statement: string): Promise<Row[]> {
      for (;;) {
        const answer = await fetch(`${url}/services/data/v60.0/query?q=${encodeURIComponent(statement)}`, {
          headers: { authorization: `Bearer ${await access()}` },
        });
        const body = (await answer.json()) as { records?: Row[] };
        if (body.records) return body.records;
        await sleep(100);
      }
    },
  };
}

/** What Olivia, Carl and the systems do with the server. A server that was just killed is asked again later. */
export function serverClient(url: string) {
  const call = async (method: string, path: string, key: string, body?: unknown): Promise<{ status: number; body: Row } | undefined> => {
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      });
      return { status: answer.status, body: (await answer.json()) as Row };
    } catch {
      return undefined;
    }
  };
  const items = (answer: { body: Row } | undefined): Row[] => (Array.isArray(answer?.body['items']) ? (answer.body['items'] as Row[]) : []);
  return {
    hook: (system: 'erp' | 'crm', body: unknown) => call('POST', `/hooks/${system}`, sandboxKeys[system], body),
    waiting: async () => items(await call('GET', '/v1/approvals?status=waiting&limit=100', sandboxKeys.carl)),
    approve: (id: string, hash: string) => call('POST', `/v1/approvals/${id}`, sandboxKeys.carl, { verdict: 'approve', hash }),
    async exceptions(): Promise<Row[] | undefined> {
      const all: Row[] = [];
      for (let after = ''; ;) {
        const page = await call('GET', `/v1/exceptions?status=open&limit=100${after === '' ? '' : `&after=${after}`}`, sandboxKeys.olivia);
        if (!page) return undefined;
        all.push(...items(page));
        const next = page.body['next'];
        if (typeof next !== 'string') return all;
        after = next;
      }
    },
    resolve: (id: string, verdict: Row) => call('POST', `/v1/exceptions/${id}/resolve-effect`, sandboxKeys.olivia, verdict),
    retry: (id: string) => call('POST', `/v1/exceptions/${id}/retry`, sandboxKeys.olivia, {}),
    /** Runs that are queued, running or waiting; undefined while the server does not answer. */
    async busy(): Promise<number | undefined> {
      const pages = await Promise.all(
        ['queued', 'running', 'waiting'].map((status) => call('GET', `/v1/runs?status=${status}&limit=50`, sandboxKeys.olivia)),
      );
      return pages.some((page) => page === undefined) ? undefined : pages.reduce((sum, page) => sum + items(page).length, 0);
    },
  };
}
