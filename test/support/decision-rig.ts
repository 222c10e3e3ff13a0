import { createDecisionAudit, type DecisionAudit } from '../../src/app/decision-audit.ts';
import { openModels, type Models } from '../../src/app/models.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { createHttpApp } from '../../src/http/index.ts';
import { openCompanyRig, type CompanyRig } from './company-rig.ts';
import { sourceOf } from './model-server.ts';
import { smallHistory, smallModel } from './small-model.ts';

export type DecisionRow = Readonly<Record<string, unknown>>;

export type DecisionRig = {
  readonly company: CompanyRig;
  readonly models: Models;
  readonly audit: DecisionAudit;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Record<string, unknown>>;
  /** Rows of the table as any OData client reads them. */
  rows(): Promise<readonly DecisionRow[]>;
  /** Hands over and carries runs until nothing is left to copy. */
  copied(): Promise<void>;
  close(): Promise<void>;
};

/** Numeric models over the built-in ERP, with the way of their answers into its decision-audit table. */
export async function openDecisionRig(config: Record<string, unknown> = {}, erp: Record<string, unknown> = {}): Promise<DecisionRig> {
  // Short, so that nobody waits long until an uncertain row is looked up.
  const company = await openCompanyRig({ size: 3, config, erp: { settleMs: 300, ...erp } });
  const history = smallHistory(50);
  const models = openModels(company.core, [smallModel], {
    pseudonymKey: company.keys.pseudonymKey,
    source: sourceOf(history.observations, new Map(history.moments.map(({ entity, links }) => [entity, links?.['customer'] ?? '']))),
  });
  const app = createHttpApp({
    services: { ...company.services, models: models.service },
    limits: company.core.config.http,
    log: silentLog,
    ids: company.core.ids,
    version: '0.0.0',
    isDraining: () => false,
  });
  const { key } = await company.services.keys.create(
    { name: 'test', principal: 'person:olivia', roles: [] },
    company.core.principal('person:ada'),
  );
  const audit = createDecisionAudit(company.core);
  return {
    company,
    models,
    audit,
    async ask(method, path, body, headers = {}) {
      const answer = await app.request(path, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await answer.json()) as Record<string, unknown>;
    },
    rows: () => decisionRows(company.sandbox.sapUrl),
    async copied() {
      do await company.settle();
      while ((await audit.handOver()) > 0);
    },
    async close() {
      await models.stop();
      await company.close();
    },
  };
}

export async function decisionRows(url: string): Promise<readonly DecisionRow[]> {
  const authorization = `Basic ${Buffer.from('COUNTERSIGN:sandbox').toString('base64')}`;
  const answer = await fetch(`${url}/sap/opu/odata/sap/YY1_DECISIONAUDIT_CDS/YY1_DECISIONAUDIT?$top=5000`, { headers: { authorization } });
  const body = (await answer.json()) as { d: { results: readonly DecisionRow[] } };
  return body.d.results;
}
