import type { Face, FaceContext, SandboxContext } from '../core/face.ts';
import { answerBatch } from './batch.ts';
import { loadCompany } from './load-company.ts';
import { answer, changeElsewhere, type ODataContext, type ODataReply, type ODataRequest, refusal } from './odata.ts';
import { SapError, sapErrorBody } from './sap-error.ts';
import { services } from './services.ts';
import { openSessions } from './sessions.ts';
import { type SapStore, sapStore } from './store.ts';

const sapRoot = '/sap/opu/odata/sap/';

export type SapFaceOptions = {
  /** Communication user and password; COUNTERSIGN and sandbox unless given. */
  readonly user?: string;
  readonly password?: string;
  /** Entities a page holds before `__next`. Default 500. */
  readonly pageSize?: number;
};

export type SapFace = Face & {
  readonly store: SapStore;
  /** Every session and CSRF token is forgotten, as after a restart. */
  endSessions(): void;
  /** The CRM's name for the deal behind an order, '' where the ERP was never told one. */
  crmIdOf(order: string): string;
};

/** SAP S/4HANA as its OData V2 clients see it: logon, CSRF, ETags, queries, deep inserts, batches and error bodies. */
export function createSapFace(context: FaceContext, options: SapFaceOptions = {}): SapFace {
  const store = sapStore(context.db);
  const user = options.user ?? 'COUNTERSIGN';
  const sessions = openSessions(context.ids, { user, password: options.password ?? 'sandbox' });
  const serve = async (c: SandboxContext): Promise<Response> => {
    const extra: (readonly [string, string])[] = [];
    try {
      sessions.authenticate(c.req.header('authorization'));
      const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
      if (!isRead) sessions.demand(c.req.header('x-csrf-token'), c.req.header('cookie'));
      else if (c.req.header('x-csrf-token')?.toLowerCase() === 'fetch') extra.push(...sessions.fetch(c.req.header('cookie')));
      return toResponse(
        await handle(c, { ...context, store, user, exchange: c.get('exchange'), pageSize: options.pageSize ?? 500 }),
        extra,
      );
    } catch (error) {
      if (error instanceof SapError) return toResponse(refusal(error), extra);
      throw error;
    }
  };
  return {
    name: 'sap',
    prefixes: [sapRoot],
    store,
    mount: (app) => void app.all(`${sapRoot}*`, serve),
    load: (seed) => loadCompany(store, seed),
    problem: (status, message) => sapErrorBody(status === 429 ? '/IWFND/CM_BEC/429' : '/IWFND/CM_BEC/026', message),
    endSessions: () => sessions.end(),
    crmIdOf: (order) => store.crmIdOf(order),
  };
}

async function handle(c: SandboxContext, base: Omit<ODataContext, 'service' | 'serviceUrl'>): Promise<ODataReply> {
  const url = new URL(c.req.url);
  const [name = '', ...rest] = url.pathname.slice(sapRoot.length).split('/');
  const service = services.get(decodeURIComponent(name));
  if (!service)
    throw new SapError(403, '/IWFND/MED/170', `No service found for namespace '', name '${name.replace(/[^\w;=]/g, '')}', version '0001'`);
  const context: ODataContext = { ...base, service, serviceUrl: `${url.origin}${sapRoot}${name}` };
  const path = rest.join('/');
  const body = await c.req.text();
  if (path === '$batch' && c.req.method === 'POST') return answerBatch(context, c.req.header('content-type') ?? '', body);
  const ifMatch = c.req.header('if-match');
  const request: ODataRequest = {
    method: c.req.method === 'HEAD' ? 'GET' : c.req.method === 'POST' ? (c.req.header('x-http-method') ?? 'POST') : c.req.method,
    path,
    query: url.searchParams,
    ...(ifMatch === undefined ? {} : { ifMatch }),
    body,
  };
  changeElsewhere(context, request);
  return answer(context, request);
}

function toResponse(reply: ODataReply, extra: readonly (readonly [string, string])[]): Response {
  const headers = new Headers(reply.headers);
  for (const [name, value] of extra) headers.append(name, value);
  return new Response(reply.status === 204 ? null : reply.body, { status: reply.status, headers });
}
