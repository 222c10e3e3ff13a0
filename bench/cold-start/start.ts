import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export type Start = {
  /** From the start of the process to the answer of its first chat run. */
  readonly ms: number;
  /** Processor time until then, garbage collection included; a busy machine stretches it less than the time. */
  readonly cpuMs: number | undefined;
  /** Resident memory of the process after the run and the rest; undefined where it was not waited for or /proc is missing. */
  readonly idleMb: number | undefined;
};

const key = 'csk_sandbox_olivia';

/** Starts the package in sandbox mode, asks the assistant once as soon as it listens, and stops it. */
export async function start(folder: string, dataFolder: string, restSeconds: number): Promise<Start> {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const config = join(dataFolder, 'countersign.yaml');
  writeFileSync(
    config,
    `dataDir: ${dataFolder}/data\nkeyDir: ${dataFolder}/keys\nhttp: { port: ${port} }\nsandbox: { port: ${sandboxPort} }\n`,
  );
  const before = performance.now();
  const child = spawn(process.execPath, [join(folder, 'bin', 'countersign.mjs'), 'up', '--config', config], {
    cwd: dataFolder,
    env: { ...process.env, NODE_OPTIONS: '', LANGSMITH_TRACING: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const gone = once(child, 'exit');
  try {
    await firstAnswer(`http://127.0.0.1:${port}`, () => {
      if (child.exitCode !== null) throw new Error(`the server ended before it answered: ${said}`);
    });
    const ms = performance.now() - before;
    const cpuMs = processorMs(child.pid);
    if (restSeconds === 0) return { ms, cpuMs, idleMb: undefined };
    await new Promise((resolve) => setTimeout(resolve, restSeconds * 1000));
    return { ms, cpuMs, idleMb: residentMb(child.pid) };
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

/** Asked every few milliseconds until the port is open; the wait for a port that is not open costs next to nothing. */
async function firstAnswer(url: string, stillThere: () => void): Promise<void> {
  const body = JSON.stringify({
    assistant_id: 'assistant',
    input: { messages: [{ role: 'user', content: 'What is the status of sales order SO-78912?' }] },
  });
  const headers = { 'content-type': 'application/json', 'x-api-key': key };
  for (;;) {
    stillThere();
    const answer = await fetch(`${url}/runs/wait`, { method: 'POST', headers, body }).catch(() => undefined);
    if (answer === undefined || answer.status === 503) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      continue;
    }
    const text = await answer.text();
    const state = JSON.parse(text) as { messages?: readonly unknown[] };
    if (answer.status !== 200 || (state.messages?.length ?? 0) < 2)
      throw new Error(`the first run was answered with ${answer.status}: ${text}`);
    return;
  }
}

/** The kernel counts in hundredths of a second. */
function processorMs(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  // Behind the name in brackets, which may hold spaces: the 12th and 13th field from there are user and system time.
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentMb(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'));
  return found?.[1] === undefined ? undefined : Number(found[1]) / 1024;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
