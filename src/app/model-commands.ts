import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ExtractedModel, ModelCommands, ModelHistory, TrainedModel } from '../contracts/commands.ts';
import { CountersignError } from '../contracts/errors.ts';
import { defined } from '../contracts/defined.ts';
import { silentLog } from '../contracts/log.ts';
import type { ModelStore, ModelVersion } from '../contracts/model-store.ts';
import type { ModelDefinition } from '../contracts/models.ts';
import { migrationsFolder } from '../config/home.ts';
import type { Config } from '../config/schema.ts';
import { importVersion, openCrew, renderCard, trainingRows, trainTable, type Columns } from '../scoring/index.ts';
import { openModelDatabase } from '../storage/sqlite/open-models.ts';
import { loadModels } from './content.ts';
import { openKeys } from './key-files.ts';
import { historyReader, type HistoryReader } from './history-reader.ts';
import { createModelRuntime } from './model-adapters/index.ts';
import { readImport } from './model-import.ts';
import { extractStream } from './model-stream.ts';
import { told, trainOne } from './model-training.ts';
import { hostsOf, pseudonyms } from './models.ts';
import { sleep, systemClock } from './system.ts';
import { load } from './up.ts';

/** Commands of numeric models that work on files. Training may run beside a server: it uses models.db alone. */
export const modelCommands: ModelCommands = {
  async trainTable({ csv, ...options }, progress) {
    return trainTable(readCsv(csv), options, { tell: (done, of) => progress(done, of, 'training on folds') });
  },
  async readRows(csv) {
    const columns = readCsv(csv);
    const rows = columns.values().next().value?.length ?? 0;
    return Array.from({ length: rows }, (_, row) =>
      Object.fromEntries([...columns].flatMap(([name, cells]) => cellOf(name, cells[row] ?? ''))),
    );
  },
  async extract(options, progress) {
    const from = { ...(options.since === undefined ? {} : { since: options.since }), fromStart: options.fromStart ?? false };
    return withModels(options, async ({ chosen, store, read }) => {
      const all: ExtractedModel[] = [];
      for (const definition of chosen) {
        const filled = await read(definition, progress, from);
        all.push({ model: definition.id, ...filled, ...(await store.history(definition.id)) });
      }
      return all;
    });
  },
  async extractStream({ messages, topics, signal, ...options }, progress) {
    return withModels(options, async ({ chosen, store, pseudonym }) => {
      // A pipe that is given up would keep the process waiting for its end.
      if (messages === '-') signal.addEventListener('abort', () => process.stdin.destroy(), { once: true });
      const stream = await extractStream({ messages, topics, signal, standardInput: process.stdin, chosen, store, pseudonym, progress });
      const items: ModelHistory[] = [];
      for (const { id } of chosen) items.push({ model: id, ...(await store.history(id)) });
      return { items, stream };
    });
  },
  async importModel({ model, head, config, content, source, signal, ...file }, progress) {
    const options = { models: [model], ...defined({ config, content, source, signal }) };
    return withModels(options, async ({ chosen, store, read, operator, settings }) => {
      const [definition] = chosen;
      if (!definition) throw new CountersignError('resource.not_found', `There is no model ${model}`, { field: 'model' });
      const given = readImport(file);
      await read(definition, progress);
      const runtime = createModelRuntime({ clock: systemClock, sleep, random: Math.random, log: silentLog, ...hostsOf(settings) });
      try {
        const { version, artefact } = await importVersion({
          definition,
          heads: { [head ?? definition.leading]: given },
          examples: trainingRows(definition, await store.moments(definition.id), await store.observations(definition.id)),
          by: operator,
          at: systemClock.now().toISOString(),
          runtime,
          ...(await newestOf(store, definition.id)),
        });
        return told(definition, await store.addVersion(version, artefact));
      } finally {
        await runtime.close();
      }
    });
  },
  async card({ model, version, to, config, content }) {
    return withModels({ models: [model], ...defined({ config, content }) }, async ({ chosen, store }) => {
      const [definition] = chosen;
      const number = version ?? (await store.versions(model)).at(-1)?.number;
      const found = number === undefined ? undefined : await store.version(model, number);
      if (!definition || !found)
        throw new CountersignError(
          'resource.not_found',
          `${model} has no such version; train it first with countersign models train ${model}`,
          { field: 'version' },
        );
      const deployments = [...(await store.deployments('uat', model)), ...(await store.deployments('production', model))];
      const { markdown, plots } = renderCard(definition, found, { deployments, changes: await store.changes() });
      mkdirSync(to, { recursive: true });
      const files = [{ name: `${model}-${found.number}.md`, text: markdown }, ...plots.map(({ name, svg }) => ({ name, text: svg }))];
      for (const { name, text } of files) writeFileSync(join(to, name), text);
      return { files: files.map(({ name }) => name) };
    });
  },
  async train({ seed, threads, ...options }, progress) {
    return withModels(options, async ({ chosen, store, read, operator }) => {
      const crew = threads > 1 ? await openCrew({ size: threads }) : undefined;
      try {
        const all: TrainedModel[] = [];
        for (const definition of chosen) {
          await read(definition, progress);
          all.push(await trainOne(definition, store, { seed, by: operator, crew }, progress));
        }
        return all;
      } finally {
        await crew?.close();
      }
    });
  },
};

