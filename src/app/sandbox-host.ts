import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CountersignError } from '../contracts/errors.ts';
import type { Log } from '../contracts/log.ts';
import type { LinkStore } from '../contracts/runs.ts';
import type { Clock } from '../contracts/time.ts';
import type { Config, HookMapping } from '../config/schema.ts';
import type { CompanySandbox } from '../sandbox/index.ts';

/** Keys everybody knows, for a company nobody owns. Accepted in sandbox mode on a loopback address only. */
export const sandboxKeys = {
  olivia: 'csk_sandbox_olivia',
  carl: 'csk_sandbox_carl',
  erp: 'csk_sandbox_erp',
  crm: 'csk_sandbox_crm',
  ada: 'csk_sandbox_ada',
} as const;

export const sandboxPeople = {
  olivia: { name: 'Olivia Ortega', roles: ['operations', 'modeller'], users: { erp: 'OORTEGA' }, delegations: [] },
  carl: { name: 'Carl Castle', roles: ['controller'], users: { erp: 'CCASTLE' }, delegations: [] },
  ada: { name: 'Ada Adler', roles: ['admin'], users: {}, delegations: [] },
};

/** Its query parser takes half a second to load; an installation with systems of its own never needs it. */
const company = () => import('../sandbox/index.ts');
const salesforce = () => import('../sandbox/salesforce/index.ts');
const dnb = () => import('../sandbox/dnb/index.ts');

export type SandboxStart = {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly port: number;
  readonly seed: number;
  readonly size: number;
  readonly northwind?: string;
};

/** Opens the built-in company. A file that holds one keeps it; a new one gets the generated company or Northwind. */
export async function openCompany(start: SandboxStart): Promise<CompanySandbox> {
  mkdirSync(start.folder, { recursive: true, mode: 0o700 });
  const file = join(start.folder, 'sandbox.db');
  const fresh = !existsSync(file);
  if (start.northwind !== undefined && !existsSync(join(start.northwind, 'Orders.csv')))
    throw new CountersignError('input.invalid', `${start.northwind} holds no Orders.csv`, { field: 'northwind' });
  const { generateCompany, importNorthwind, startSandbox } = await company();
  // A file that holds a company needs none made for it.
  const seed =
    start.northwind !== undefined
      ? importNorthwind(start.northwind)
      : fresh
        ? generateCompany({ seed: start.seed, size: start.size })
        : undefined;
  const { salesforceFace } = await salesforce();
  const { dnbFace } = await dnb();
  const open = (port: number): Promise<CompanySandbox> =>
    startSandbox({
      file,
      clock: start.clock,
      log: start.log,
      port,
      faces: [salesforceFace(), dnbFace()],
      ...(fresh && seed ? { seed } : {}),
    });
  const sandbox = await open(start.port).catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE') return open(0);
    throw thrown;
  });
  if (!fresh && seed) sandbox.load(seed);
  return sandbox;
}

/** The config with the sandbox as its two systems and its company-data provider, its people, and the webhook shape of the built-in ERP. */
export async function withSandbox(config: Config, sandbox: CompanySandbox): Promise<Config> {
  const { sandboxApp } = await salesforce();
  const { sandboxSubscription } = await dnb();
  const { channel, apiUser } = await crmFacts(sandbox.salesforceUrl);
  const order = config.workflows['order-status'];
  return {
    ...config,
    connections: {
      ...config.connections,
      erp: {
        vendor: 'sap-s4',
        baseUrl: sandbox.sapUrl,
        user: 'COUNTERSIGN',
        password: 'sandbox',
        keyFields: {
          A_SalesOrder: 'YY1_CountersignKey_SDH',
          A_CustomerReturn: 'YY1_CountersignKey_SDH',
          A_BusinessPartner: 'YY1_CountersignKey_BUS',
          A_ServiceOrder: 'YY1_CountersignKey_SRV',
        },
        changedByField: 'YY1_ChangedBy_SDH',
        creditExposureField: 'YY1_CreditExposure_CMA',
        decisionAudit: { refusesSecond: true },
        deadlineMs: 10_000,
        concurrency: 16,
        hook: erpHook,
      },
      crm: {
        vendor: 'salesforce',
        url: sandbox.salesforceUrl,
        auth: { kind: 'client-credentials', ...sandboxApp },
        multiCurrency: true,
        usage: {},
        deadlineMs: 10_000,
        concurrency: 16,
        hook: {
          auth: { kind: 'key' },
          // Change Data Capture tells our own writes as well.
          ignore: { 'payload.ChangeEventHeader.commitUser': [apiUser] },
          rules: changeRules,
        },
      },
      'company-data': { vendor: 'dnb', url: sandbox.dnbUrl, ...sandboxSubscription, ratePerSecond: 50 },
    },
    systems: { erp: 'erp', crm: 'crm', 'company-data': 'company-data', ...config.systems },
    people: { ...sandboxPeople, ...config.people },
    workflows: { ...config.workflows, 'order-status': { ...order, mapping: { teamChannel: channel, ...order?.mapping } } },
  };
}

