import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { models } from '../../classic-models/index.ts';
import { connectAll } from '../../src/app/connect.ts';
import { systemsOf } from '../../src/app/model-observations.ts';
import { pseudonyms } from '../../src/app/models.ts';
import { withSandbox } from '../../src/app/sandbox-host.ts';
import { migrationsFolder } from '../../src/config/home.ts';
import { Config } from '../../src/config/schema.ts';
import { silentLog } from '../../src/contracts/log.ts';
import type { ModelStore } from '../../src/contracts/model-store.ts';
import type { ModelDefinition, ObservationSource } from '../../src/contracts/models.ts';
import { type CompanySandbox, type CompanySeed, startSandbox } from '../../src/sandbox/index.ts';
import { createPredictor, fillFromSystems, systemObservations, type Filled, type FillFrom, type Systems } from '../../src/scoring/index.ts';
import { openModelDatabase } from '../../src/storage/sqlite/open-models.ts';
import { countedIds, fixedClock } from '../../src/testing/index.ts';
import { historyNow } from './history-company.ts';

export type HistoryRig = {
  readonly box: CompanySandbox;
  readonly systems: Systems;
  readonly store: ModelStore;
  readonly source: ObservationSource;
  readonly pseudonym: (entity: string) => string;
  definition(model: string): ModelDefinition;
  fill(
    model: string,
    more?: FillFrom & { readonly signal?: AbortSignal; readonly systems?: Systems; readonly progress?: Progress },
  ): Promise<Filled>;
  predictor: ReturnType<typeof createPredictor>;
  close(): Promise<void>;
};
type Progress = (done: number, total: number | undefined, words: string) => void;

/** The feature store over the built-in ERP and CRM, which speak their vendors' protocols; the company's now is the clock's. */
export async function openHistoryRig(seed: CompanySeed, now: string = historyNow): Promise<HistoryRig> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-history-'));
  const clock = fixedClock(now);
  const box = await startSandbox({ file: ':memory:', clock, seed });
  const config = await withSandbox(Config.parse({ dataDir: folder, keyDir: folder }), box);
  const connections = connectAll(config, {
    clock: { now: () => new Date() },
    sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
    random: () => 0.5,
    log: silentLog,
  });
  const systems = systemsOf(config, connections);
  const database = openModelDatabase({ folder, migrations: migrationsFolder() });
  const { store } = database;
  const pseudonym = pseudonyms(Buffer.alloc(32, 1));
  const source = systemObservations({ systems, definitions: models, clock });
  const definition = (model: string): ModelDefinition => {
    const found = models.find(({ id }) => id === model);
    if (!found) throw new Error(`there is no model ${model}`);
    return found;
  };
  return {
    box,
    systems,
    store,
    source,
    pseudonym,
    definition,
    fill: (model, { signal, progress, systems: others, ...from } = {}) =>
      fillFromSystems(
        definition(model),
        { systems: others ?? systems, store, pseudonym, clock, ...(signal ? { signal } : {}), ...(progress ? { progress } : {}) },
        from,
      ),
    predictor: createPredictor({
      definitions: models,
      store,
      environment: 'production',
      source,
      pseudonym,
      clock,
      ids: countedIds(),
      log: silentLog,
      elapsed: () => 0,
    }),
    async close() {
      for (const connection of connections.values()) await connection.close();
      database.close();
      await box.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
