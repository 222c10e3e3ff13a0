import { createPublicKey } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AuditRecord, AuditStore, AuditHead } from '../contracts/audit.ts';
import type { LocalCommands, Terminal } from '../contracts/commands.ts';
import { CountersignError } from '../contracts/errors.ts';
import { silentLog } from '../contracts/log.ts';
import type { DoctorFinding } from '../contracts/ports.ts';
import { verifyLog } from '../audit/chain.ts';
import { migrationsFolder } from '../config/home.ts';
import { backupDatabases, databasesIn, isEmptyFolder } from '../storage/sqlite/backup.ts';
import { openSqlite } from '../storage/sqlite/open.ts';
import { withChannels } from './channel-config.ts';
import { loadContent, loadMappings, refuseBadContent } from './content.ts';
import { doctor } from './doctor.ts';
import { lockData } from './data-lock.ts';
import { openCompany } from './sandbox-host.ts';
import { defaultHeadsFile } from './server.ts';
import { addKey } from './services/records.ts';
import { refuseBadSchedules } from './schedules.ts';
import { usesSandbox } from './model-observations.ts';
import { load, up } from './up.ts';
import { rotateDataKey, rotateKey } from './vault-keys.ts';
import { randomIds, systemClock } from './system.ts';

export function localCommands(terminal: Terminal): LocalCommands {
  return {
    up: (options, progress) => up(options, terminal, progress),
    sandbox: startSandboxAlone,
    importNorthwind: importCompany,
    verifyAudit,
    backup,
    restore,
    async configCheck(options) {
      const { config, file, folder } = load(options.config);
      const { content, folders } = await loadContent(config.content, folder);
      refuseBadContent(content);
      refuseBadSchedules(content.workflows, config, systemClock);
      loadMappings(content, withChannels(config), folders);
      return {
        file,
        summary: {
          data: config.dataDir,
          keys: config.keyDir,
          listens: `${config.http.host}:${config.http.port}`,
          systems: usesSandbox(config)
            ? 'sandbox (built-in ERP and CRM)'
            : Object.entries(config.systems)
                .map(([system, name]) => `${system} → ${name}`)
                .join(', '),
          narrator: `${config.models.narrator.provider} ${config.models.narrator.model}`,
          people: Object.keys(config.people).join(', ') || '(none)',
          roles: Object.keys(config.roles).join(', '),
        },
      };
    },
    doctor: (options): Promise<readonly (DoctorFinding & { connection?: string })[]> => doctor(load(options.config).config),
    firstKey,
    rotateKey,
    rotateDataKey,
  };
}

async function startSandboxAlone(
  options: Parameters<LocalCommands['sandbox']>[0],
  progress: (sentence: string) => void,
): Promise<{ url: string; stopped: Promise<void> }> {
  const { config } = load(options.config);
  progress('starting the built-in ERP and CRM');
  const folder = join(config.dataDir, 'sandbox');
  const unlock = lockData(folder);
  const sandbox = await openCompany({
    folder,
    clock: systemClock,
    log: silentLog,
    port: options.port ?? config.sandbox.port,
    seed: options.seed ?? config.sandbox.seed,
    size: options.size ?? config.sandbox.size,
    ...(options.northwind === undefined ? {} : { northwind: resolve(options.northwind) }),
  });
  return { url: sandbox.url, stopped: closeOnAbort(options.signal, sandbox, unlock) };
}

async function closeOnAbort(signal: AbortSignal, sandbox: { close(): Promise<void> }, unlock: () => void): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await sandbox.close();
  unlock();
}

async function importCompany(
  options: { config?: string; folder: string },
  progress: (sentence: string) => void,
): Promise<{ orders: number; customers: number; materials: number }> {
  const { config } = load(options.config);
  const folder = resolve(options.folder);
  if (!existsSync(join(folder, 'Orders.csv')))
    throw new CountersignError('input.invalid', `${options.folder} holds no Orders.csv`, { field: 'northwind' });
  const unlock = lockData(config.dataDir);
  try {
    progress('reading Northwind');
    const { importNorthwind } = await import('../sandbox/index.ts');
    const seed = importNorthwind(folder);
    progress(`loading ${seed.orders.length} orders into both faces`);
    const sandbox = await openCompany({
      folder: join(config.dataDir, 'sandbox'),
      clock: systemClock,
      log: silentLog,
      port: 0,
      seed: 1,
      size: 1,
      northwind: folder,
    });
    await sandbox.close();
    return { orders: seed.orders.length, customers: seed.customers.length, materials: seed.materials.length };
  } finally {
    unlock();
  }
}

