import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServices } from '../../../src/app/services/index.ts';
import { addKey } from '../../../src/app/services/records.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import { createHttpApp, createSessions, listen, parseJson, readConsole } from '../../../src/http/index.ts';
import { countedIds } from '../../../src/testing/index.ts';
import { company, delivery, memorySystems } from '../../support/order-company.ts';
import { openRig } from '../../support/rig.ts';
import { view } from '../../src/cli/examples.ts';
import { mountScriptedChat, type ScriptedChat } from './scripted-chat.ts';

export const root = join(import.meta.dirname, '..', '..', '..');
export const consoleFolder = join(root, 'dist', 'console');

/** The build, made anew when a source is newer. */
export async function builtConsole(): Promise<string> {
  // The build scripts are plain JavaScript beside the sources.
  const { isStale } = (await import(join(root, 'scripts', 'stale.mjs'))) as { isStale: (root: string) => boolean };
  const { build } = (await import(join(root, 'scripts', 'build.mjs'))) as { build: () => Promise<unknown> };
  if (isStale(root)) await build();
  return consoleFolder;
}

export type Scripted = { readonly url: string; readonly key: string; readonly chat: ScriptedChat; close(): Promise<void> };

/** The real HTTP interface with sessions and the page, and a scripted assistant behind the paths of the Agent Server. */
export async function startScripted(): Promise<Scripted> {
  const page = readConsole(await builtConsole());
  if (!page) throw new Error('the console was not built');
  const rig = await openRig({ connections: new Map(Object.entries(memorySystems(company({ deliveries: [delivery()] })))) });
  const { key } = await addKey(rig.core, { name: 'olivia', principal: 'person:olivia', roles: [] }, 'system');
  const services = createServices(rig.core, {
    auditPublicKey: '',
    parseJson: (body) => parseJson(body, 20),
    meters: rig.meters,
    isDraining: () => false,
  });
  const same = { field: 'Amount', label: 'Amount', before: '22294.44', now: '22294.44', after: '22294.44', moved: false };
  const writes = view.writes.map((write) => ({ ...write, changes: [...write.changes, same] }));
  const waiting = { ...view, writes, may: ['withdraw' as const], approval: { ...view.approval, status: 'waiting' as const } };
  const app = createHttpApp({
    services: { ...services, approvals: { ...services.approvals, get: async () => waiting } },
    limits: { bodyLimitBytes: 65_536, depthLimit: 20 },
    log: silentLog,
    ids: countedIds(),
    version: '0',
    isDraining: () => false,
    sessions: createSessions({
      clock: rig.clock,
      randomId: () => randomBytes(32).toString('base64url'),
      authenticateHash: (sha256) => services.authenticateHash(sha256),
    }),
    console: page,
  });
  const chat = mountScriptedChat(app);
  const listening = await listen(app, '127.0.0.1', 0);
  return {
    url: listening.url,
    key,
    chat,
    async close() {
      chat.release();
      await listening.close();
      rig.close();
    },
  };
}

export type Real = { readonly url: string; readonly sandboxUrl: string; close(): Promise<void> };

/** `countersign up` with its sandbox, in a folder of its own. */
export async function startReal(): Promise<Real> {
  await builtConsole();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-console-'));
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('COUNTERSIGN_')));
  const child = spawn(process.execPath, ['bin/countersign.mjs', 'up', '--port', '0'], {
    cwd: root,
    env: { ...own, COUNTERSIGN_DATA__DIR: join(folder, 'data'), COUNTERSIGN_KEY__DIR: join(folder, 'keys'), COUNTERSIGN_SANDBOX_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [url, sandboxUrl] = await new Promise<[string, string]>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const up = /is up at (http:\S+)/.exec(said)?.[1];
      const sandbox = /ERP and CRM +(\S+)/.exec(said)?.[1];
      if (up !== undefined && sandbox !== undefined && /runs list\n/.test(said)) resolve([up, sandbox]);
    });
    child.once('close', () => reject(new Error(`up ended: ${said}`)));
  });
  return {
    url,
    sandboxUrl,
    async close() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