/** What the built-in ERP posts: its own message about an order, and SAP's CloudEvents about billing documents. */
const erpHook = {
  auth: { kind: 'key' },
  rules: [
    {
      when: { order_id: [] },
      type: 'sales-order.changed',
      record: { type: 'SalesOrder', id: 'order_id' },
      hint: { status: 'new_status', opportunity: 'crm_opportunity_id' },
    },
    {
      when: { 'data.BillingDocument': [] },
      type: 'invoice.changed',
      record: { type: 'BillingDocument', id: 'data.BillingDocument' },
      eventId: 'id',
      occurredAt: 'time',
      hint: {},
    },
    // A payload without either is answered with what is missing.
    { type: 'sales-order.changed', record: { type: 'SalesOrder', id: 'order_id' }, hint: {} },
  ],
} satisfies HookMapping;

/** Salesforce's change events, as a relay posts them: which object means what. */
const changeRules = (
  [
    ['Opportunity', 'opportunity.changed'],
    ['Account', 'account.changed'],
    ['Case', 'case.changed'],
    ['Contact', 'contact.changed'],
    ['Quote', 'quote.changed'],
    ['Contract', 'contract.changed'],
    ['Product2', 'product.changed'],
    ['Lead', 'lead.changed'],
  ] as const
).map(([object, type]) => ({
  when: { 'payload.ChangeEventHeader.entityName': [object] },
  type,
  record: { type: object, id: 'payload.ChangeEventHeader.recordIds' },
  eventId: 'event.EventUuid',
  hint: { change: 'payload.ChangeEventHeader.changeType' },
}));

/** The team's Chatter group and the user we are known as, asked for as any client would. */
async function crmFacts(url: string): Promise<{ channel: string; apiUser: string }> {
  const { sandboxApp, integrationUsername } = await salesforce();
  const credentials = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: sandboxApp.clientId,
    client_secret: sandboxApp.clientSecret,
  });
  const { access_token: access } = (await ask(`${url}/services/oauth2/token`, { method: 'POST', body: credentials })) as {
    access_token: string;
  };
  const first = async (statement: string): Promise<string> => {
    const address = `${url}/services/data/v60.0/query?q=${encodeURIComponent(statement)}`;
    const { records } = (await ask(address, { headers: { authorization: `Bearer ${access}` } })) as {
      records: readonly { Id: string }[];
    };
    return records[0]?.Id ?? '';
  };
  return {
    channel: await first("SELECT Id FROM CollaborationGroup WHERE Name = 'Operations'"),
    apiUser: await first(`SELECT Id FROM User WHERE Username = '${integrationUsername}'`),
  };
}

/** The CRM tells its changes to this address from now on. */
export async function aimChangeEvents(sandbox: CompanySandbox, target: { url: string; header: string; key: string }): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'PUT', headers, body: JSON.stringify(target) };
  const path = `${sandbox.url}/_sandbox/salesforce/webhook`;
  await fetch(path, init).catch(() => fetch(path, init));
}

/** Once more when the first try fails: a pooled connection may belong to a sandbox that had this port before. */
async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, init).catch(() => fetch(url, init));
  return answer.json();
}

/** The CRM's outside names go to the link table, where a malformed id finds its opportunity. */
export async function loadAliases(links: LinkStore, sandbox: CompanySandbox): Promise<number> {
  const { items } = (await ask(`${sandbox.url}/_sandbox/aliases`)) as { items: readonly { alias: string; id: string }[] };
  for (const { alias, id } of items) await links.addAlias('crm', 'Opportunity', alias, id);
  return items.length;
}