async function verifyAudit(options: Parameters<LocalCommands['verifyAudit']>[0]): ReturnType<LocalCommands['verifyAudit']> {
  const { config } = load(options.config);
  const data = options.data === undefined ? config.dataDir : resolve(options.data);
  const headsFile = options.heads === undefined ? defaultHeadsFile(config) : resolve(options.heads);
  const keyFile = options.key === undefined ? join(config.keyDir, 'audit.pub') : resolve(options.key);
  if (!existsSync(join(data, 'main.db')))
    throw new CountersignError('resource.not_found', 'There is no main.db in the data folder', { field: 'data' });
  if (!existsSync(keyFile))
    throw new CountersignError('resource.not_found', 'The public key is not there; name it with --key', { field: 'key' });
  const heads: AuditHead[] = existsSync(headsFile)
    ? readFileSync(headsFile, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as AuditHead)
    : [];
  const storage = openSqlite({ folder: data, migrations: migrationsFolder(), skipCheck: true });
  try {
    return { ...(await verifyLog(every(storage.audit), heads, createPublicKey(readFileSync(keyFile)))), headsFile };
  } finally {
    storage.close();
  }
}

async function* every(audit: AuditStore): AsyncGenerator<AuditRecord> {
  let after = 0;
  for (;;) {
    const rows = await audit.list({ after, limit: 2000 });
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

/** Main, vault and keys together: without the keys the vault of a backup opens nothing. */
async function backup(options: { config?: string; to: string }, progress: (sentence: string) => void): ReturnType<LocalCommands['backup']> {
  const { config } = load(options.config);
  const to = resolve(options.to);
  if (!isEmptyFolder(to)) throw new CountersignError('input.invalid', 'The backup folder is not empty; choose another', { field: 'to' });
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const files = await backupDatabases(config.dataDir, join(to, 'data'), (name) => progress(`copying ${name}`));
  if (files.length === 0) throw new CountersignError('resource.not_found', 'There is no data to back up', { field: 'dataDir' });
  mkdirSync(join(to, 'keys'), { mode: 0o700 });
  for (const name of keyFiles) if (existsSync(join(config.keyDir, name))) copyFileSync(join(config.keyDir, name), join(to, 'keys', name));
  return { folder: to, files };
}

const keyFiles = ['pseudonym.key', 'installation.key', 'installation.key.next', 'audit.pem', 'audit.pub', 'audit-heads.jsonl'];

/** Into an empty installation only: what is there is never overwritten. */
async function restore(
  options: { config?: string; from: string },
  progress: (sentence: string) => void,
): Promise<{ files: readonly string[] }> {
  const { config } = load(options.config);
  const from = resolve(options.from);
  const names = databasesIn(join(from, 'data'));
  if (names.length === 0) throw new CountersignError('resource.not_found', 'This folder holds no backup', { field: 'from' });
  if (existsSync(join(config.dataDir, 'main.db')))
    throw new CountersignError('input.invalid', 'The data folder already holds an installation; move it away first', { field: 'dataDir' });
  const unlock = lockData(config.dataDir);
  try {
    for (const name of names) {
      progress(`restoring ${name}`);
      const target = join(config.dataDir, name);
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      copyFileSync(join(from, 'data', name), target);
    }
    mkdirSync(config.keyDir, { recursive: true, mode: 0o700 });
    for (const name of keyFiles)
      if (existsSync(join(from, 'keys', name))) copyFileSync(join(from, 'keys', name), join(config.keyDir, name));
    return { files: names };
  } finally {
    unlock();
    if (isEmptyFolder(config.dataDir)) rmSync(config.dataDir, { recursive: true, force: true });
  }
}

async function firstKey(options: Parameters<LocalCommands['firstKey']>[0]): Promise<{ key: string; id: string }> {
  const { config } = load(options.config);
  for (const role of options.roles)
    if (!config.roles[role]) throw new CountersignError('input.invalid', `There is no role ${role}`, { field: 'roles' });
  const unlock = lockData(config.dataDir);
  try {
    const storage = openSqlite({ folder: config.dataDir, migrations: migrationsFolder() });
    try {
      const made = await addKey({ storage, clock: systemClock, ids: randomIds }, options, 'system');
      return { key: made.key, id: made.view.id };
    } finally {
      storage.close();
    }
  } finally {
    unlock();
  }
}
