import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agents } from '../../agents/index.ts';
import { workflows } from '../../graphs/index.ts';
import { connectAll } from '../../src/app/connect.ts';
import { openInstallation, type Installation } from '../../src/app/installation.ts';
import { loadAliases, openCompany, withSandbox } from '../../src/app/sandbox-host.ts';
import { createServices } from '../../src/app/services/index.ts';
import { randomIds, sleep, systemClock } from '../../src/app/system.ts';
import { defaultRoles } from '../../src/config/roles.ts';
import { Config } from '../../src/config/schema.ts';
import { defined } from '../../src/contracts/defined.ts';
import { silentLog } from '../../src/contracts/log.ts';
import type { Services } from '../../src/contracts/services.ts';
import type { Probe } from '../../src/flow/parts.ts';
import { parseJson } from '../../src/http/index.ts';
import type { CompanySandbox } from '../../src/sandbox/index.ts';
import { sandboxApp } from '../../src/sandbox/salesforce/index.ts';
import { tools } from '../../tools/index.ts';
import { modelTools } from '../../classic-models/tools.ts';

export type CompanyRig = Installation & {
  readonly services: Services;
  readonly sandbox: CompanySandbox;
  readonly folder: string;
  /** SOQL against the CRM face, as any client would ask. */
  query(soql: string): Promise<Record<string, unknown>[]>;
  /** Somebody in the CRM makes or changes a record; answers its id. */
  inCrm(object: string, fields: Record<string, string | number | boolean | null>, id?: string): Promise<string>;
  /** A change of a record as the systems tell it, carried as far as it goes; the runs it started. */
  tell(type: string, record: { connection: string; type: string; id: string }): Promise<readonly string[]>;
  /** Carries runs until none is due, waiting for those that look again. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

/** The whole product over the built-in ERP and CRM: real HTTP, real clock, a folder of its own. */
export async function openCompanyRig(
  options: {
    northwind?: string;
    size?: number;
    config?: Record<string, unknown>;
    erp?: Record<string, unknown>;
    crm?: Record<string, unknown>;
    probe?: Probe;
  } = {},
): Promise<CompanyRig> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-company-'));
  const sandbox = await openCompany({
    folder: join(folder, 'sandbox'),
    clock: systemClock,
    log: silentLog,
    port: 0,
    seed: 1,
    size: options.size ?? 25,
    ...(options.northwind === undefined ? {} : { northwind: options.northwind }),
  });
  const parsed = Config.parse({ dataDir: join(folder, 'data'), keyDir: join(folder, 'keys'), ...options.config });
  const built = await withSandbox({ ...parsed, roles: { ...defaultRoles, ...parsed.roles } }, sandbox);
  const config = {
    ...built,
    connections: {
      ...built.connections,
      erp: defined({ vendor: 'sap-s4', ...built.connections['erp'], ...options.erp }),
      crm: defined({ vendor: 'salesforce', ...built.connections['crm'], ...options.crm }),
    },
  };
  const connections = connectAll(config, { clock: systemClock, sleep, random: () => 0.5, log: silentLog });
  const installation = await openInstallation({
    config,
    content: { tools: [...tools, ...modelTools], agents, workflows },
    connections,
    clock: systemClock,
    ids: randomIds,
    sleep,
    log: silentLog,
    synchronous: 'OFF',
    ...(options.probe === undefined ? {} : { probe: options.probe }),
  });
  await loadAliases(installation.storage.links, sandbox);
  const services = createServices(installation.core, {
    auditPublicKey: installation.keys.auditPublicPem,
    parseJson: (body) => parseJson(body, 64),
    meters: installation.meters,
    isDraining: () => false,
  });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 40; i += 1) {
      await installation.core.worker.drain();
      const counts = await installation.storage.runs.counts();
      if (counts.queued + counts.running + counts.waiting === 0) return;
      await sleep(250);
    }
  };
  return {
    ...installation,
    services,
    sandbox,
    folder,
    inCrm: (object, fields, id) => inCrm(sandbox.url, { object, fields, ...(id === undefined ? {} : { id }) }),
    async tell(type, record) {
      const by = { id: `service:${record.connection}`, name: record.connection, roles: ['source'] };
      const [accepted] = await services.intake.events([{ source: 'test', type, record, hint: {} }], Buffer.from('{}'), by);
      await settle();
      return accepted?.runIds ?? [];
    },
    settle,
    query: (soql) => query(sandbox.salesforceUrl, soql),
    async close() {
      for (const connection of connections.values()) await connection.close();
      installation.storage.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function inCrm(url: string, act: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${url}/_sandbox/salesforce/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
  const body = (await answer.json()) as { id?: string };
  if (body.id === undefined) throw new Error(`the CRM refused: ${JSON.stringify(body)}`);
  return body.id;
}

export async function query(url: string, soql: string): Promise<Record<string, unknown>[]> {
  const token = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: sandboxApp.clientId, client_secret: sandboxApp.clientSecret }),
  });
  const { access_token: access } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${url}/services/data/v60.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${access}` },
  });
  const body = (await answer.json()) as { records?: Record<string, unknown>[] };
  if (!body.records) throw new Error(`the query was refused: ${JSON.stringify(body)}`);
  return body.records;
}

export const people = {
  erp: { id: 'service:erp', name: 'erp', roles: ['source'] },
  carl: { id: 'person:carl', name: 'Carl Castle', roles: ['controller'] },
  olivia: { id: 'person:olivia', name: 'Olivia Ortega', roles: ['operations'] },
} as const;
