import type { Deployment, ModelChange, ModelStore, ModelVersion, ShadowEntry } from '../../contracts/model-store.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';
import { createHistoryStore } from './model-history.ts';
import { createJobStore } from './model-jobs.ts';
import { createPredictionStore } from './model-predictions.ts';
import { createRangeStore } from './model-ranges.ts';

type Body = { body: string };

export function createModelStore(db: Db, group: GroupCommit): ModelStore {
  const deploy = prepareDeploy(db);
  return {
    ...versions(db, group),
    ...stages(db, group, deploy),
    ...changes(db, group, deploy),
    ...trials(db, group, deploy),
    ...createPredictionStore(db, group),
    ...createRangeStore(db, group),
    ...createHistoryStore(db, group),
    ...createJobStore(db, group),
  };
}

function versions(db: Db, group: GroupCommit): Pick<ModelStore, 'addVersion' | 'versions' | 'version' | 'newestVersion' | 'artefact'> {
  const newest = db.prepare<[string], { newest: number | null }>('SELECT max(number) AS newest FROM versions WHERE model = ?');
  const insert = db.prepare('INSERT INTO versions (model, number, body, artefact) VALUES (?, ?, ?, ?)');
  const all = db.prepare<[string], Body>('SELECT body FROM versions WHERE model = ? ORDER BY number');
  const one = db.prepare<[string, number], Body>('SELECT body FROM versions WHERE model = ? AND number = ?');
  const artefact = db.prepare<[string, number], { artefact: string }>('SELECT artefact FROM versions WHERE model = ? AND number = ?');
  return {
    addVersion: (version, bytes) =>
      group.run(() => {
        const number = (newest.get(version.model)?.newest ?? 0) + 1;
        const stored: ModelVersion = { ...version, number };
        insert.run(version.model, number, JSON.stringify(stored), bytes);
        return stored;
      }),
    async versions(model) {
      return all.all(model).map(({ body }): ModelVersion => JSON.parse(body));
    },
    async version(model, number) {
      const row = one.get(model, number);
      return row && (JSON.parse(row.body) as ModelVersion);
    },
    async newestVersion(model) {
      const row = one.get(model, newest.get(model)?.newest ?? 0);
      return row && (JSON.parse(row.body) as ModelVersion);
    },
    async artefact(model, number) {
      return artefact.get(model, number)?.artefact;
    },
  };
}

type DeploymentRow = {
  environment: string;
  model: string;
  number: number;
  stage: string;
  since: string;
  by_whom: string;
  approved_by: string | null;
};

/** Puts a version at its stage inside the open transaction; who stood there is retired. */
function prepareDeploy(db: Db): (deployment: Deployment) => void {
  const retire = db.prepare(
    `UPDATE deployments SET stage = 'retired', since = ?, by_whom = ?, approved_by = ? WHERE environment = ? AND model = ? AND stage = ? AND number <> ?`,
  );
  const put = db.prepare(
    `INSERT INTO deployments (environment, model, number, stage, since, by_whom, approved_by) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (environment, model, number) DO UPDATE SET stage = excluded.stage, since = excluded.since, by_whom = excluded.by_whom, approved_by = excluded.approved_by`,
  );
  return ({ environment, model, number, stage, since, by, approvedBy }) => {
    if (stage === 'champion' || stage === 'shadow') retire.run(since, by, approvedBy ?? null, environment, model, stage, number);
    put.run(environment, model, number, stage, since, by, approvedBy ?? null);
  };
}

type Deploy = ReturnType<typeof prepareDeploy>;

function stages(db: Db, group: GroupCommit, deploy: Deploy): Pick<ModelStore, 'deployments' | 'deploy'> {
  const list = db.prepare<[string, string | null, string | null], DeploymentRow>(
    'SELECT * FROM deployments WHERE environment = ? AND (? IS NULL OR model = ?) ORDER BY model, number',
  );
  return {
    async deployments(environment, model) {
      return list.all(environment, model ?? null, model ?? null).map(toDeployment);
    },
    deploy: (deployment) => group.run(() => deploy(deployment)),
  };
}

function toDeployment(row: DeploymentRow): Deployment {
  return {
    // Both columns only ever get values of their unions.
    environment: row.environment as Deployment['environment'],
    model: row.model,
    number: row.number,
    stage: row.stage as Deployment['stage'],
    since: row.since,
    by: row.by_whom,
    ...(row.approved_by === null ? {} : { approvedBy: row.approved_by }),
  };
}

function changes(db: Db, group: GroupCommit, deploy: Deploy): Pick<ModelStore, 'addChange' | 'change' | 'changes' | 'settleChange'> {
  const insert = db.prepare('INSERT INTO changes (id, status, body) VALUES (?, ?, ?)');
  const one = db.prepare<[string], Body>('SELECT body FROM changes WHERE id = ?');
  const list = db.prepare<[string | null, string | null], Body>(
    'SELECT body FROM changes WHERE (? IS NULL OR status = ?) ORDER BY seq DESC',
  );
  const settle = db.prepare(`UPDATE changes SET status = ?, body = ? WHERE id = ? AND status = 'waiting'`);
  return {
    addChange: (change) =>
      group.run(() => {
        insert.run(change.id, change.status, JSON.stringify(change));
      }),
    async change(id) {
      const row = one.get(id);
      return row && (JSON.parse(row.body) as ModelChange);
    },
    async changes(status) {
      return list.all(status ?? null, status ?? null).map(({ body }): ModelChange => JSON.parse(body));
    },
    settleChange: (id, { status, by, at, decision }, deployment) =>
      group.run(() => {
        const row = one.get(id);
        if (!row) return false;
        const settled = { ...(JSON.parse(row.body) as ModelChange), status, decidedBy: by, decidedAt: at, decision };
        if (settle.run(status, JSON.stringify(settled), id).changes === 0) return false;
        if (deployment) deploy(deployment);
        return true;
      }),
  };
}

/** A way into use that ends at shadow: the stage is written here and nowhere asked for, so that no caller can make it another. */
function trials(db: Db, group: GroupCommit, deploy: Deploy): Pick<ModelStore, 'enterAsShadow'> {
  const stagesOf = db.prepare<[string, string], { number: number; stage: string }>(
    'SELECT number, stage FROM deployments WHERE environment = ? AND model = ?',
  );
  const insert = db.prepare('INSERT INTO changes (id, status, body) VALUES (?, ?, ?)');
  return {
    enterAsShadow: (change) =>
      group.run((): ShadowEntry => {
        const here = stagesOf.all(change.environment, change.model);
        if (here.some(({ number }) => number === change.number)) return 'not-a-draft';
        if (!here.some(({ stage }) => stage === 'champion')) return 'no-champion';
        if (here.some(({ stage }) => stage === 'shadow')) return 'on-trial';
        const entered: ModelChange = { ...change, to: 'shadow', status: 'approved' };
        insert.run(entered.id, entered.status, JSON.stringify(entered));
        deploy({
          environment: entered.environment,
          model: entered.model,
          number: entered.number,
          stage: 'shadow',
          since: entered.decidedAt ?? entered.askedAt,
          by: entered.askedBy,
          ...(entered.decidedBy === undefined ? {} : { approvedBy: entered.decidedBy }),
        });
        return 'entered';
      }),
  };
}
