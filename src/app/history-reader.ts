import { join } from 'node:path';
import { CountersignError } from '../contracts/errors.ts';
import { silentLog } from '../contracts/log.ts';
import type { ModelStore } from '../contracts/model-store.ts';
import type { HistorySource, ModelDefinition } from '../contracts/models.ts';
import type { Config } from '../config/schema.ts';
import { sandboxHistory } from '../sandbox/history/index.ts';
import { fillFromSystems, type Filled, type FillFrom, type Systems } from '../scoring/index.ts';
import { connectAll } from './connect.ts';
import { historyFromFolder } from './model-history.ts';
import { systemsOf, usesSandbox } from './model-observations.ts';
import { extract, today, type Progress } from './model-training.ts';
import { openCompany, withSandbox } from './sandbox-host.ts';
import { sleep, systemClock } from './system.ts';

export type HistoryReader = {
  /** Reads a model's history into the feature store; what is there already stays once, so it may be stopped and begun again. */
  read(this: void, definition: ModelDefinition, progress: Progress, from?: FillFrom): Promise<Partial<Filled> & Pick<Filled, 'gaps'>>;
  close(): Promise<void>;
};

type ReaderParts = {
  readonly store: ModelStore;
  readonly pseudonym: (entity: string) => string;
  /** `systems`, `sandbox` or a folder. */
  readonly source?: string;
  readonly signal?: AbortSignal;
};

/** The mark of a past that was made up; a feed's name its connection. */
export const madeUp = 'sandbox';

/**
 * History from the connected systems, from the sandbox's made-up past or from a folder. Systems are connected with the first model. What
 * is made up and what is real are never kept together: the other of the two is dropped where a reading begins at the start, and otherwise
 * `input.invalid` says so.
 */
export function historyReader(config: Config, parts: ReaderParts): HistoryReader {
  const { store, pseudonym, signal } = parts;
  const source = parts.source ?? (usesSandbox(config) ? 'sandbox' : 'systems');
  if (source !== 'systems') {
    const history = source === 'sandbox' ? builtInHistory(config) : historyFromFolder(source);
    return {
      async read(definition, progress, from) {
        await apart(store, definition.id, { isMadeUp: source === 'sandbox', from });
        await extract(definition, history, store, pseudonym, progress, { since: from?.since, ...(signal ? { signal } : {}) });
        const mark = { source: madeUp, cursor: '', readAt: systemClock.now().toISOString() };
        if (source === 'sandbox') await store.addHistory(definition.id, { observations: [], moments: [], mark });
        return { gaps: [] };
      },
      close: async () => undefined,
    };
  }
  let opened: Promise<OpenSystems> | undefined;
  return {
    async read(definition, progress, from) {
      await apart(store, definition.id, { isMadeUp: false, from });
      const { systems } = await (opened ??= openSystems(config));
      return fillFromSystems(definition, { systems, store, pseudonym, clock: systemClock, progress, ...(signal ? { signal } : {}) }, from);
    },
    close: async () => (await opened)?.close(),
  };
}

async function apart(
  store: ModelStore,
  model: string,
  { isMadeUp, from }: { readonly isMadeUp: boolean; readonly from: FillFrom | undefined },
): Promise<void> {
  const marks = await store.marks(model);
  if (marks.every(({ source }) => (source === madeUp) === isMadeUp)) return;
  if (from?.fromStart === true) return store.forgetHistory(model);
  throw new CountersignError(
    'input.invalid',
    `What is kept of ${model} is ${isMadeUp ? 'read from systems, and the past of the sandbox is made up' : "the sandbox's made-up past"}; countersign models extract ${model} --source ${isMadeUp ? 'sandbox' : 'systems'} --from-start drops it first`,
    { field: 'source' },
  );
}

function builtInHistory(config: Config): HistorySource {
  if (usesSandbox(config)) return sandboxHistory({ seed: config.sandbox.seed, today: today() });
  throw new CountersignError(
    'input.invalid',
    'Your own systems are configured, and the past of the sandbox is made up; read from systems or a folder',
    {
      field: 'source',
    },
  );
}

type OpenSystems = { readonly systems: Systems; close(): Promise<void> };

async function openSystems(written: Config): Promise<OpenSystems> {
  const company = usesSandbox(written)
    ? await openCompany({
        folder: join(written.dataDir, 'sandbox'),
        clock: systemClock,
        log: silentLog,
        // Beside a running server, which has the port of the config.
        port: 0,
        seed: written.sandbox.seed,
        size: written.sandbox.size,
      })
    : undefined;
  const config = company ? await withSandbox(written, company) : written;
  const connections = connectAll(config, { clock: systemClock, sleep, random: Math.random, log: silentLog });
  return {
    systems: systemsOf(config, connections),
    async close() {
      await Promise.all([...connections.values()].map((connection) => connection.close()));
      await company?.close();
    },
  };
}