/** Digits with a leading zero are no number: they are a code. */
function cellOf(name: string, cell: string): [string, string | number][] {
  const text = cell.trim();
  if (text === '') return [];
  return [[name, /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : text]];
}

type Opened = {
  readonly chosen: readonly ModelDefinition[];
  readonly store: ModelStore;
  /** Reads a model's history in from where it was chosen to come from. */
  readonly read: HistoryReader['read'];
  readonly pseudonym: (entity: string) => string;
  readonly operator: string;
  readonly settings: Config;
};

/** The newest version there is: what an import does not bring along comes from it. */
async function newestOf(store: ModelStore, model: string): Promise<{ base?: { version: ModelVersion; artefact: string } }> {
  const version = (await store.versions(model)).at(-1);
  const artefact = version && (await store.artefact(model, version.number));
  return version && artefact !== undefined ? { base: { version, artefact } } : {};
}

async function withModels<T>(
  options: {
    readonly config?: string;
    readonly content?: string;
    readonly models: readonly string[];
    readonly source?: string;
    readonly signal?: AbortSignal;
  },
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { config, folder } = load(options.config);
  const chosen = choose(await loadModels(options.content ?? config.content, folder), options.models);
  const database = openModelDatabase({ folder: config.dataDir, migrations: migrationsFolder() });
  try {
    const { store } = database;
    const pseudonym = pseudonyms(openKeys(config.keyDir).pseudonymKey);
    const reader = historyReader(config, { store, pseudonym, ...defined({ source: options.source, signal: options.signal }) });
    try {
      return await work({ chosen, store, read: reader.read, pseudonym, operator: 'operator:local', settings: config });
    } finally {
      await reader.close();
    }
  } finally {
    database.close();
  }
}

function choose(all: readonly ModelDefinition[], names: readonly string[]): readonly ModelDefinition[] {
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find(({ id }) => id === name);
    if (found) return found;
    throw new CountersignError('resource.not_found', `There is no model ${name}; there are ${all.map(({ id }) => id).join(', ')}`, {
      field: 'model',
    });
  });
}

const mostBytes = 512 * 1024 * 1024;

/** Cells by column. The delimiter is the one that the first line has most of: comma, semicolon, tab or bar. */
export function readCsv(path: string): Columns {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new CountersignError('input.invalid', `There is no file ${basename(path)}`, { field: 'csv' });
  if (size > mostBytes) throw new CountersignError('input.too_large', 'The table is larger than 512 MB', { field: 'csv' });
  const text = readFileSync(path, 'utf8');
  const head = text.slice(0, Math.max(0, text.indexOf('\n')) || text.length);
  const delimiter = [',', ';', '\t', '|'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  let rows: string[][];
  try {
    rows = parse(text, { delimiter, bom: true, relax_quotes: true, skip_empty_lines: true });
  } catch (cause) {
    const where = cause instanceof Error ? /line (\d+)/.exec(cause.message)?.[1] : undefined;
    throw new CountersignError(
      'input.malformed',
      `The table cannot be read${where === undefined ? '' : ` at line ${where}`}: every line needs as many cells as the first`,
      { field: 'csv', cause },
    );
  }
  const [names = [], ...cells] = rows;
  if (cells.length === 0) throw new CountersignError('input.invalid', 'The table has a first line of names and no rows', { field: 'csv' });
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new CountersignError('input.invalid', `Two columns are named ${twice.slice(0, 60)}`, { field: 'csv' });
  return new Map(names.map((name, index) => [name, cells.map((row) => row[index] ?? '')]));
}
