import { setPriority } from 'node:os';
import { asCountersignError } from '../../contracts/errors.ts';
import type { HistorySource, ModelDefinition } from '../../contracts/models.ts';
import type { ModelStore } from '../../contracts/model-store.ts';
import { migrationsFolder } from '../../config/home.ts';
import { sandboxHistory } from '../../sandbox/history/index.ts';
import { retrainOne } from '../../scoring/index.ts';
import { openModelDatabase } from '../../storage/sqlite/open-models.ts';
import { loadModels } from '../content.ts';
import { openKeys } from '../key-files.ts';
import { madeUp } from '../history-reader.ts';
import { historyFromFolder } from '../model-history.ts';
import { extract, today } from '../model-training.ts';
import { pseudonyms } from '../models.ts';
import { systemClock } from '../system.ts';
import type { TrainingTask, TrainingWords } from './setting.ts';

/**
 * The process that trains beside a server: it is sent one task, says what came of each model and ends. It stores drafts in
 * models.db and nothing else; stages and the audit log are the server's.
 */
const niceness = 10;
/** Between two words of progress. */
const quietMs = 200;

// Who asked is gone: nobody would hear what came of it.
const abandoned = (): never => process.exit(1);
process.once('disconnect', abandoned);
process.once('message', (task: TrainingTask) => {
  setPriority(niceness);
  void work(task)
    .then(() => say({ say: 'done' }))
    .catch((thrown: unknown) => {
      const { code, message } = asCountersignError(thrown);
      return say({ say: 'failed', why: { code, message } });
    })
    .finally(() => {
      process.off('disconnect', abandoned);
      process.disconnect();
    });
});

const say = (words: TrainingWords): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(words, undefined, {}, (error) => (error ? reject(error) : resolve()));
  });

async function work(task: TrainingTask): Promise<void> {
  const { order, retrain, environment } = task;
  const definitions = await loadModels(task.content, task.dataDir);
  const database = openModelDatabase({ folder: task.dataDir, migrations: migrationsFolder() });
  const pseudonym = pseudonyms(openKeys(task.keyDir).pseudonymKey);
  try {
    for (const model of order.models) {
      const definition = definitions.find(({ id }) => id === model);
      const parts = {
        store: database.store,
        environment,
        retrain,
        isDueOnly: order.isDueOnly,
        by: order.by,
        seed: 0,
        now: () => systemClock.now(),
        tell: (head: string, done: number, of: number) => progress(done, of, `training ${model}: ${head}`),
      };
      const each = definition
        ? await retrainOne({ ...parts, readHistory: () => readHistory(task, definition, database.store, pseudonym) }, definition)
        : ({ model, result: 'failed', reasons: [], words: 'the content registers no such model' } as const);
      await say({ say: 'ended', each });
    }
  } finally {
    database.close();
  }
}

async function readHistory(
  { order, retrain, sandboxSeed }: TrainingTask,
  definition: ModelDefinition,
  store: ModelStore,
  pseudonym: (entity: string) => string,
): Promise<void> {
  if (retrain.history !== undefined)
    return extract(definition, historyFromFolder(retrain.history), store, pseudonym, progress, { since: order.since });
  // What is made up is never learned from together with what was read from systems.
  if (sandboxSeed === undefined || (await store.marks(definition.id)).some(({ source }) => source !== madeUp)) return undefined;
  const history: HistorySource = sandboxHistory({ seed: sandboxSeed, today: today() });
  // The made-up company is as old every day, so all of it would be new each day: only what happened since is.
  return extract(definition, history, store, pseudonym, progress, {
    since: order.since ?? (await store.history(definition.id)).newest,
  });
}

let last = 0;
function progress(done: number, total: number | undefined, words: string): void {
  const now = performance.now();
  if (now - last < quietMs) return;
  last = now;
  // Progress that is lost is told by the next; what came of a model is waited for.
  process.send?.(
    { say: 'progress', done, words, ...(total === undefined ? {} : { total }) } satisfies TrainingWords,
    undefined,
    {},
    () => undefined,
  );
}
