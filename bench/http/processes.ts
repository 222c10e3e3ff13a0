import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type Client } from './client.ts';
import type { ServerOrder, ServerReady } from './server.ts';

// Both sides get the settings LangGraph needs to be measured, not its tracing.
const env = { ...process.env, LANGCHAIN_CALLBACKS_BACKGROUND: 'false', LANGSMITH_TRACING: 'false', LANGSMITH_API_KEY: '' };
const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export type OurServer = {
  connect(connections: number): Client;
  /** The same work without a server around it, in the server's process; milliseconds of each. */
  bare(work: 'order' | 'chat', runs: number): Promise<readonly number[]>;
  close(): Promise<void>;
};

/** `FULL` is how an installation runs: what was answered survives a power cut. `NORMAL` survives the end of the process. */
export async function startOurs(synchronous: 'FULL' | 'NORMAL'): Promise<OurServer> {
  const child = fork(at('server.ts'), [synchronous], { env });
  // Written by server.ts.
  const { url, key } = (await answer(child)) as ServerReady;
  return {
    connect: (connections) => connect(url, key, connections),
    async bare(work, runs) {
      const answered = answer(child);
      child.send({ do: 'bare', work, runs } satisfies ServerOrder);
      return (await answered) as number[];
    },
    async close() {
      const gone = once(child, 'exit');
      child.send({ do: 'close' } satisfies ServerOrder);
      await gone;
    },
  };
}

export type TheirServer = { connect(connections: number): Client; close(): Promise<void> };

export const hasTheirs = (): boolean => existsSync(at('../../test/peers/node_modules/@langchain/langgraph-api/dist/server.mjs'));

export async function startTheirs(): Promise<TheirServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-dev-server-'));
  const port = await freePort();
  const child = fork(at('dev-server.mjs'), [String(port), folder], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await answer(child);
  return {
    connect: (connections) => connect(`http://127.0.0.1:${port}`, '', connections),
    async close() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answer(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: stop.signal }).then(([message]: unknown[]) => message),
      once(child, 'exit', { signal: stop.signal }).then(([code]: unknown[]) => {
        throw new Error(`a server ended with ${String(code)} before it answered`);
      }),
    ]);
  } finally {
    stop.abort();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
