import { createDecisionAudit, type DecisionAudit } from '../../src/app/decision-audit.ts';
import { openModels, type Models } from '../../src/app/models.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { createHttpApp } from '../../src/http/index.ts';
import { train, trainingRows } from '../../src/scoring/index.ts';
import { openCompanyRig, type CompanyRig } from './company-rig.ts';
import { sourceOf } from './model-server.ts';
import { smallHistory, smallModel } from './small-model.ts';

export type DecisionRow = Readonly<Record<string, unknown>>;

export type DecisionRig = {
  readonly company: CompanyRig;
  readonly models: Models;
  readonly audit: DecisionAudit;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Record<string, unknown>>;
  /** Trains the small model and puts it into use. */
  champion(): Promise<void>;
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
    async champion() {
      const { observations, moments } = smallHistory(600);
      const rows = trainingRows(smallModel, moments, observations);
      const at = '2025-12-01T00:00:00Z';
      const { version, artefact } = await train(smallModel, rows, { seed: 1, by: 'person:mona', at });
      const { number } = await company.storage.models.addVersion(version, artefact);
      await company.storage.models.deploy({
        environment: 'production',
        model: smallModel.id,
        number,
        stage: 'champion',
        since: at,
        by: 'person:mona',
      });
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

async function decisionRows(url: string): Promise<readonly DecisionRow[]> {
  const authorization = `Basic ${Buffer.from('COUNTERSIGN:sandbox').toString('base64')}`;
  const rows: DecisionRow[] = [];
  for (let next: string | undefined = `${url}/sap/opu/odata/sap/YY1_DECISIONAUDIT_CDS/YY1_DECISIONAUDIT`; next !== undefined;) {
    const answer: Response = await fetch(next, { headers: { authorization } });
    const { d } = (await answer.json()) as { d: { results: readonly DecisionRow[]; __next?: string } };
    rows.push(...d.results);
    next = d.__next;
  }
  return rows;
}
