import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packageHome } from '../../src/config/home.ts';
import { openCompany, sandboxKeys } from '../../src/app/sandbox-host.ts';
import { systemClock } from '../../src/app/system.ts';
import { silentLog } from '../../src/contracts/log.ts';

export type World = {
  readonly sandboxUrl: string;
  readonly serverUrl: string;
  /** Ends the server without a word, and starts another on the same folder. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

type Place = { readonly folder: string; readonly sandboxUrl: string; readonly port: number };

/** The company in this process, the product in another one that can be killed. */
export async function openWorld(size: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-day-'));
  const sandbox = await openCompany({ folder: join(folder, 'sandbox'), clock: systemClock, log: silentLog, port: 0, seed: 7, size });
  const port = await freePort();
  const serverUrl = `http://127.0.0.1:${port}`;
  const place = { folder, sandboxUrl: sandbox.url, port };
  const script = await bundleServer();
  let server = await startServer(script, place);
  sandbox.aimWebhook({ url: `${serverUrl}/hooks/erp`, header: 'x-api-key', key: sandboxKeys.erp });
  await fetch(`${sandbox.url}/_sandbox/salesforce/webhook`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${serverUrl}/hooks/crm`, header: 'x-api-key', key: sandboxKeys.crm }),
  });
  return {
    sandboxUrl: sandbox.url,
    serverUrl,
    async kill() {
      await end(server, 'SIGKILL');
      server = await startServer(script, place);
    },
    async close() {
      await end(server, 'SIGTERM');
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One file, so that a start after a kill takes the time the product takes and not that of a compiler. */
async function bundleServer(): Promise<string> {
  const home = packageHome();
  const source = (name: string): string => join(home, 'src', name);
  const outfile = join(home, 'dist', 'day', 'server.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('server.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    alias: {
      countersign: source('index.ts'),
      'countersign/flow': source('flow/index.ts'),
      'countersign/learning': source('learning/index.ts'),
      'countersign/matching': source('matching/index.ts'),
      'countersign/testing': source('testing/index.ts'),
    },
  });
  return outfile;
}

async function startServer(script: string, { folder, sandboxUrl, port }: Place): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, folder, sandboxUrl, String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('up ')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return child;
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await gone;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
