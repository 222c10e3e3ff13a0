import { join, resolve } from 'node:path';
import { CountersignError } from '../contracts/errors.ts';
import type { Started, Terminal, UpOptions } from '../contracts/commands.ts';
import type { Log } from '../contracts/log.ts';
import { loadConfig, refuseTracing, type Loaded } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { accept } from '../events/intake.ts';
import type { CompanySandbox } from '../sandbox/index.ts';
import { createLog } from '../telemetry/logger.ts';
import { connectAll } from './connect.ts';
import { loadContent } from './content.ts';
import type { Core } from './core.ts';
import { lockData } from './data-lock.ts';
import { openInstallation } from './installation.ts';
import { lateObservations, usesSandbox } from './model-observations.ts';
import { aimChangeEvents, loadAliases, openCompany, sandboxKeys, withSandbox } from './sandbox-host.ts';
import { defaultHeadsFile, startServer } from './server.ts';
import { hashKey } from './services/records.ts';
import { randomIds, sleep, systemClock } from './system.ts';

export function load(file: string | undefined): Loaded {
  return loadConfig({ cwd: process.cwd(), env: process.env, ...(file === undefined ? {} : { file }) });
}

/** Starts everything in the order in which nothing can be lost, and stops it in the opposite one. */
export async function up(options: UpOptions, terminal: Terminal, progress: (sentence: string) => void): Promise<Started> {
  const { config: written, folder } = load(options.config);
  refuseTracing(process.env, written.telemetry.allowLangSmith);
  const base: Config = { ...written, http: { ...written.http, port: options.port ?? written.http.port } };
  refuseOpenSandbox(base);
  const log = createLog(base.telemetry.level ?? (terminal.isInteractive ? 'warn' : 'info'), { write: (line) => terminal.error(line) });
  const unlock = lockData(base.dataDir);
  const closing: (() => Promise<void> | void)[] = [unlock];
  const unwind = async (): Promise<void> => {
    for (const close of closing.toReversed()) await close();
  };
  try {
    const sandbox = usesSandbox(base) ? await startCompany(base, log, progress) : undefined;
    if (sandbox) closing.push(() => sandbox.close());
    const config = sandbox ? await withSandbox(base, sandbox) : base;
    progress('opening the data folder');
    const own = options.content ?? config.content;
    const { content, folders } = await loadContent(own, folder);
    const connections = connectAll(config, { clock: systemClock, sleep, random: Math.random, log });
    const installation = await openInstallation({
      config,
      content,
      connections,
      clock: systemClock,
      ids: randomIds,
      sleep,
      log,
      contentFolders: folders,
    });
    if (sandbox) await prepareDemo(installation.core, sandbox);
    const running = await startServer({
      installation,
      config,
      log,
      headsFile: defaultHeadsFile(config),
      observations: lateObservations(installation.core, { isSandbox: sandbox !== undefined }),
      training: {
        ...(own === undefined ? {} : { content: resolve(folder, own) }),
        ...(sandbox ? { sandboxSeed: config.sandbox.seed } : {}),
      },
      printHead: (line) => (options.quietOut ? terminal.error : terminal.out)(`${line}\n`),
    });
    closing.push(() => running.stop());
    if (sandbox) {
      sandbox.aimWebhook({ url: `${running.url}/hooks/erp`, header: 'x-api-key', key: sandboxKeys.erp });
      await aimChangeEvents(sandbox, { url: `${running.url}/hooks/crm`, header: 'x-api-key', key: sandboxKeys.crm });
      await moveFirstOrders(installation.core);
    }
    return { url: running.url, ...(sandbox ? { sandbox: demo(sandbox) } : {}), stopped: untilAborted(options.signal, unwind) };
  } catch (thrown) {
    await unwind();
    throw thrown;
  }
}

async function startCompany(config: Config, log: Log, progress: (sentence: string) => void): Promise<CompanySandbox> {
  progress('starting the built-in ERP and CRM');
  return openCompany({
    folder: join(config.dataDir, 'sandbox'),
    clock: systemClock,
    log,
    port: config.sandbox.port,
    seed: config.sandbox.seed,
    size: config.sandbox.size,
  });
}

/** Its keys are printed in the README: a sandbox never listens to anybody but this machine. */
function refuseOpenSandbox(config: Config): void {
  if (usesSandbox(config) && !['127.0.0.1', '::1', 'localhost'].includes(config.http.host)) {
    throw new CountersignError(
      'config.invalid',
      'The sandbox has well-known keys and listens on a loopback address only; set http.host to 127.0.0.1 or configure connections',
      { field: 'http.host' },
    );
  }
}

async function prepareDemo(core: Core, sandbox: CompanySandbox): Promise<void> {
  await loadAliases(core.storage.links, sandbox);
  const wanted = [
    { key: sandboxKeys.olivia, principal: 'person:olivia', roles: [] },
    { key: sandboxKeys.carl, principal: 'person:carl', roles: [] },
    { key: sandboxKeys.ada, principal: 'person:ada', roles: [] },
    { key: sandboxKeys.erp, principal: 'service:erp', roles: ['source'] },
    { key: sandboxKeys.crm, principal: 'service:crm', roles: ['source'] },
  ];
  for (const { key, principal, roles } of wanted) {
    if (await core.storage.keys.findByHash(hashKey(key))) continue;
    const at = core.clock.now().toISOString();
    const id = core.ids.next('key');
    await core.storage.keys.add({ id, sha256: hashKey(key), principal, name: 'sandbox', roles, createdAt: at }, [
      { at, actor: 'system', action: 'key.created', body: { key: id, principal } },
    ]);
  }
}

/** On the first start only: one order that goes through by itself, one that needs Carl. Told again, nothing happens. */
async function moveFirstOrders(core: Core): Promise<void> {
  const orders = core.flow.connection('erp').ports.orders;
  for (const id of ['SO-78912', 'SO-78911']) {
    // An imported company does not have the two.
    if (!(await orders?.get(id))) continue;
    await accept(
      core.intake,
      {
        source: 'sandbox',
        sourceId: `first-${id}`,
        type: 'sales-order.changed',
        record: { connection: 'erp', type: 'SalesOrder', id },
        hint: {},
      },
      'service:erp',
      undefined,
    );
  }
}

function demo(sandbox: CompanySandbox): NonNullable<Started['sandbox']> {
  return {
    url: sandbox.url,
    erpKey: sandboxKeys.erp,
    people: [
      { name: 'Olivia', does: 'asks: starts runs, handles exceptions, trains models (operations, modeller)', key: sandboxKeys.olivia },
      { name: 'Carl', does: 'approves: sees real names, decides (controller)', key: sandboxKeys.carl },
    ],
  };
}

function untilAborted(signal: AbortSignal, unwind: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => void unwind().then(resolve, reject);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
